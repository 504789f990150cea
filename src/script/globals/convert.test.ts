import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostValue } from '../../common/values.ts';
import { ConversionError, toHost, toLua } from './convert.ts';
import { ScriptObjects } from './script-objects.ts';
import { script } from './testing.ts';

const { engine, run } = script();
const objects = new ScriptObjects(engine);
const sent = (code: string, takeFunction?: () => number): HostValue => {
  const [value] = engine.call(engine.load(new TextEncoder().encode(`return ${code}`), '=test'), []);
  return toHost(value!, { engine, place: 'argument 1', ...(takeFunction && { takeFunction }) });
};

describe('to the kernel', () => {
  it.each([
    ['nil', null],
    ['true', true],
    ['42', 42],
    ['math.maxinteger', 9223372036854775807n],
    ['1.5', 1.5],
    ['0/0', null],
    ['1/0', null],
    ['"text"', 'text'],
    ['"\\xff"', '\ufffd'],
    ['{}', {}],
    ['{ 1, "a", { 2 } }', [1, 'a', [2]]],
    ['{ 1, 2, named = "left out" }', [1, 2]],
    ['{ a = 1, [5] = "five", [1.5] = true }', { a: 1, '5': 'five', '1.5': true }],
  ] as const)('%s', (code, value) => {
    expect(sent(code)).toEqual(value);
  });

  it('refuses circles, functions and coroutines, saying where', () => {
    expect(() => sent('(function() local t = { inner = {} } t.inner[1] = t return t end)()')).toThrow('a table that contains itself cannot be sent: argument 1.inner[1]');
    expect(() => sent('{ a = { print } }')).toThrow('a function cannot be sent: argument 1.a[1]');
    expect(() => sent('coroutine.create(print)')).toThrow('a thread cannot be sent: argument 1');
    expect(() => sent('{ [{}] = 1 }')).toThrow('a key that is a table cannot be sent: argument 1');
  });

  it('refuses what is nested beyond all sense, however deep', () => {
    const nested = (levels: number) => `(function() local outer = {} local t = outer for _ = 2, ${levels} do t[1] = {} t = t[1] end return outer end)()`;
    expect(JSON.stringify(sent(nested(1000)))).toHaveLength(2000);
    expect(() => sent(nested(1001))).toThrow('a table nested deeper than 1000 levels cannot be sent: argument 1[1]');
    expect(() => sent(nested(100_000))).toThrow('nested deeper');
  });

  it('sends the same table twice', () => {
    expect(sent('(function() local t = { 1 } return { a = t, b = t } end)()')).toEqual({ a: [1], b: [1] });
  });

  it('takes functions where they are wanted', () => {
    expect(sent('print', () => 7)).toEqual({ $function: 7 });
  });

  it('keeps keys that mean something to JavaScript', () => {
    const value = sent('{ ["__proto__"] = 1, constructor = 2 }') as Record<string, HostValue>;
    expect(Object.keys(value).sort()).toEqual(['__proto__', 'constructor']);
  });
});

describe('to Lua', () => {
  it('makes one object of one agent', () => {
    const ref = { $object: 'AgentInstance', id: '1', fields: { name: 'poet', provider: 'demo', model: 'echo' } };
    const [a, b] = [toLua(ref, engine, objects), toLua(ref, engine, objects)];
    expect(engine.identity(a)).toBe(engine.identity(b));
    expect(engine.toDisplay(a)).toBe('AgentInstance: poet (demo/echo)');
    expect(engine.toText(engine.get(a, engine.string('model')))).toBe('echo');
    expect(toHost(a, { engine, place: '' })).toEqual({ $object: 'AgentInstance', id: '1' });
  });

  it('leaves out what is null, and takes bytes', () => {
    const table = toLua({ a: null, b: undefined, c: Uint8Array.of(0xff) }, engine, objects);
    expect(engine.entryCount(table)).toBe(1);
    expect(engine.toBytes(engine.rawGet(table, engine.string('c')))).toEqual(Uint8Array.of(0xff));
  });

  it('decodes JSON from outside itself: whole integers, and no references in it', () => {
    const value = toLua({ $json: '{"big":9223372036854775807,"float":1.0,"file":{"$object":"File","id":"1"},"call":{"$function":1}}', with: { extra: 'x' } }, engine, objects);
    engine.rawSet(engine.globals, engine.string('decoded'), value);
    expect(run('return decoded.big, decoded.float, decoded.file["$object"], decoded.call["$function"], decoded.extra')).toEqual(['9223372036854775807', '1.0', 'File', '1', 'x']);
  });

  it('refuses functions of the kernel', () => {
    expect(() => toLua({ $function: 1 }, engine, objects)).toThrow(ConversionError);
  });
});

describe('round trips', () => {
  const value = fc.letrec<{ value: HostValue; array: HostValue; object: HostValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.bigInt(2n ** 60n, 2n ** 63n - 1n),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.string({ unit: 'grapheme' }),
      tie('array'),
      tie('object'),
    ),
    array: fc.array(tie('value'), { minLength: 1, maxLength: 5 }),
    object: fc.dictionary(fc.string({ unit: 'grapheme' }).filter((key) => !key.startsWith('$')), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  })).value;

  it('give back what went in', () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(toHost(toLua(original, engine, objects), { engine, place: '' })).toEqual(original);
      }),
      { numRuns: 300 },
    );
  });

  it('leave Lua able to go on', () => {
    expect(run('return 1 + 1')).toEqual(['2']);
  });
});
