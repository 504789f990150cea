/** A signal that ends a request when the execution ends or when a configured time has passed; without one it never ends by itself. */
import { RuntimeError } from '../errors.ts';

/** Node takes longer timers for 1 ms. More than three weeks is no limit anybody waits for. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

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

export function limitSignal(outer: AbortSignal, limits: readonly TimeLimit[]): LimitedSignal {
  const [shortest] = limits.filter((limit) => limit.seconds > 0).sort((a, b) => a.seconds - b.seconds);
  const own = new AbortController();
  const timer =
    shortest &&
    setTimeout(() => {
      own.abort(new RuntimeError('time_limit', `no complete answer within ${shortest.seconds} s (${shortest.setting}): raise that limit, or ask for less`));
    }, Math.min(shortest.seconds * 1000, MAX_TIMER_MS));
  return {
    signal: AbortSignal.any([outer, own.signal]),
    done: () => clearTimeout(timer),
  };
}
