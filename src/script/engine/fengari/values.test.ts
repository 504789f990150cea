/** Lua values in JavaScript's hands. */
import { describe, expect, test } from 'vitest';
import { failure, newEngine, run } from '../testing.ts';
import type { LuaValue } from '../engine.ts';

const evaluate = (text: string) => {
  const engine = newEngine();
  return { engine, value: engine.call(engine.load(new TextEncoder().encode(`return ${text}`), '=t'), [])[0] as LuaValue };
};

describe('values', () => {
  test.each([
    ['nil', 'nil', 'nil'],
    ['true', 'boolean', 'true'],
    ['12', 'integer', '12'],
    ['math.mininteger', 'integer', '-9223372036854775808'],
    ['12.0', 'float', '12.0'],
    ['1e15', 'float', '1e+15'],
    ['-0.0', 'float', '-0.0'],
    ['1/0', 'float', 'inf'],
    ['"ä\\xff"', 'string', 'ä\ufffd'],
  ])('%s is a %s and reads %s', (text, type, shown) => {
    const { engine, value } = evaluate(text);
    expect(engine.type(value)).toBe(type);
    expect(engine.toText(value)).toBe(shown);
  });

  test('text of objects is what tostring gives', () => {
    const engine = newEngine();
    for (const text of ['{}', 'print', 'math.floor', 'function() end', 'coroutine.create(type)']) {
      const [value, shown] = engine.call(engine.load(new TextEncoder().encode(`local v = ${text} return v, tostring(v)`), '=t'), []);
      expect(engine.toText(value as LuaValue)).toBe(engine.toText(shown as LuaValue));
    }
  });

  test('numbers keep their kind both ways', () => {
    const engine = newEngine();
    expect(engine.type(engine.number(3))).toBe('integer');
    expect(engine.type(engine.number(2.5))).toBe('float');
    expect(engine.type(engine.number(2 ** 60))).toBe('float');
    expect(engine.type(engine.float(3))).toBe('float');
    expect(engine.toNumber(engine.number(2n ** 60n))).toBe(2n ** 60n);
    expect(engine.toNumber(engine.number(7n))).toBe(7);
    expect(engine.type(engine.number(2n ** 70n))).toBe('float');
    expect(engine.toNumber(engine.string(' 0x10 '))).toBe(16);
    expect(engine.toNumber(engine.string('ten'))).toBeUndefined();
  });

  test('strings are bytes', () => {
    const engine = newEngine();
    const bytes = Uint8Array.of(0, 255, 128, 10);
    expect(engine.toBytes(engine.string(bytes))).toEqual(bytes);
    bytes[0] = 9; // a copy was taken
    expect(engine.toBytes(engine.string('é'))).toEqual(Uint8Array.of(0xc3, 0xa9));
    expect(engine.toBytes(engine.number(12))).toEqual(Uint8Array.of(49, 50));
    expect(engine.toBytes(engine.nil)).toBeUndefined();
  });

  test('identity is that of Lua', () => {
    const engine = newEngine();
    const table = engine.table();
    engine.rawSet(engine.globals, engine.string('t'), table);
    const again = engine.rawGet(engine.globals, engine.string('t'));
    expect(again).not.toBe(table);
    expect(engine.identity(again)).toBe(engine.identity(table));
    expect(engine.identity(engine.table())).not.toBe(engine.identity(table));
    expect(engine.identity(engine.string('a'))).toBe(engine.identity(engine.string('a')));
  });

  test('raw access runs no metamethod, get and set do', () => {
    const engine = newEngine();
    run(engine, 't = setmetatable({}, {__index = function(_, k) return k .. "!" end, __newindex = function(t, k, v) rawset(t, k, v * 2) end})');
    const table = engine.rawGet(engine.globals, engine.string('t'));
    expect(engine.type(engine.rawGet(table, engine.string('x')))).toBe('nil');
    expect(engine.toText(engine.get(table, engine.string('x')))).toBe('x!');
    engine.set(table, engine.string('n'), engine.number(21));
    expect(engine.toText(engine.rawGet(table, engine.string('n')))).toBe('42');
    expect(failure(() => engine.get(engine.nil, engine.string('x'))).message).toMatch(/attempt to index a nil value/);
    expect(failure(() => engine.rawSet(table, engine.nil, engine.nil)).message).toBe('table index is nil');
  });

  test('tables are walked, counted and measured', () => {
    const engine = newEngine();
    run(engine, 't = {10, 20, 30, name = "x", [2.5] = true}');
    const table = engine.rawGet(engine.globals, engine.string('t'));
    expect(engine.rawLength(table)).toBe(3);
    expect(engine.entryCount(table)).toBe(5);
    const entries = new Map([...engine.entries(table)].map(([key, value]) => [engine.toText(key), engine.toText(value)]));
    expect(entries).toEqual(new Map([['1', '10'], ['2', '20'], ['3', '30'], ['name', 'x'], ['2.5', 'true']]));
  });

  test('userdata carry an object and a metatable', () => {
    const engine = newEngine();
    const meta = engine.table();
    engine.rawSet(meta, engine.string('__name'), engine.string('Agent'));
    const data = { id: 7 };
    const userdata = engine.userdata(data, meta);
    expect(engine.userdataOf(userdata)).toBe(data);
    expect(engine.userdataOf(engine.table())).toBeUndefined();
    expect(engine.identity(engine.metatable(userdata) as LuaValue)).toBe(engine.identity(meta));
    expect(engine.toDisplay(userdata)).toMatch(/^Agent: 0x/);
    engine.setMetatable(userdata, undefined);
    expect(engine.metatable(userdata)).toBeUndefined();
  });

  test('toDisplay honours __tostring', () => {
    const { engine, value } = evaluate('setmetatable({}, {__tostring = function() return "a spell" end})');
    expect(engine.toDisplay(value)).toBe('a spell');
    expect(engine.toText(value)).toMatch(/^table: 0x/);
  });
});
