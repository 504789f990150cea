import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareJson } from './compare.ts';
import { isCronExpression } from './cron.ts';

describe('a cron expression', () => {
  it.each(['* * * * *', '0 9 * * 1-5', '*/15 0-6,18-23 1,15 jan-mar sun', '  5 4 * * 7  ', '0-30/10 * * * *'])('%s', (text) => {
    expect(isCronExpression(text)).toBe(true);
  });
  it.each(['', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', '5-1 * * * *', '1-2-3 * * * *', '*/0 * * * *', '1/2/3 * * * *', 'a * * * *', ', * * * *'])('%s is none', (text) => {
    expect(isCronExpression(text)).toBe(false);
  });
});

describe('a comparison', () => {
  it('tells each place once', () => {
    const { differences, places, same } = compareJson({ a: { b: [1, { c: 2 }] }, d: 3 }, { a: { b: [1, { c: 4 }] }, e: 3 });
    expect(differences).toEqual([
      { path: '$.a.b[2].c', description: 'was 2, is 4' },
      { path: '$.d', description: 'was 3, is gone' },
      { path: '$.e', description: 'was not there, is 3' },
    ]);
    expect([places, same]).toEqual([4, 1]);
  });

  it('takes a value for another when it has another shape', () => {
    expect(compareJson([1, 2, 3], { a: 1 })).toMatchObject({ differences: [{ path: '$', description: 'was [1,2,3], is {"a":1}' }], places: 3, same: 0 });
    expect(compareJson(null, {})).toMatchObject({ differences: [{ description: 'was null, is {}' }], places: 1 });
    expect(compareJson({}, []).differences).toEqual([]);
  });

  it('lists a thousand differences and counts the others', () => {
    const comparison = compareJson(Array.from({ length: 1500 }, () => 1), Array.from({ length: 1500 }, () => 2));
    expect([comparison.differences.length, comparison.further, comparison.places]).toEqual([1000, 500, 1500]);
  });

  it('finds a value the same as itself, and another way round the same number of differences', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const self = compareJson(a, structuredClone(a));
        expect([self.differences, self.same]).toEqual([[], self.places]);
        const [there, back] = [compareJson(a, b), compareJson(b, a)];
        expect([there.differences.length, there.places, there.same]).toEqual([back.differences.length, back.places, back.same]);
        expect(there.same <= there.places && there.places > 0).toBe(true);
      }),
    );
  });
});
