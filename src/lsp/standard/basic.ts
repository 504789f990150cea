/** Lua's basic functions that the API description leaves to the engine, and `coroutine`. */
import { describeModule } from './describe.ts';

export const basicLibrary = describeModule('lua-basic', 'Basic functions', 'What Lua itself has.', [
  ['assert', 'v: any, message: any?, ...: any', '...any', 'Raises an error with `message` when `v` is false or nil; else answers all its arguments.'],
  ['collectgarbage', 'opt: "collect"|"stop"|"restart"|"count"|"step"|"isrunning"|"setpause"|"setstepmul"?, arg: integer?', 'number', 'Runs or asks the garbage collector. `"count"` answers the memory in use in KiB.'],
  ['error', 'message: any, level: integer?', '', 'Ends the running function with an error that `pcall` can catch. A message that is a string gets file and line of the caller at `level` (1: here, 2: the caller, 0: none).'],
  ['getmetatable', 'object: any', 'table?', 'The metatable of a value, or its field `__metatable`.'],
  ['ipairs', 't: table', 'fun(t: table, i: integer), table, integer', 'For `for i, v in ipairs(t)`: the elements from 1 up to the first nil.'],
  ['load', 'chunk: string|fun(), chunkname: string?, mode: "b"|"t"|"bt"?, env: table?', 'function?, string?', 'Compiles a piece of Lua. Answers it as a function, or nil and the error.'],
  ['next', 'table: table, index: any?', 'any, any', 'The key and value behind `index`, the first ones for nil; nil at the end. `next(t) == nil` means that a table is empty.'],
  ['pairs', 't: table', 'fun(t: table, k: any), table, nil', 'For `for k, v in pairs(t)`: all keys and values, in no order that means anything. Honours `__pairs`.'],
  ['pcall', 'f: function, ...: any', 'boolean, ...any', 'Calls a function and catches its errors: answers true and its results, or false and the error.'],
  ['rawequal', 'v1: any, v2: any', 'boolean', 'Are they equal, without `__eq`?'],
  ['rawget', 'table: table, index: any', 'any', 'The value of a field, without `__index`.'],
  ['rawlen', 'v: table|string', 'integer', 'The length, without `__len`.'],
  ['rawset', 'table: table, index: any, value: any', 'table', 'Sets a field, without `__newindex`.'],
  ['select', 'n: integer|"#", ...: any', '...any', 'The arguments from the `n`th on, from the end when negative; with `"#"` how many there are.'],
  ['setmetatable', 'table: table, metatable: table?', 'table', 'Sets or removes the metatable of a table, and answers the table.'],
  ['tonumber', 'e: any, base: integer?', 'number?', 'The value as a number, or nil. With `base` the string is an integer in that base.'],
  ['tostring', 'v: any', 'string', 'The value as text, by `__tostring` or `__name` when it has one.'],
  ['type', 'v: any', 'string', 'The type: `"nil"`, `"number"`, `"string"`, `"boolean"`, `"table"`, `"function"`, `"thread"` or `"userdata"`.'],
  ['xpcall', 'f: function, msgh: fun(message: any), ...: any', 'boolean, ...any', 'Like `pcall`; `msgh` is called with an error while its stack is still there, and its result is the error.'],
], [
  { name: '_G', type: 'table', doc: 'The table of all globals.' },
  { name: '_VERSION', type: 'string', doc: '`"Lua 5.3"`.' },
]);

export const coroutineLibrary = describeModule('lua-coroutine', 'Coroutines', 'Functions that pause and go on.', [
  ['coroutine.create', 'f: function', 'thread', 'Makes a coroutine that will run `f`. It starts with the first `coroutine.resume`.'],
  ['coroutine.isyieldable', '', 'boolean', 'May the running coroutine yield?'],
  ['coroutine.resume', 'co: thread, ...: any', 'boolean, ...any', 'Starts a coroutine or lets it go on; the arguments become those of its function or the results of its `yield`. Answers true and what it yields or returns, or false and the error.'],
  ['coroutine.running', '', 'thread, boolean', 'The running coroutine, and whether it is the main one.'],
  ['coroutine.status', 'co: thread', 'string', '`"running"`, `"suspended"`, `"normal"` (it has resumed another one) or `"dead"`.'],
  ['coroutine.wrap', 'f: function', 'function', 'Makes a coroutine, and a function that resumes it. Errors go through to its caller.'],
  ['coroutine.yield', '...: any', '...any', 'Pauses the running coroutine; the arguments are the results of the `resume` that started it.'],
]);
