import fc from 'fast-check';
import { Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { newEngine } from '../../engine/testing.ts';
import { fromExact } from './decode.ts';
import { toExact } from './encode.ts';

const engine = newEngine();
const lua = (text: string): LuaValue => engine.call(engine.load(new TextEncoder().encode(text), '=test'), [])[0] ?? engine.nil;
const encoded = (text: string): Uint8Array => toExact(lua(text), engine, 'value').$exact;
const hex = (text: string): string => Buffer.from(encoded(text)).toString('hex');
/** Through the bytes, then asked by Lua: `v` is what came back. */
const back = (value: string, question: string): string => {
  engine.rawSet(engine.globals, engine.string('v'), fromExact(toExact(lua(`return ${value}`), engine, 'value'), engine));
  return engine.toText(lua(`return ${question}`));
};
const refused = (value: string): string => {
  try {
    encoded(value);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('exact values', () => {
  it('keep integers and floats apart, to the last bit', () => {
    expect(back('1', 'math.type(v)')).toBe('integer');
    expect(back('1.0', 'math.type(v) .. v')).toBe('float1.0');
    for (const number of ['math.maxinteger', 'math.mininteger', '-32', '-33', '-128', '127', '128', '255', '256', '65535', '65536', '4294967295', '4294967296', '-2147483648', '-2147483649', '9007199254740993', '0.1', '-0.0', '1/0', '-1/0', '1e308']) {
      expect([number, back(number, `v == ${number} and math.type(v) == math.type(${number})`)]).toEqual([number, 'true']);
    }
    expect(back('-0.0', '1/v')).toBe('-inf');
    expect(back('0/0', 'v ~= v')).toBe('true');
  });

  it('keep strings of any bytes', () => {
    expect(back('"\\0\\1\\255\\254"', 'v == "\\0\\1\\255\\254"')).toBe('true');
    expect(back('("ü"):rep(40000)', '#v')).toBe('80000');
    expect(back('("\\xff"):rep(70000)', '#v')).toBe('70000');
  });

  it('keep tables: sequences, mixed ones, keys of every kind', () => {
    expect(back('{10, 20, x = {true, false}, [2.5] = "half", [true] = 1, [-7] = 2}', 'v[1] + v[2] .. tostring(v.x[2]) .. v[2.5] .. v[true] .. v[-7]')).toBe('30falsehalf12');
    expect(back('{}', 'next(v) == nil')).toBe('true');
    expect(back('(function() local t = {} for i = 1, 70000 do t[i] = i end return t end)()', '#v + v[70000]')).toBe('140000');
    expect(back('{[1] = "a", [3] = "c"}', 'v[1] .. tostring(v[2]) .. v[3]')).toBe('anilc');
    expect(back('{["\\255"] = 1, __proto__ = 2}', 'v["\\255"] + v.__proto__')).toBe('3');
  });

  it('have equal bytes when the tables are equal, however they were made', () => {
    expect(hex('return {a = 1, b = 2, [3] = 3}')).toBe(hex('local t = {} t[3] = 3 t.b = 2 t.z = 0 t.a = 1 t.z = nil return t'));
    expect(hex('return {a = 1}')).toBe('81a16101');
  });

  it('refuse what cannot be kept, with its place', () => {
    expect(refused('return {handlers = {next}}')).toBe('a function cannot be kept: value.handlers[1]');
    expect(refused('return {["a b"] = coroutine.create(next)}')).toBe('a thread cannot be kept: value["a b"]');
    expect(refused('local t = {} t.own = t return t')).toBe('a table that contains itself cannot be kept: value.own');
    expect(refused('return {[{}] = 1}')).toBe('a key that is a table cannot be kept: value');
    expect(refused('local t = {} for _ = 1, 2000 do t = {t} end return t')).toMatch(/^a table nested deeper than 1000 levels cannot be kept: value\[1\]/);
    expect(refused('local t = {} return {t, t}')).toBe('taken');
  });

  it('refuse bytes that are no such value', () => {
    const read = (...bytes: number[]) => () => fromExact({ $exact: Uint8Array.from(bytes) }, engine);
    expect(read()).toThrow('cannot be read: it was damaged, or another version has written it');
    expect(read(0xc1)).toThrow('cannot be read');
    expect(read(0x92, 1)).toThrow('cannot be read');
    expect(read(1, 1)).toThrow('cannot be read');
    expect(read(0x81, 0xc0, 1)).toThrow('cannot be read');
    expect(read(0xdb, 0xff, 0xff, 0xff, 0xff)).toThrow('cannot be read');
  });

  it('are MessagePack that other readers understand, and come back as they were', () => {
    const reader = new Unpackr({ mapsAsObjects: false, int64AsType: 'bigint', useRecords: false });
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        fc.double({ noNaN: true }).filter((number) => !Number.isInteger(number)),
        fc.string({ unit: 'binary' }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Uint8Array.of(0xff, ...bytes)),
        fc.array(tie('any'), { maxLength: 20 }),
        fc.uniqueArray(fc.tuple(fc.oneof(fc.string({ minLength: 1 }), fc.boolean(), fc.double({ noNaN: true }).filter((number) => !Number.isInteger(number))), tie('any')), { selector: ([key]) => key, minLength: 1, maxLength: 20 }).map((pairs) => new Map(pairs)),
      ),
    })).any;
    fc.assert(
      fc.property(value, (model) => {
        const { $exact } = toExact(asLua(engine, model), engine, 'value');
        expect(asModel(reader.unpack(Buffer.from($exact)))).toEqual(asModel(model));
        const again = toExact(fromExact({ $exact }, engine), engine, 'value');
        expect(Buffer.compare(again.$exact, $exact)).toBe(0);
      }),
    );
  });
});

function asLua(lua: Engine, model: unknown): LuaValue {
  if (typeof model === 'boolean') return lua.boolean(model);
  if (typeof model === 'number' || typeof model === 'bigint') return lua.number(model);
  if (typeof model === 'string' || model instanceof Uint8Array) return lua.string(model);
  const table = lua.table();
  const pairs: Iterable<readonly [unknown, unknown]> = model instanceof Map ? (model as Map<unknown, unknown>) : (model as unknown[]).map((entry, i) => [i + 1, entry] as const);
  for (const [key, entry] of pairs) lua.rawSet(table, asLua(lua, key), asLua(lua, entry));
  return table;
}

/** Without the order of keys, and with whole BigInts as what they are in Lua. */
function asModel(value: unknown): unknown {
  if (typeof value === 'bigint') return `integer ${value}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(asModel);
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)].map(([key, entry]) => [`${typeof key} ${String(key)}`, asModel(entry)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return typeof value === 'number' && Number.isSafeInteger(value) ? `integer ${value}` : value;
}
