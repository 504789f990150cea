import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import { displayText, quoted, valueText } from './value-text.ts';

const engine = createEngine({ memoryLimit: 0, handlers: {} });
const lua = (expression: string) => engine.evaluate(expression, undefined, { deadlineMs: 1000 })[0]!;
const shown = (expression: string): string => valueText(engine, lua(expression));

describe('values on one line', () => {
  test.each([
    ['nil', 'nil'],
    ['1', '1'],
    ['1.0', '1.0'],
    ['-0.0', '-0.0'],
    ['math.mininteger', '-9223372036854775808'],
    ['{}', '{}'],
    ['{1, 2, 3}', '{1, 2, 3}'],
    ['{1, 2, 3, 4, 5, 6}', '{1, 2, 3, 4, 5, …}'],
    ['{1, x = "a"}', '{1, x = "a"}'],
    ['{["a b"] = {1}, e = {}}', '{["a b"] = {…}, e = {}}'],
    ['{[0] = 1, [2.5] = 2}', '{[0] = 1, [2.5] = 2}'],
    ['{1, 2, 3, 4, 5, x = 1}', '{1, 2, 3, 4, 5, …}'],
    ['{name = 1, nested = 2, list = 3}', '{list = 3, name = 1, nested = 2}'],
    ['{f = 1, e = 2, d = 3, c = 4, b = 5, a = 6, 7}', '{7, a = 6, b = 5, c = 4, d = 3, …}'],
    ['setmetatable({1}, {__name = "List"})', 'List {1}'],
    ['setmetatable({}, {__tostring = error, __len = error, __pairs = error, __index = error})', '{}'],
  ])('%s', (expression, expected) => {
    expect(shown(expression)).toBe(expected);
  });

  test('long strings are cut and tell their length; in full they are whole', () => {
    const value = lua('("x"):rep(100000)');
    expect(valueText(engine, value)).toBe(`"${'x'.repeat(1000)}"… (100000 bytes)`);
    expect(valueText(engine, value, { length: 'full' })).toHaveLength(100_002);
  });

  test('messages show strings bare', () => {
    expect(displayText(engine, lua('"a\\nb"'))).toBe('a\nb');
    expect(displayText(engine, lua('{1}'))).toBe('{1}');
  });
});

describe('quoted strings', () => {
  test.each<[number[], string]>([
    [[0x61, 0x0a, 0x22, 0x5c], '"a\\n\\"\\\\"'],
    [[0, 0x31, 0], '"\\0001\\0"'],
    [[0xc3, 0xa9, 0xff, 0xc3], '"é\\xFF\\xC3"'],
    [[0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], '"€😀"'],
    [[0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x80], '"\\xC0\\x80\\xED\\xA0\\x80\\xF5\\x80"'],
    [[0xe0, 0x80, 0x80, 0xf0, 0x80, 0x80, 0x80], '"\\xE0\\x80\\x80\\xF0\\x80\\x80\\x80"'],
  ])('%j are %s', (bytes, expected) => {
    expect(quoted(Uint8Array.from(bytes))).toBe(expected);
  });

  test('are Lua literals of exactly the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const back = engine.toBytes(lua(quoted(bytes)))!;
        expect([...back]).toEqual([...bytes]);
      }),
      { numRuns: 300 },
    );
  });
});
