/** `Replay`: the plain objects that describe how a session is run again, and the comparison of two results. */
import type { ApiClass, ApiFunction, ApiModule } from './types.ts';

const getter = <Name extends string, Type extends string>(name: Name, doc: string, type: Type, result: string) =>
  ({ name, thread: 'vm', doc, parameters: [], results: [{ type, doc: result }] }) as const satisfies ApiFunction;

const functions = [
  getter('ReplayMode:name', 'Tells the name of the mode.', 'string', '`exact`, `modified`, `simulate` or `debug`.'),
  {
    name: 'Replay.create_config',
    thread: 'vm',
    doc: 'Describes how to run something again.',
    parameters: [{ name: 'mode', type: 'ReplayMode|string?', doc: 'One of `Replay.modes`, or its name; `exact` when absent.' }],
    results: [{ type: 'ReplayConfig', doc: 'The description: results are compared, 300 seconds, errors do not stop it.' }],
    example: 'local config = Replay.create_config(Replay.modes.modified)\nconfig:add_modification("input.topic", "rain")',
  },
  getter('ReplayConfig:get_mode', 'Tells the mode.', 'ReplayMode', 'The mode.'),
  getter('ReplayConfig:should_compare_results', 'Tells whether new results are compared with the old ones.', 'boolean', 'true.'),
  getter('ReplayConfig:get_timeout_seconds', 'Tells how long it may take.', 'integer', 'Seconds.'),
  getter('ReplayConfig:should_stop_on_error', 'Tells whether the first error ends it.', 'boolean', 'false.'),
  getter('ReplayConfig:get_modifications', 'Lists the modifications, in the order in which they were added.', 'ReplayModification[]', 'The modifications.'),
  {
    name: 'ReplayConfig:add_modification',
    thread: 'vm',
    doc: 'Adds a modification: a value that takes the place of a recorded one.',
    parameters: [
      { name: 'path', type: 'string', doc: 'Where the value stands, for instance `input.topic`.' },
      { name: 'value', type: 'any', doc: 'The new value; nil takes the old one away.' },
      { name: 'enabled', type: 'boolean?', doc: 'Whether it counts. Default true.' },
    ],
    results: [],
  },
  {
    name: 'Replay.create_modification',
    thread: 'vm',
    doc: 'Makes a modification without a configuration.',
    parameters: [
      { name: 'path', type: 'string', doc: 'Where the value stands.' },
      { name: 'value', type: 'any', doc: 'The new value.' },
      { name: 'enabled', type: 'boolean?', doc: 'Whether it counts. Default true.' },
    ],
    results: [{ type: 'ReplayModification', doc: 'The modification.' }],
  },
  getter('ReplayModification:get_path', 'Tells where the value stands.', 'string', 'The path.'),
  getter('ReplayModification:get_value', 'Tells the new value.', 'any?', 'The value, the very one that was given.'),
  getter('ReplayModification:is_enabled', 'Tells whether it counts.', 'boolean', 'Whether it does.'),
  {
    name: 'ReplayModification:set_enabled',
    thread: 'vm',
    doc: 'Says whether it counts.',
    parameters: [{ name: 'enabled', type: 'boolean', doc: 'Whether it does.' }],
    results: [],
  },
  {
    name: 'Replay.schedules.once',
    thread: 'vm',
    doc: 'Describes a run after some time.',
    parameters: [{ name: 'delay_seconds', type: 'number', min: 0, doc: 'Seconds from now.' }],
    results: [{ type: 'ReplaySchedule', doc: 'The schedule. Nothing is started by it.' }],
  },
  {
    name: 'Replay.schedules.interval',
    thread: 'vm',
    doc: 'Describes runs again and again.',
    parameters: [
      { name: 'initial_delay_seconds', type: 'number', min: 0, doc: 'Seconds until the first.' },
      { name: 'interval_seconds', type: 'number', min: 0.001, doc: 'Seconds between two.' },
      { name: 'max_executions', type: 'integer?', min: 1, doc: 'Runs at most; any number when absent.' },
    ],
    results: [{ type: 'ReplaySchedule', doc: 'The schedule. Nothing is started by it.' }],
  },
  {
    name: 'Replay.schedules.cron',
    thread: 'vm',
    doc: 'Describes runs at times of the calendar.',
    parameters: [{ name: 'expression', type: 'string', doc: 'Five fields as cron has them: minute, hour, day, month, day of the week.' }],
    results: [{ type: 'ReplaySchedule', doc: 'The schedule. Nothing is started by it.' }],
  },
  getter('ReplaySchedule:type_name', 'Tells the kind of schedule.', 'string', '`once`, `interval` or `cron`.'),
  {
    name: 'Replay.create_comparator',
    thread: 'vm',
    doc: 'Makes a comparator of results.',
    parameters: [],
    results: [{ type: 'ReplayComparator', doc: 'The comparator.' }],
  },
  {
    name: 'ReplayComparator:compare_json',
    thread: 'vm',
    doc: 'Compares two values as JSON has them, and tells where they differ.',
    parameters: [
      { name: 'original', type: 'any?', doc: 'The value as it was.' },
      { name: 'replayed', type: 'any?', doc: 'The value as it is now.' },
    ],
    results: [{ type: 'ReplayComparison', doc: 'What the comparison found.' }],
    example: 'local c = Replay.create_comparator():compare_json({ a = 1 }, { a = 2 })\nprint(c.summary, c.differences[1].path)',
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  { name: 'ReplayMode', doc: 'A way to run something again.', fields: [] },
  { name: 'ReplayConfig', doc: 'How to run something again.', fields: [{ name: 'mode', type: 'string', doc: 'The name of the mode.' }] },
  { name: 'ReplayModification', doc: 'A value in place of a recorded one.', fields: [{ name: 'path', type: 'string', doc: 'Where it stands.' }, { name: 'enabled', type: 'boolean', doc: 'Whether it counts.' }] },
  { name: 'ReplaySchedule', doc: 'When to run something again.', fields: [{ name: 'type', type: 'string', doc: 'As `:type_name()`.' }] },
  { name: 'ReplayComparator', doc: 'Compares results.', fields: [] },
  {
    name: 'ReplayComparison',
    doc: 'What a comparison found.',
    fields: [
      { name: 'identical', type: 'boolean', doc: 'Whether there is no difference.' },
      { name: 'similarity_score', type: 'number', doc: 'The part of the values that are the same, from 0.0 to 1.0.' },
      { name: 'summary', type: 'string', doc: 'The result in words.' },
      { name: 'differences', type: 'table[]?', doc: 'Tables with `path` and `description`, where there are any; 1000 at most.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const replayApi = {
  id: 'replay',
  title: 'Replay',
  doc: 'Objects that describe how a session is run again, and the comparison of results. They are plain descriptions: nothing in them starts anything.',
  values: [
    { name: 'Replay', type: 'table', doc: 'Describes runs of something recorded.' },
    { name: 'Replay.modes', type: 'table', doc: 'The modes.' },
    { name: 'Replay.modes.exact', type: 'ReplayMode', doc: 'As it was.' },
    { name: 'Replay.modes.modified', type: 'ReplayMode', doc: 'With other values in some places.' },
    { name: 'Replay.modes.simulate', type: 'ReplayMode', doc: 'Without doing anything to the world.' },
    { name: 'Replay.modes.debug', type: 'ReplayMode', doc: 'Under the debugger.' },
    { name: 'Replay.schedules', type: 'table', doc: 'Makes schedules.' },
  ],
  classes,
  functions,
} as const satisfies ApiModule;
