import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LuaValue } from '../../engine/engine.ts';
import { newEngine } from '../../engine/testing.ts';
import { DebugError } from '../errors.ts';
import { luaLiteral } from './lua-literal.ts';

const engine = newEngine();
const lua = (text: string): LuaValue => engine.evaluate(text, undefined, { deadlineMs: 5000 })[0]!;

const scalars = fc.oneof(
  fc.boolean().map((value) => engine.boolean(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => engine.number(value)),
  fc.integer().map((value) => engine.number(value)),
  fc.double({ noNaN: true }).map((value) => engine.float(value)),
  fc.uint8Array({ maxLength: 12 }).map((value) => engine.string(value)),
  fc.string({ unit: 'binary', maxLength: 12 }).map((value) => engine.string(value)),
);
const tables: fc.Arbitrary<LuaValue> = fc.letrec<{ value: LuaValue; table: LuaValue }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalars, tie('table')),
  table: fc.array(fc.tuple(scalars, tie('value')), { maxLength: 6 }).map((pairs) => {
    const table = engine.table();
    pairs.forEach(([key, value], index) => engine.rawSet(table, index % 2 ? engine.number(index) : key, value));
    return table;
  }),
})).value;

/** Type and content, in no order that means anything. */
function digest(value: LuaValue): string {
  if (engine.type(value) !== 'table') return `${engine.type(value)}:${String(engine.identity(value))}:${Object.is(engine.identity(value), -0)}`;
  return `{${[...engine.entries(value)].map(([key, field]) => `${digest(key)}=${digest(field)}`).sort().join()}}`;
}

test('read by Lua, the literal makes an equal value', () => {
  fc.assert(fc.property(tables, (value) => {
      expect(digest(lua(`(${luaLiteral(engine, value)})`))).toBe(digest(value));
    }), { numRuns: 500 });
});

describe('what Lua cannot write down', () => {
  test.each([
    ['0/0', '(0/0)'],
    ['-1/0', '-math.huge'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['math.mininteger', 'math.mininteger'],
    ['next', /^nil --\[\[function: .*\]\]$/],
    ['{ [{}] = 1 }', /^\{\n {2}--\[\[\[table: 0x\w+\] = 1\]\]\n\}$/],
    ['setmetatable({}, { __name = "evil]] code()" })', '{}'],
    ['(function() local t = {} t.t = t return t end)()', '{\n  t = nil --[[cycle]],\n}'],
  ])('%s', (text, expected) => {
    if (typeof expected === 'string') expect(luaLiteral(engine, lua(text))).toBe(expected);
    else expect(luaLiteral(engine, lua(text))).toMatch(expected);
    // It is Lua all the same.
    lua(`(${luaLiteral(engine, lua(text))})`);
  });

  test('a chain of thousands of tables ends in a comment, a value beyond all measure in an error', () => {
    expect(luaLiteral(engine, lua('(function() local t = {} for i = 1, 5000 do t = { t } end return t end)()'))).toContain('nested too deep');
    expect(() => luaLiteral(engine, lua('(function() local t = ("x"):rep(1000000) for i = 1, 5 do t = { t, t, t } end return t end)()'))).toThrow(DebugError);
  });

  test('long strings are whole', () => {
    expect(luaLiteral(engine, lua('("x"):rep(2000000)'))).toHaveLength(2_000_002);
  });
});
