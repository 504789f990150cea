import { describe, expect, it } from 'vitest';
import { bytes, duration, pretty, tokens } from './format.ts';

describe('numbers for people', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1250, '1.25 s'],
    [12_340, '12.3 s'],
    [125_000, '2 m 05 s'],
    [NaN, ''],
  ])('duration of %s', (ms, text) => expect(duration(ms)).toBe(text));

  it('tokens say what is not known', () => {
    expect(tokens(undefined, undefined)).toBe('');
    expect(tokens(12, undefined)).toBe('12 → ? tok');
    expect(tokens(12, 34)).toBe('12 → 34 tok');
  });

  it.each([
    [12, '12 B'],
    [2048, '2.0 KiB'],
    [3 * 1024 * 1024, '3.0 MiB'],
  ])('bytes of %s', (count, text) => expect(bytes(count)).toBe(text));

  it('indents JSON, in text too, and leaves other text alone', () => {
    expect(pretty({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(pretty('{not json')).toBe('{not json');
    expect(pretty('plain')).toBe('plain');
  });
});
