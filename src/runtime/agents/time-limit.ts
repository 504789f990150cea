/**
 * A signal that ends a request when the execution ends or when a configured time has passed; without one it never ends by itself. Time that
 * the script stands in the debugger does not count.
 */
import { Countdown } from '../countdown.ts';
import { RuntimeError } from '../errors.ts';
import type { StopTimes } from '../host.ts';

export interface TimeLimit {
  readonly seconds: number;
  /** Where it was set, for the message. */
  readonly setting: string;
}

export interface LimitedSignal {
  readonly signal: AbortSignal;
  /** The request has ended: no timer is left behind. */
  done(): void;
}

export function limitSignal(outer: AbortSignal, limits: readonly TimeLimit[], stopTimes?: StopTimes): LimitedSignal {
  const [shortest] = limits.filter((limit) => limit.seconds > 0).sort((a, b) => a.seconds - b.seconds);
  if (shortest === undefined) return { signal: outer, done: () => undefined };
  const own = new AbortController();
  const countdown = new Countdown(shortest.seconds * 1000, () => {
    own.abort(new RuntimeError('time_limit', `no complete answer within ${shortest.seconds} s (${shortest.setting}): raise that limit, or ask for less`));
  });
  countdown.goOn();
  const unfollow = stopTimes?.follow(countdown);
  return {
    signal: AbortSignal.any([outer, own.signal]),
    done() {
      unfollow?.();
      countdown.hold();
    },
  };
}
