import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limitSignal } from './time-limit.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const limits = [
  { seconds: 0, setting: 'unlimited' },
  { seconds: 10, setting: 'max_execution_time' },
  { seconds: 20, setting: 'timeout_seconds' },
];

describe('a limited call', () => {
  it('ends when the shortest limit is over, named by its setting', () => {
    const { signal } = limitSignal(new AbortController().signal, limits);
    vi.advanceTimersByTime(9_999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect((signal.reason as Error).message).toContain('within 10 s (max_execution_time)');
  });

  it('does not count the time that the script stands in the debugger', () => {
    let clock: { hold(): void; goOn(): void } | undefined;
    const unfollow = vi.fn<() => void>();
    const limit = limitSignal(new AbortController().signal, limits, { follow: (followed) => ((clock = followed), unfollow) });
    vi.advanceTimersByTime(6_000);
    clock!.hold();
    vi.advanceTimersByTime(3_600_000);
    expect(limit.signal.aborted).toBe(false);
    clock!.goOn();
    vi.advanceTimersByTime(3_999);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.signal.aborted).toBe(true);
    limit.done();
    expect(unfollow).toHaveBeenCalledOnce();
  });

  it('leaves no timer behind, and ends with the execution', () => {
    const execution = new AbortController();
    const limit = limitSignal(execution.signal, limits);
    execution.abort(new Error('ended'));
    expect(limit.signal.reason).toMatchObject({ message: 'ended' });
    limit.done();
    expect(vi.getTimerCount()).toBe(0);
    expect(limitSignal(execution.signal, []).signal).toBe(execution.signal);
  });
});
