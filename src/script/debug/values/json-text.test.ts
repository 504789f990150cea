import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LuaValue } from '../../engine/engine.ts';
import { newEngine } from '../../engine/testing.ts';
import { jsonText } from './json-text.ts';

const engine = newEngine();
const lua = (text: string): LuaValue => engine.evaluate(text, undefined, { deadlineMs: 5000 })[0]!;
const json = (text: string): unknown => JSON.parse(jsonText(engine, lua(text)));

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.array(tie('value'), { minLength: 1, maxLength: 5 }),
    fc.dictionary(fc.string().filter((key) => key !== '__proto__'), tie('value'), { maxKeys: 5 }),
  ),
})).value;

function made(value: unknown): LuaValue {
  if (typeof value === 'boolean') return engine.boolean(value);
  if (typeof value === 'number') return Number.isInteger(value) && !Object.is(value, -0) ? engine.number(value) : engine.float(value);
  if (typeof value === 'string') return engine.string(value);
  const table = engine.table();
  if (Array.isArray(value)) value.forEach((item, index) => engine.rawSet(table, engine.number(index + 1), made(item)));
  else for (const [key, item] of Object.entries(value as object)) engine.rawSet(table, engine.string(key), made(item));
  return table;
}

test('plain data is read back as it was', () => {
  fc.assert(fc.property(values, (value) => {
      expect(JSON.parse(jsonText(engine, made(value)))).toEqual(value);
    }), { numRuns: 500 });
});

describe('what JSON cannot hold', () => {
  test.each<[string, unknown]>([
    ['{ f = next, g = function() end, nan = 0/0, inf = 1/0 }', { f: 'a function', g: 'function <(evaluate):1>', nan: null, inf: null }],
    ['{ 1, 2, x = true }', { 1: 1, 2: 2, x: true }],
    ['{ [1] = "a", ["1"] = "b" }', { '[1]': 'a', 1: 'b' }],
    ['{ 1, nil, 3 }', { 1: 1, 3: 3 }],
    ['{ [1.5] = 1, [true] = 2 }', { '1.5': 1, true: 2 }],
    ['{}', {}],
    ['(function() local t = { name = "top", { deep = {} } } t[1].deep.up, t[1].deep.self = t, t[1].deep return t end)()', { 1: { deep: { self: 'cycle to $[1].deep', up: 'cycle to $' } }, name: 'top' }],
    ['"\\200 \\0"', '\ufffd \0'],
    ['coroutine.create(function() end)', 'a thread'],
    ['nil', null],
  ])('%s', (text, expected) => {
    // Addresses differ from run to run.
    const masked: unknown = JSON.parse(JSON.stringify(json(text)).replace(/(function|thread): 0x\w+|function: builtin: \w+/g, (found) => `a ${found.split(':')[0]!}`));
    expect(masked).toEqual(expected);
  });

  test('integers keep their 64 bits, floats their point', () => {
    expect(jsonText(engine, lua('{ math.maxinteger, 2^53, -0.0, 1e100 }'))).toBe('[\n  9223372036854775807,\n  9007199254740992.0,\n  -0.0,\n  1e+100\n]');
  });
});

test('the same for equal tables, whatever order they were made in', () => {
  const forward = jsonText(engine, lua('(function() local t = {} for i = 1, 50 do t["k" .. i] = i end return t end)()'));
  const backward = jsonText(engine, lua('(function() local t = {} for i = 50, 1, -1 do t["k" .. i] = i end return t end)()'));
  expect(forward).toBe(backward);
  expect(forward).toMatch(/^\{\n {2}"k1": 1,\n {2}"k10": 10,/);
});

test('objects of the host are their fields', () => {
  const agent = engine.userdata({ $object: 'Agent', id: 'a1', fields: { name: 'poet', model: 'demo' } }, engine.nil);
  expect(JSON.parse(jsonText(engine, agent))).toEqual({ id: 'a1', model: 'demo', name: 'poet' });
});
