/** `Logger`: the log of `Debug`, with the module named once. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const MESSAGE = { name: 'message', type: 'any', doc: 'The message; what is no string is shown as by `tostring`.' } as const satisfies ApiParameter;
const MODULE = { name: 'module', type: 'string?', doc: 'The part of the script that speaks, shown before the message.' } as const satisfies ApiParameter;
const DATA = { name: 'data', type: 'any?', doc: 'More about it: a value JSON can hold, shown after the message.' } as const satisfies ApiParameter;

const plain = <Level extends string>(level: Level) =>
  ({ name: `Logger.${level}`, thread: 'vm', doc: `Logs a message at the level \`${level}\`.`, parameters: [MESSAGE, MODULE], results: [], aliasOf: `Debug.${level}` }) as const satisfies ApiFunction;

const named = <Level extends string>(level: Level) =>
  ({ name: `ModuleLogger:${level}`, thread: 'vm', doc: `Logs a message of the module at the level \`${level}\`.`, parameters: [MESSAGE, DATA], results: [] }) as const satisfies ApiFunction;

const functions = [
  plain('error'),
  plain('warn'),
  plain('info'),
  plain('debug'),
  plain('trace'),
  {
    name: 'Logger.get',
    thread: 'vm',
    doc: 'Makes a logger that speaks for a module of the script. Levels and filters are those of `Debug`.',
    parameters: [{ name: 'module', type: 'string', doc: 'The name of the module.' }],
    results: [{ type: 'ModuleLogger', doc: 'The logger.' }],
    example: 'local log = Logger.get("net")\nlog:info("connected", { attempts = 2 }) -- [INFO] net: connected {"attempts":2}',
  },
  named('error'),
  named('warn'),
  named('info'),
  named('debug'),
  named('trace'),
] as const satisfies readonly ApiFunction[];

const classes = [{ name: 'ModuleLogger', doc: 'Logs for one module.', fields: [{ name: 'module', type: 'string', doc: 'Its name.' }] }] as const satisfies readonly ApiClass[];

export const loggerApi = {
  id: 'logger',
  title: 'Logger',
  doc: 'The log of `Debug` under another name, and loggers that know the module they speak for.',
  values: [{ name: 'Logger', type: 'table', doc: 'Logs messages.' }],
  classes,
  functions,
} as const satisfies ApiModule;
