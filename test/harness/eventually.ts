// Waiting for what a window will show: tries until it holds, and then says what it saw last.
import { setTimeout as sleep } from 'node:timers/promises';

/** Only catches what never comes: on a busy machine everything takes longer. */
export const LIMIT_MS = 60_000;

/**
 * @param read looks once
 * @param holds is this it?
 * @returns the first value that holds
 */
export async function eventually<T>(what: string, read: () => Promise<T> | T, holds: (value: T) => boolean, limitMs = LIMIT_MS): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`${what} did not come within ${limitMs / 1000} s; last seen: ${JSON.stringify(value)}`);
    await sleep(50);
  }
}
