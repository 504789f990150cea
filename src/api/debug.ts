/** `Debug`: log lines, dumps of values, timers, stack traces, and the debugger itself, from within a script. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const LEVELS = 'off, error, warn, info, debug, trace';
const MODULE = { name: 'module', type: 'string?', doc: 'The part of the script that speaks, shown before the message.' } as const satisfies ApiParameter;
const MESSAGE = { name: 'message', type: 'any', doc: 'The message; what is no string is shown as by `tostring`.' } as const satisfies ApiParameter;

const logger = <Name extends string>(name: Name, doc: string) =>
  ({ name: `Debug.${name}`, thread: 'vm', doc, parameters: [MESSAGE, MODULE], results: [] }) as const satisfies ApiFunction;

const DUMP_FIELDS = [
  { name: 'max_depth', type: 'integer?', doc: 'Tables nested deeper are shown as `{...}`. Default 10.' },
  { name: 'indent_size', type: 'integer?', doc: 'Spaces for each level. Default 2.' },
  { name: 'max_string_length', type: 'integer?', doc: 'Longer strings are cut. Default 200 bytes.' },
  { name: 'max_array_elements', type: 'integer?', doc: 'Further elements are counted only. Default 50.' },
  { name: 'max_table_pairs', type: 'integer?', doc: 'Further pairs are counted only. Default 50.' },
  { name: 'show_types', type: 'boolean?', doc: 'Adds the type to values. Default false.' },
  { name: 'show_addresses', type: 'boolean?', doc: 'Adds addresses to tables. Default false.' },
  { name: 'compact_mode', type: 'boolean?', doc: 'Everything on one line. Default false.' },
] as const satisfies readonly ApiParameter[];

const functions = [
  logger('error', 'Logs something that went wrong.'),
  logger('warn', 'Logs something that may go wrong.'),
  logger('info', 'Logs what the script is doing.'),
  logger('debug', 'Logs details; shown when the level is `debug` or `trace`.'),
  logger('trace', 'Logs every step; shown when the level is `trace`.'),
  {
    name: 'Debug.log',
    thread: 'vm',
    doc: 'Logs a message at a level given by name. Log lines go to the standard error, as `[LEVEL] module: message`.',
    parameters: [{ name: 'level', type: 'string', doc: `One of ${LEVELS}.` }, MESSAGE, MODULE],
    results: [],
  },
  {
    name: 'Debug.logWithData',
    thread: 'vm',
    doc: 'Logs a message with a value, which is shown as JSON after it.',
    parameters: [{ name: 'level', type: 'string', doc: `One of ${LEVELS}.` }, MESSAGE, { name: 'data', type: 'any', doc: 'A value JSON can hold.' }, MODULE],
    results: [],
  },
  {
    name: 'Debug.setLevel',
    thread: 'vm',
    doc: 'Sets which messages are shown: those of this level and of more important ones.',
    parameters: [{ name: 'level', type: 'string|integer', doc: `One of ${LEVELS}, or 0 to 5. Letter case does not matter.` }],
    results: [{ type: 'boolean', doc: 'false when there is no such level; then nothing changes.' }],
    example: 'Debug.setLevel("debug")\nDebug.debug("now shown", "main")',
  },
  {
    name: 'Debug.getLevel',
    thread: 'vm',
    doc: 'Tells the level. It is `info` at the start.',
    parameters: [],
    results: [{ type: 'string', doc: `One of ${LEVELS}.` }],
  },
  {
    name: 'Debug.setEnabled',
    thread: 'vm',
    doc: 'Turns all log messages on or off.',
    parameters: [{ name: 'enabled', type: 'boolean', doc: 'Whether messages are shown.' }],
    results: [],
  },
  {
    name: 'Debug.isEnabled',
    thread: 'vm',
    doc: 'Tells whether log messages are on.',
    parameters: [],
    results: [{ type: 'boolean', doc: 'true at the start.' }],
  },
  {
    name: 'Debug.dump',
    thread: 'vm',
    doc: 'Shows a value with everything in it, as text. Tables that contain themselves are marked, keys are sorted, and no code of the value runs.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string|table?', doc: 'A label put before the text, or a table of options.', fields: DUMP_FIELDS },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
    example: 'print(Debug.dump({ nested = { 1, 2 } }, { max_depth = 1 }))',
  },
  {
    name: 'Debug.dumpCompact',
    thread: 'vm',
    doc: 'Shows a value on one line, three levels deep.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.dumpVerbose',
    thread: 'vm',
    doc: 'Shows a value twenty levels deep, with types and addresses.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.dumpWithOptions',
    thread: 'vm',
    doc: 'Shows a value as the options say.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'options', type: 'table', doc: 'How to show it.', fields: DUMP_FIELDS },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.timer',
    thread: 'vm',
    doc: 'Starts a timer.',
    parameters: [{ name: 'name', type: 'string', doc: 'What is timed.' }],
    results: [{ type: 'DebugTimer', doc: 'The running timer.' }],
    example: 'local timer = Debug.timer("work")\nfor i = 1, 1e6 do end\nprint(timer:stop() .. " ms")',
  },
  {
    name: 'DebugTimer:stop',
    thread: 'vm',
    doc: 'Stops the timer.',
    parameters: [],
    results: [{ type: 'number?', doc: 'Milliseconds since its start; nil when it was stopped before.' }],
  },
  {
    name: 'DebugTimer:lap',
    thread: 'vm',
    doc: 'Notes how long it took so far, under a name.',
    parameters: [{ name: 'name', type: 'string', doc: 'The name of the lap.' }],
    results: [{ type: 'boolean', doc: 'false when the timer was stopped.' }],
  },
  {
    name: 'DebugTimer:elapsed',
    thread: 'vm',
    doc: 'Tells the time so far without stopping.',
    parameters: [],
    results: [{ type: 'number?', doc: 'Milliseconds since its start; nil when it was stopped.' }],
  },
  {
    name: 'DebugTimer:laps',
    thread: 'vm',
    doc: 'Lists the laps noted so far.',
    parameters: [],
    results: [{ type: 'table[]', doc: 'Tables with `name` and `elapsed_ms`, in order.' }],
  },
  {
    name: 'Debug.enableDAP',
    thread: 'host',
    doc: 'Lets debuggers attach to the script over TCP, on this machine. The address is in a connection file, which is there until the kernel ends. Calling it again answers the same address.',
    parameters: [
      {
        name: 'options',
        type: 'table?',
        doc: 'Where, and whether to wait.',
        fields: [
          { name: 'port', type: 'integer?', doc: 'The port of the debug adapter; 0 takes any free one. Default 9556. Where the kernel listens already, its port stays.' },
          { name: 'wait_for_debugger', type: 'boolean?', doc: 'Waits until a debugger has attached and set its breakpoints; the time counts against no limit. Default false.' },
        ],
      },
    ],
    results: [{ type: 'table', doc: 'A table with `port` and `connection_file`.' }],
    example: 'local dap = Debug.enableDAP({ port = 0, wait_for_debugger = true })\nprint(dap.port, dap.connection_file)',
  },
  {
    name: 'Debug.breakpoint',
    thread: 'vm',
    doc: 'Stops in the debugger: here and now without arguments, else whenever the script comes to that line or function. Without a debugger nothing happens; the breakpoint counts once one attaches.',
    parameters: [
      { name: 'file_or_function', type: 'string|function?', doc: 'The path of a file (relative to the script), the name of a function as it is written (`name`, `M.f`, `Obj:m`), or a function.' },
      { name: 'line', type: 'integer?', doc: 'The line in the file; a function without one stops at its first line.' },
    ],
    results: [],
    example: 'Debug.breakpoint("lib/parser.lua", 10)\nDebug.breakpoint("handle_answer")\nDebug.breakpoint()',
  },
  {
    name: 'Debug.step',
    thread: 'vm',
    doc: 'Stops at the next line that runs, also inside a function that is called before. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.stepOver',
    thread: 'vm',
    doc: 'Stops at the next line of the function that calls it, or of its caller when it ends. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.continue',
    thread: 'vm',
    doc: 'Takes back a `Debug.step` or `Debug.stepOver` that has not stopped yet. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.stackTrace',
    thread: 'vm',
    doc: 'Tells where the script is, as text: one line for each function that is being called, innermost first.',
    parameters: [
      {
        name: 'options',
        type: 'table?',
        doc: 'What to include.',
        fields: [
          { name: 'max_depth', type: 'integer?', doc: 'Lines at most. Default 50.' },
          { name: 'capture_locals', type: 'boolean?', doc: 'Adds the local variables of each function. Default false.' },
          { name: 'capture_upvalues', type: 'boolean?', doc: 'Adds the upvalues of each function. Default false.' },
          { name: 'include_source', type: 'boolean?', doc: 'Names file and line. Default true.' },
        ],
      },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  {
    name: 'DebugTimer',
    doc: 'A stopwatch.',
    fields: [
      { name: 'name', type: 'string', doc: 'What is timed.' },
      { name: 'running', type: 'boolean', doc: 'false once it was stopped.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const debugApi = {
  id: 'debug',
  title: 'Debug',
  doc: 'Log lines, dumps of values, timers, stack traces and the debugger from within a script. Not to be mixed up with Lua\'s own `debug` library.',
  values: [{ name: 'Debug', type: 'table', doc: 'Log lines, dumps, timers, stack traces, and the debugger.' }],
  classes,
  functions,
} as const satisfies ApiModule;
