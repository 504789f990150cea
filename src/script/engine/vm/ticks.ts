/**
 * The tick counter in the VM's loop: Float64 [ticks, limit] on shared memory. A tick is a loop's back edge, a call, or the start of a
 * Lua function called from JavaScript. At `ticks >= limit` the VM leaves its fast loop for the host's tick handler, so a limit of 0,
 * written from any thread, brings that about at the next tick. One buffer for all states of a JavaScript realm; `const`, so that V8 folds it.
 */
export const tickBuffer = new SharedArrayBuffer(16);
export const counter = new Float64Array(tickBuffer);
export const TICKS = 0;
export const LIMIT = 1;
counter[LIMIT] = Infinity;

/** Limits below zero are the engine's own; 0 is for those who want attention from outside. */
export const STEP_LIMIT = -1;
export const MEMORY_LIMIT = -2;

const rawCounter = new BigInt64Array(tickBuffer);
const rawOf = new BigInt64Array(1);
const asFloat = new Float64Array(rawOf.buffer);
const raw = (value: number): bigint => {
  asFloat[0] = value;
  return rawOf[0] as bigint;
};

/** Puts a limit in the place of the one that was read before, unless somebody has asked for attention since. */
export function replaceLimit(read: number, limit: number): void {
  Atomics.compareExchange(rawCounter, LIMIT, raw(read), raw(limit));
}
