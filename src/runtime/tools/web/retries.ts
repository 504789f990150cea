/** When a request is sent again, and after how long: what a tool was told, or the configuration. */
import type { HostValue } from '../../../common/values.ts';
import type { RuntimeError } from '../../errors.ts';

export interface RetryRule {
  /** Tries after the first. */
  readonly retries: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  readonly factor: number;
  readonly statuses: ReadonlySet<number>;
  /** Also requests that change something at the server. */
  readonly anyMethod: boolean;
}

/** Too many requests, and failures that pass. */
const PASSING = [429, 500, 502, 503, 504];
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

export const configuredRetries = (retries: number): RetryRule => ({ retries, initialDelayMs: 1000, maxDelayMs: 30_000, factor: 2, statuses: new Set(PASSING), anyMethod: false });

const FIELDS = { max_attempts: 1, initial_delay_ms: 0, max_delay_ms: 0, backoff_factor: 1 } as const;

/** `{max_attempts = 3, initial_delay_ms, max_delay_ms, backoff_factor, retry_on_status = {503}}`: `max_attempts` counts the first one. */
export function retriesIn(given: HostValue, configured: RetryRule, invalid: (message: string) => RuntimeError): RetryRule {
  if (given === undefined || given === null) return configured;
  const table = given as { readonly [name: string]: HostValue };
  for (const name of Object.keys(table)) {
    if (!Object.hasOwn(FIELDS, name) && name !== 'retry_on_status') throw invalid(`parameter "retry": unknown field "${name}": known are ${[...Object.keys(FIELDS), 'retry_on_status'].join(', ')}`);
  }
  const number = (name: keyof typeof FIELDS, otherwise: number): number => {
    const value = table[name] ?? otherwise;
    if (typeof value === 'number' && value >= FIELDS[name]) return value;
    throw invalid(`parameter "retry": ${name}: number of at least ${FIELDS[name]} expected, got ${typeof value === 'number' ? value : typeof value}`);
  };
  return {
    retries: Math.floor(number('max_attempts', 3)) - 1,
    initialDelayMs: number('initial_delay_ms', configured.initialDelayMs),
    maxDelayMs: number('max_delay_ms', configured.maxDelayMs),
    factor: number('backoff_factor', configured.factor),
    statuses: new Set(statusesIn(table['retry_on_status'], invalid)),
    anyMethod: true,
  };
}

function statusesIn(given: HostValue, invalid: (message: string) => RuntimeError): readonly number[] {
  if (given === undefined || given === null) return PASSING;
  if (Array.isArray(given) && given.every((status) => Number.isInteger(status))) return given as readonly number[];
  throw invalid('parameter "retry": retry_on_status: list of integers expected');
}

/** Milliseconds to wait before try number `done + 1`; undefined when there is none. `status` is undefined where no answer came. */
export function delayBeforeRetry(rule: RetryRule, done: number, method: string, status: number | undefined, retryAfter: string | null): number | undefined {
  if (done > rule.retries || !(rule.anyMethod || REPEATABLE.has(method))) return undefined;
  if (status !== undefined && !rule.statuses.has(status)) return undefined;
  const asked = retryAfter === null ? undefined : secondsIn(retryAfter);
  return Math.min(asked ?? rule.initialDelayMs * rule.factor ** (done - 1), rule.maxDelayMs);
}

/** `Retry-After` is seconds or a date. */
function secondsIn(text: string): number | undefined {
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
