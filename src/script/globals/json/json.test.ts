import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LuaValue } from '../../engine/engine.ts';
import { script } from '../testing.ts';
import { parseJson } from './parse.ts';
import { stringifyJson } from './stringify.ts';

const s = script();
const { engine } = s;
const again = (text: string): string => stringifyJson(parseJson(text, engine), engine);

describe('JSON.parse', () => {
  it('tells integers from floats, in 64 bits', () => {
    expect(s.run(`local t = JSON.parse('[1, 1.0, 9223372036854775807, -9223372036854775808, 9223372036854775808, 1e2, -0]')
      return math.type(t[1]), math.type(t[2]), t[3], t[4] == math.mininteger, math.type(t[5]), t[6], math.type(t[7])`)).toEqual([
      'integer', 'float', '9223372036854775807', 'true', 'float', '100.0', 'float',
    ]);
  });
  it('makes tables: arrays from 1, null is nil', () => {
    expect(s.run(`local t = JSON.parse(' {"a": [true, null, "x"], "b": {}} ') return #t.a, t.a[1], t.a[2], t.a[3], next(t.b), JSON.parse("null")`)).toEqual(['3', 'true', 'nil', 'x', 'nil', 'nil']);
  });
  it('reads escapes and surrogate pairs', () => {
    expect(s.run(String.raw`return JSON.parse('"\\u00e4\\n\\ud83d\\ude00\\/"') == "ä\n😀/"`)).toEqual(['true']);
  });
  it.each([
    ['', "JSON parse error: a value expected, got the end of the text at line 1 column 1"],
    ['{"a": 1,}', 'a key in quotes expected, got "}" at line 1 column 9'],
    ['[1,\n 2 3]', `',' or ']' expected, got "3" at line 2 column 4`],
    ['"abc', 'the end of a string expected, got the end of the text'],
    ['01', 'end of text expected, got "1"'],
    ['nul', 'a value expected, got "n"'],
    ['"\\x"', 'an escape that JSON does not have'],
    ['"\u0001"', 'a control character in a string must be escaped'],
    ['[1] x', 'end of text expected, got "x" at line 1 column 5'],
    ['['.repeat(2000), 'nested deeper than 1000 levels'],
  ])('refuses %.20j', (text, message) => {
    expect(() => parseJson(text, engine)).toThrow(message);
  });
  it('fails at the line of the script', () => {
    expect(s.fails('\nJSON.parse("{")')).toBe('/scripts/main.lua:2: JSON parse error: a key in quotes expected, got the end of the text at line 1 column 2');
  });
});

describe('JSON.stringify', () => {
  it('is compact, with sorted keys', () => {
    expect(s.run('return JSON.stringify({ b = 1, a = { true, "x" }, ["10"] = 1, ["9"] = 2, e = {} })')).toEqual(['{"10":1,"9":2,"a":[true,"x"],"b":1,"e":{}}']);
  });
  it('writes numbers as they are', () => {
    expect(s.run('return JSON.stringify({ 1, 2.0, 0.1, 1e100, math.maxinteger, 0/0, 1/0, -1/0, 2^53 })')).toEqual(['[1,2.0,0.1,1e+100,9223372036854775807,null,null,null,9007199254740992.0]']);
  });
  it('takes a table with elements for an array, and keys of others as text', () => {
    expect(s.run('return JSON.stringify({ 1, 2, x = 3 }), JSON.stringify({ [0] = "z", [2.5] = 1 }), JSON.stringify(nil)')).toEqual(['[1,2]', '{"0":"z","2.5":1}', 'null']);
  });
  it('nests as deeply as parse reads, and says where it ends', () => {
    expect(s.run('local o = {} local t = o for _ = 2, 1000 do t[1] = {} t = t[1] end return #JSON.stringify(o), type(JSON.parse(JSON.stringify(o)))')).toEqual(['2000', 'table']);
    expect(s.fails('local o = {} local t = o for _ = 2, 1e5 do t.k = {} t = t.k end JSON.stringify(o)')).toMatch(/JSON: nested deeper than 1000 levels: the value\.k.*…/);
    expect(s.fails('JSON.stringify({ io.stdout })')).toContain('the value[1] is a File');
  });
  it('refuses circles and what JSON does not have, saying where', () => {
    expect(s.fails('local t = { a = {} } t.a.b = t JSON.stringify(t)')).toContain('JSON cannot hold a table that contains itself: the value.a.b');
    expect(s.fails('JSON.stringify({ x = { print } })')).toContain('Unsupported Lua type for JSON conversion: the value.x[1] is a function');
    expect(s.fails('JSON.stringify({ [true] = 1 })')).toContain('a key of the value is a boolean');
    expect(s.run('local shared = { 1 } return JSON.stringify({ shared, shared })')).toEqual(['[[1],[1]]']);
  });
});

describe('round trips', () => {
  // Objects that are not empty arrays, and arrays without null at the end: Lua tables cannot tell these apart.
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.boolean(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'binary' }), tie('array'), tie('object')),
    array: fc.array(tie('value'), { minLength: 1, maxLength: 5 }),
    object: fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  })).value;

  it('text that we wrote reads back as the same text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const ours = again(JSON.stringify(value));
        expect(again(ours)).toBe(ours);
        expect(JSON.parse(ours)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });
  it('any integer of 64 bits survives', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        expect(again(String(value))).toBe(String(value));
      }),
    );
  });
  it('never throws anything but a syntax error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]{}":,-+.eE0123456789truefalsn \\\n') }), (text) => {
        let ours: LuaValue | undefined;
        let native: unknown;
        try {
          native = [JSON.parse(text)];
        } catch {
          native = undefined;
        }
        try {
          ours = parseJson(text, engine);
        } catch (error) {
          expect(String(error)).toContain('JSON parse error');
        }
        expect(ours !== undefined).toBe(native !== undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
