import { expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

it('lets as many calls through in any minute as the limit says, and tells when the next may be', () => {
  const rate = new RateLimit();
  expect([0, 10_000, 20_000].map((now) => rate.take(2, now))).toEqual([undefined, undefined, 40]);
  expect(rate.take(2, 59_999)).toBe(1);
  expect(rate.take(2, 60_000)).toBeUndefined();
  expect(rate.take(2, 60_001)).toBe(10);
  // A limit that is changed counts what was before.
  expect(rate.take(3, 60_002)).toBeUndefined();
  expect(rate.take(1, 60_003)).toBe(60);
  for (let i = 0; i < 100; i++) expect(rate.take(0, 60_004)).toBeUndefined();
});
