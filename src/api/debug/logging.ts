/** `Debug`: log lines, which of them are shown, and those that were kept. */
import type { ApiFunction, ApiParameter } from '../types.ts';

const LEVELS = 'off, error, warn, info, debug, trace';
const MODULE = { name: 'module', type: 'string?', doc: 'The part of the script that speaks, shown before the message.' } as const satisfies ApiParameter;
const MESSAGE = { name: 'message', type: 'any', doc: 'The message; what is no string is shown as by `tostring`.' } as const satisfies ApiParameter;

const logger = <Name extends string>(name: Name, doc: string) =>
  ({ name: `Debug.${name}`, thread: 'vm', doc, parameters: [MESSAGE, MODULE], results: [] }) as const satisfies ApiFunction;

const PATTERN = { name: 'pattern', type: 'string', doc: 'The module, or a pattern with `*` for any text.' } as const satisfies ApiParameter;
const SHOWN = { name: 'enabled', type: 'boolean', doc: 'Whether its messages are shown.' } as const satisfies ApiParameter;

export const loggingFunctions = [
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
    name: 'Debug.addModuleFilter',
    thread: 'vm',
    doc: 'Shows or hides the messages of a module. Of several filters that fit, the one that was added last holds; a filter of the same pattern takes the place of the old one.',
    parameters: [PATTERN, SHOWN],
    results: [],
    example: 'Debug.addModuleFilter("net.*", false)\nDebug.info("not shown", "net.http")',
  },
  {
    name: 'Debug.addAdvancedFilter',
    thread: 'vm',
    doc: 'Shows or hides the messages of modules that a pattern describes. A regular expression is JavaScript\'s; one that is none is an error.',
    parameters: [
      { name: 'pattern', type: 'string', doc: 'The pattern, as its type says.' },
      { name: 'type', type: 'string', doc: '`exact`: this module. `wildcard`: `*` stands for any text, `?` for one character. `regex`: a regular expression, found anywhere in the name. `hierarchical`: the module and those below it (`net` and `net.http`).' },
      SHOWN,
    ],
    results: [{ type: 'boolean', doc: 'false when there is no such type; then nothing changes.' }],
    example: 'Debug.addAdvancedFilter("net", "hierarchical", false)',
  },
  {
    name: 'Debug.removeModuleFilter',
    thread: 'vm',
    doc: 'Takes the filters of a pattern away, of every type.',
    parameters: [{ name: 'pattern', type: 'string', doc: 'The pattern as it was added.' }],
    results: [{ type: 'boolean', doc: 'Whether there was one.' }],
  },
  {
    name: 'Debug.clearModuleFilters',
    thread: 'vm',
    doc: 'Takes all filters away.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.setDefaultFilterEnabled',
    thread: 'vm',
    doc: 'Sets whether messages are shown that no filter fits, those without a module included.',
    parameters: [{ name: 'enabled', type: 'boolean', doc: 'true at the start.' }],
    results: [],
    example: 'Debug.setDefaultFilterEnabled(false)\nDebug.addModuleFilter("main", true)',
  },
  {
    name: 'Debug.getFilterSummary',
    thread: 'vm',
    doc: 'Tells which filters there are.',
    parameters: [],
    results: [{ type: 'table', doc: 'A table with `default_enabled`, `total_rules`, and `rules`: tables with `pattern`, `pattern_type`, `enabled`, in the order in which they were added.' }],
  },
  {
    name: 'Debug.getCapturedEntries',
    thread: 'vm',
    doc: 'Lists the messages that were shown, the oldest first. The last 10000 are kept; `[debug.output.buffer] max_entries` changes that.',
    parameters: [{ name: 'limit', type: 'integer?', min: 0, doc: 'Only so many of the last ones.' }],
    results: [{ type: 'table[]', doc: 'Tables with `timestamp` (UTC, ISO 8601), `level`, `message`, and, where there are any, `module` and `metadata`, the data of `logWithData`.' }],
  },
  {
    name: 'Debug.clearCaptured',
    thread: 'vm',
    doc: 'Forgets the messages kept so far.',
    parameters: [],
    results: [],
  },
] as const satisfies readonly ApiFunction[];
