/** The generator behind math.random. */
import { describe, expect, test } from 'vitest';
import { randomBits, randomFloat, seedRandom } from './random.ts';

const draw = (seed: number, count: number): number[] => {
  seedRandom(seed);
  return Array.from({ length: count }, randomFloat);
};

describe('random numbers', () => {
  test('a seed gives the same numbers again, another one others', () => {
    expect(draw(42, 20)).toEqual(draw(42, 20));
    expect(draw(42, 20)).not.toEqual(draw(43, 20));
    expect(draw(0.1, 5)).not.toEqual(draw(0.2, 5));
    expect(draw(1, 5)).not.toEqual(draw(2 ** 40 + 1, 5));
  });

  test('lie evenly in [0, 1), down to the last of their 53 bits', () => {
    const numbers = draw(7, 20_000);
    const buckets = new Array<number>(10).fill(0);
    for (const number of numbers) buckets[Math.floor(number * 10)]!++;
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(250);
    const odd = numbers.filter((number) => (number * 2 ** 53) % 2 === 1).length;
    expect(Math.abs(odd - 10_000)).toBeLessThan(500);
  });

  test('bits are 64', () => {
    seedRandom(3);
    let union = 0n;
    let both = 2n ** 64n - 1n;
    for (let i = 0; i < 200; i++) {
      const bits = randomBits();
      union |= bits;
      both &= bits;
    }
    expect([union, both]).toEqual([2n ** 64n - 1n, 0n]);
  });
});
