import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapLines } from './hot-reload-lines.ts';

const lines = (text: string): string => text.split('').join('\n');

test.each([
  ['abc', 'abc', [1, 2, 3]],
  ['abc', 'xyabc', [3, 4, 5]],
  ['abc', 'abxc', [1, 2, 4]],
  ['abc', 'aBc', [1, 2, 3]],
  ['abcd', 'ad', [1, 2, 2, 2]],
  ['abcd', 'aBxCd', [1, 2, 3, 5]],
  ['abc', 'x', [1, 1, 1]],
])('%s became %s: lines are now %j', (old, now, expected) => {
  const { toNow } = mapLines(lines(old), lines(now));
  expect([...old].map((_, index) => toNow(index + 1))).toEqual(expected);
});

test('only a line that stayed has been a line before', () => {
  const { toOld } = mapLines(lines('abcd'), lines('xaBd'));
  expect([1, 2, 3, 4].map(toOld)).toEqual([undefined, 1, undefined, 4]);
});

test('what stayed is the same text, in order, both ways', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (old, now) => {
      const { toOld, toNow } = mapLines(old.join('\n'), now.join('\n'));
      let last = 0;
      for (const [index, line] of now.entries()) {
        const before = toOld(index + 1);
        if (before === undefined) continue;
        expect(old[before - 1]).toBe(line);
        expect(before).toBeGreaterThan(last);
        expect(toNow(before)).toBe(index + 1);
        last = before;
      }
      for (const index of old.keys()) expect(toNow(index + 1)).toBeGreaterThanOrEqual(1);
    }),
  );
});
