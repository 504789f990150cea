/** `table`, `math` and the part of `debug` that scripts use. */
import { describeModule } from './describe.ts';

export const tableLibrary = describeModule('lua-table', 'Tables', 'Functions on tables used as lists.', [
  ['table.concat', 'list: table, sep: string?, i: integer?, j: integer?', 'string', 'The strings and numbers of a list as one string, with `sep` between.'],
  ['table.insert', 'list: table, pos: integer?, value: any', '', 'Puts a value at the end, or at `pos` with those behind moved up.'],
  ['table.move', 'a1: table, f: integer, e: integer, t: integer, a2: table?', 'table', 'Copies the elements `f` to `e` to position `t`, in the same table or in `a2`.'],
  ['table.pack', '...: any', 'table', 'A list of the arguments, with their number in the field `n`.'],
  ['table.remove', 'list: table, pos: integer?', 'any', 'Takes out the last element, or the one at `pos` with those behind moved down, and answers it.'],
  ['table.sort', 'list: table, comp: fun(a: any, b: any)?', '', 'Sorts a list in place. `comp` answers whether its first argument must come before the second.'],
  ['table.unpack', 'list: table, i: integer?, j: integer?', '...any', 'The elements as separate values.'],
], [{ name: 'table', type: 'table', doc: 'Functions on tables used as lists.' }]);

export const mathLibrary = describeModule('lua-math', 'Mathematics', 'Integers have 64 bits, floats double precision.', [
  ['math.abs', 'x: number', 'number', 'Without its sign.'],
  ['math.acos', 'x: number', 'number', 'The arc cosine in radians.'],
  ['math.asin', 'x: number', 'number', 'The arc sine in radians.'],
  ['math.atan', 'y: number, x: number?', 'number', 'The arc tangent of `y/x` in radians, in the right quadrant.'],
  ['math.ceil', 'x: number', 'integer', 'The next integer upwards.'],
  ['math.cos', 'x: number', 'number', 'The cosine of an angle in radians.'],
  ['math.deg', 'x: number', 'number', 'Radians to degrees.'],
  ['math.exp', 'x: number', 'number', 'e to the power of `x`.'],
  ['math.floor', 'x: number', 'integer', 'The next integer downwards.'],
  ['math.fmod', 'x: number, y: number', 'number', 'The remainder of a division that rounds towards zero.'],
  ['math.log', 'x: number, base: number?', 'number', 'The logarithm, natural by default.'],
  ['math.max', 'x: number, ...: number', 'number', 'The largest argument.'],
  ['math.min', 'x: number, ...: number', 'number', 'The smallest argument.'],
  ['math.modf', 'x: number', 'number, number', 'The integral and the fractional part.'],
  ['math.rad', 'x: number', 'number', 'Degrees to radians.'],
  ['math.random', 'm: integer?, n: integer?', 'number', 'A float from 0 to below 1; with `m` an integer from 1 to `m`; with both one from `m` to `n`.'],
  ['math.randomseed', 'x: number', '', 'Sets the seed of `math.random`.'],
  ['math.sin', 'x: number', 'number', 'The sine of an angle in radians.'],
  ['math.sqrt', 'x: number', 'number', 'The square root.'],
  ['math.tan', 'x: number', 'number', 'The tangent of an angle in radians.'],
  ['math.tointeger', 'x: any', 'integer?', 'The value as an integer when it is one, else nil.'],
  ['math.type', 'x: any', 'string?', '`"integer"`, `"float"`, or nil for what is no number.'],
  ['math.ult', 'm: integer, n: integer', 'boolean', 'Is `m` below `n`, both taken as unsigned?'],
], [
  { name: 'math', type: 'table', doc: 'Mathematical functions.' },
  { name: 'math.huge', type: 'number', doc: 'Infinity.' },
  { name: 'math.maxinteger', type: 'integer', doc: '9223372036854775807.' },
  { name: 'math.mininteger', type: 'integer', doc: '-9223372036854775808.' },
  { name: 'math.pi', type: 'number', doc: 'π.' },
]);

export const debugLibrary = describeModule('lua-debug', 'Introspection', "Lua's own debug functions.", [
  ['debug.getinfo', 'f: integer|function, what: string?', 'table?', 'Facts about a function or a level of the stack: `source`, `short_src`, `currentline`, `linedefined`, `name`, `what`, `nups`, `func`, ….'],
  ['debug.getlocal', 'f: integer|function, index: integer', 'string?, any', 'Name and value of a local variable of a level of the stack.'],
  ['debug.getmetatable', 'value: any', 'table?', 'The metatable, whatever its `__metatable` says.'],
  ['debug.getupvalue', 'f: function, up: integer', 'string?, any', 'Name and value of an upvalue of a function.'],
  ['debug.sethook', 'hook: function?, mask: string?, count: integer?', '', 'Calls `hook` on calls (`c`), returns (`r`), lines (`l`) or every `count` instructions. Without arguments: no more.'],
  ['debug.setmetatable', 'value: any, metatable: table?', 'any', 'Sets the metatable of any value.'],
  ['debug.setupvalue', 'f: function, up: integer, value: any', 'string?', 'Sets an upvalue of a function and answers its name.'],
  ['debug.traceback', 'message: any?, level: integer?', 'string', 'The call stack as text, behind the message.'],
  ['debug.upvalueid', 'f: function, n: integer', 'any', 'A value that two functions have in common for an upvalue they share.'],
], [{ name: 'debug', type: 'table', doc: "Lua's own debug functions." }]);
