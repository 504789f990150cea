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
