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
