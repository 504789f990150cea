import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExecutionClock } from './execution-clock.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('ExecutionClock', () => {
  it('rings when the limit is used up, not counting what was held', () => {
    const expired = vi.fn();
    const clock = new ExecutionClock(1000, expired);
    clock.start();
    vi.advanceTimersByTime(600);
    clock.hold();
    vi.advanceTimersByTime(100_000);
    clock.start();
    vi.advanceTimersByTime(399);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('never rings without a limit', () => {
    const expired = vi.fn();
    new ExecutionClock(0, expired).start();
    vi.advanceTimersByTime(10 ** 9);
    expect(expired).not.toHaveBeenCalled();
  });

  it.each([
    ['a lower limit counts from now on', 10_000, 2000, 1000, 1000],
    ['a lower limit gives no more than there was left', 3000, 2500, 2000, 500],
    ['a first limit counts from now on', 0, 2000, 1000, 1000],
    ['a higher limit counts from the start', 3000, 2000, 5000, 3000],
  ])('%s', (_name, before, used, after, left) => {
    const expired = vi.fn();
    const clock = new ExecutionClock(before, expired);
    clock.start();
    vi.advanceTimersByTime(used);
    clock.setLimit(after);
    vi.advanceTimersByTime(left - 1);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('takes a limit away, and another one while it is held', () => {
    const expired = vi.fn();
    const clock = new ExecutionClock(1000, expired);
    clock.start();
    clock.setLimit(0);
    vi.advanceTimersByTime(10_000);
    clock.hold();
    clock.setLimit(500);
    vi.advanceTimersByTime(10_000);
    expect(expired).not.toHaveBeenCalled();
    clock.start();
    vi.advanceTimersByTime(501);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('waits longer than one timer can', () => {
    const expired = vi.fn();
    const days = 24 * 3600 * 1000;
    new ExecutionClock(40 * days, expired).start();
    vi.advanceTimersByTime(39 * days);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2 * days);
    expect(expired).toHaveBeenCalledOnce();
  });
});
