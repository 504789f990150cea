import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { bytes, newEngine, run, stopOnceAt } from '../../engine/testing.ts';
import { DebugError } from '../errors.ts';
import { luaLiteral } from '../values/lua-literal.ts';
import { evaluatePurely } from './pure-evaluation.ts';
import { valueText } from '../values/value-text.ts';

const WORLD = `
ran = 0
local function code(...) ran = ran + 1 return 1 end
local events = { "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__idiv", "__band", "__bor", "__bxor", "__shl", "__shr", "__bnot",
  "__concat", "__len", "__eq", "__lt", "__le", "__index", "__newindex", "__call", "__tostring", "__pairs" }
local all = {}
for _, event in ipairs(events) do all[event] = code end
local base = setmetatable({ inherited = "i", [7] = "seven" }, { __index = { root = 1.5 } })
local data = { 10, 20, 30, x = 1, deep = { y = 2, list = { "a", "b" } }, [2.5] = "half", [true] = "yes", ["a b"] = 5 }
local child = setmetatable({ own = -3 }, { __index = base, __len = code })
local other = setmetatable({ own = 4 }, all)
local loop = setmetatable({}, {}) getmetatable(loop).__index = loop
local int, big, float, huge, nan, text, numeral = 7, math.mininteger, 2.5, 1 / 0, 0 / 0, "te\\0xt", "0x10"
world = { data = data, base = base, child = child, other = other, all = all }
local function f(arg, ...)
  local yes, no = true, false
  return data, base, child, other, loop, int, big, float, huge, nan, text, numeral, arg, yes, no, all --@here
end
f("argument", "first", 2)
`;

const names = ['data', 'base', 'child', 'other', 'loop', 'int', 'big', 'float', 'huge', 'nan', 'text', 'numeral', 'arg', 'yes', 'no', 'nothing', 'world', 'string', '...'];
const literals = ['nil', 'true', 'false', '0', '1', '3', '-2', '1.5', '1e300', '0x7fffffffffffffff', '9223372036854775808', '"a"', "'\\xff\\0'", '"12"', '[[long]]', '"1e1"'];
const binary = ['+', '-', '*', '/', '//', '%', '^', '&', '|', '~', '<<', '>>', '..', '==', '~=', '<', '>', '<=', '>=', 'and', 'or'];
const fields = ['x', 'deep', 'y', 'list', 'inherited', 'root', 'own', 'absent', 'data', 'child', 'upper'];

const expressions: fc.Arbitrary<string> = fc.letrec<{ expression: string; object: string }>((tie) => ({
  object: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...names).map((name) => (name === '...' ? '(...)' : name)),
    fc.tuple(tie('object'), fc.constantFrom(...fields)).map(([object, field]) => `${object}.${field}`),
    fc.tuple(tie('object'), tie('expression')).map(([object, key]) => `${object}[ ${key} ]`),
    tie('expression').map((inner) => `(${inner})`),
    fc.constant('f()'),
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...literals),
    tie('object'),
    fc.tuple(tie('expression'), fc.constantFrom(...binary), tie('expression')).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(fc.constantFrom('not ', '- ', '#', '~ '), tie('expression')).map(([operator, operand]) => `${operator}${operand}`),
  ),
})).expression;

const shown = (engine: Engine, values: readonly LuaValue[]): string =>
  values.map((value) => `${engine.type(value)} ${valueText(engine, value, { length: 'full' })} ${engine.type(value) === 'table' ? engine.toText(value) : ''}`).join(', ');

function answerOf(engine: Engine, text: string, frame: LuaFrame | undefined): string | undefined {
  try {
    return shown(engine, evaluatePurely(engine, text, frame));
  } catch (error) {
    if (error instanceof DebugError && error.code === 'evaluation_refused') return undefined;
    throw error;
  }
}

/** Everything the expressions could change. */
function state(engine: Engine, frame: LuaFrame): string {
  const everything = [...engine.locals(frame), ...engine.upvalues(frame), ...engine.varargs(frame)].map(({ value }) => luaLiteral(engine, value));
  return [...everything, luaLiteral(engine, engine.rawGet(engine.globals, engine.string('world'))), engine.toText(engine.rawGet(engine.globals, engine.string('ran')))].join('\n');
}

test('a hover changes nothing, and gives what Lua gives whenever it answers', () => {
  let answered = 0;
  const { results } = stopOnceAt(WORLD, 'here', (engine, stop) => {
    const frame = engine.topFrame(stop.thread)!;
    const before = state(engine, frame);
    fc.assert(
      fc.property(expressions, (text) => {
        const answer = answerOf(engine, text, frame);
        expect(state(engine, frame)).toBe(before);
        if (answer === undefined) return;
        answered++;
        expect(answer).toBe(shown(engine, engine.evaluate(text, frame, { deadlineMs: 1000 })));
        expect(state(engine, frame)).toBe(before);
      }),
      { numRuns: 3000 },
    );
    return 0;
  });
  expect(results).toEqual([]);
  // A property that is never asked anything holds too.
  expect(answered).toBeGreaterThan(500);
});

describe('hovering', () => {
  const engine = newEngine();
  run(engine, `${WORLD.slice(0, WORLD.indexOf('local function f'))}\nchild, other, data, int = child, other, data, int`);
  engine.call(engine.load(bytes('child, other, data, text = world.child, world.other, world.data, "text"'), '=globals'), []);

  test.each([
    ['1 + 2 * 3', '7'],
    ['"a" .. 1 .. 2.0', '"a12.0"'],
    ['#data + #text', '7'],
    ['data.deep.y == 2 and data.deep.list[2]', '"b"'],
    ['text:upper', 'function: builtin'],
    ['child.inherited', '"i"'],
    ['not nothing', 'true'],
    ['"10" + 1', '11.0'],
    ['7 // 2', '3'],
    ['-7 % 3', '2'],
    ['1 << 63', '-9223372036854775808'],
    ['9007199254740993 == 9007199254740992.0', 'false'],
  ])('%s is %s', (text, expected) => {
    const value = evaluatePurely(engine, text, undefined);
    if (expected.startsWith('function')) expect(engine.type(value[0]!)).toBe('function');
    else expect(valueText(engine, value[0]!)).toBe(expected);
  });

  test.each([
    ['f(1)', 'calls no function'],
    ['text:upper()', 'calls no function'],
    ['other + 1', 'this needs __add'],
    ['1 .. other', 'this needs __concat'],
    ['#child', 'this needs __len'],
    ['other.absent', 'this needs __index'],
    ['other == world.child', 'this needs __eq'],
    ['other <= other', 'this needs __le'],
    ['-other', 'this needs __unm'],
    ['nothing + 1', 'attempt to perform arithmetic on a nil value'],
    ['nothing.at.all', 'attempt to index a nil value'],
    ['1 < "2"', 'attempt to compare number with string'],
    ['1 // 0', "attempt to perform 'n//0'"],
    ['1.5 | 1', 'no integer representation'],
    ['{ 1 }', 'A table constructor'],
    ['function() end', 'A function'],
    ['x = 1', '"x = 1"'],
    ['1 +', '"1 +"'],
    ['...', "outside a vararg function"],
    [`${'1+'.repeat(3000)}1`, 'So long an expression'],
  ])('%s is refused: %s', (text, why) => {
    expect(() => evaluatePurely(engine, text, undefined)).toThrow(why);
    expect(valueText(engine, engine.rawGet(engine.globals, engine.string('ran')))).toBe('0');
  });
});
