import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isSlow } from './slow.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is not slow when it ends in time, whichever way, and leaves no timer', async () => {
  expect(await isSlow(Promise.resolve(1), 500)).toBe(false);
  expect(await isSlow(Promise.reject(new Error('no')), 500)).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

it('is slow once the time has passed', async () => {
  const answer = isSlow(new Promise(() => undefined), 500);
  await vi.advanceTimersByTimeAsync(499);
  let told = false;
  void answer.then(() => (told = true));
  await Promise.resolve();
  expect(told).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBe(true);
});
