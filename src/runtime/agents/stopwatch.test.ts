import { afterEach, expect, it, vi } from 'vitest';
import { Stopwatch } from './stopwatch.ts';

afterEach(() => void vi.useRealTimers());

it('measures a call without the time it stands at a point of its own, also when that fails', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const stopwatch = new Stopwatch();
  vi.advanceTimersByTime(30);
  await stopwatch.without(async () => void vi.advanceTimersByTime(60_000));
  vi.advanceTimersByTime(12);
  await stopwatch.without(() => Promise.reject(new Error(String(vi.advanceTimersByTime(60_000) !== undefined)))).catch(() => undefined);
  expect(stopwatch.elapsed).toBe(42);
});
