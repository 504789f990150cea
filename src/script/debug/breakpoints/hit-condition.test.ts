import { describe, expect, test } from 'vitest';
import { parseHitCondition } from './hit-condition.ts';

const hits = (text: string): number[] => Array.from({ length: 10 }, (_, i) => i + 1).filter(parseHitCondition(text));

describe('hit counts', () => {
  test.each([
    ['3', [3]],
    [' == 3 ', [3]],
    ['=3', [3]],
    ['>=8', [8, 9, 10]],
    ['>8', [9, 10]],
    ['<3', [1, 2]],
    ['<=3', [1, 2, 3]],
    ['%4', [4, 8]],
    ['0', []],
  ])('%s holds for %j', (text, expected) => {
    expect(hits(text)).toEqual(expected);
  });

  test.each(['', 'often', '3.5', '-1', '>', '%0', '3 4', '!=3'])('"%s" is refused with what may be written', (text) => {
    expect(() => parseHitCondition(text)).toThrow(/is no hit count: write 3/);
  });
});
