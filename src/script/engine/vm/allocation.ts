/**
 * Counts the bytes the VM allocates, because JavaScript tells nobody when memory is freed. Each time the count reaches `limit` the
 * engine is asked to look at the live heap (`check`); before a single large buffer it is asked at once (`large`), because
 * one allocation may overshoot any limit. Without an engine nothing is checked.
 */
interface Allocation {
  /** Bytes allocated so far: an estimate that only has to grow with the truth. */
  bytes: number;
  limit: number;
  check(): void;
  /** May throw "not enough memory" into `L`. */
  large(L: object, bytes: number): void;
  /** Live bytes, and a full collection: what `collectgarbage` asks for. */
  live(): number;
  collect(L: object): void;
}

export const allocation: Allocation = {
  bytes: 0,
  limit: Infinity,
  check() {},
  large() {},
  live: () => allocation.bytes,
  collect() {},
};

/** Estimated sizes in V8 with pointer compression off, headers included. */
export const STRING_BYTES = 64;
export const TABLE_BYTES = 360;
export const ENTRY_BYTES = 180;
export const CLOSURE_BYTES = 96;
export const UPVALUE_BYTES = 8;
export const THREAD_BYTES = 2400;
/** A call record, with the slots that its function takes of the stack. */
export const CALL_BYTES = 480;
/** Buffers above this are announced before they are made. */
export const LARGE_BYTES = 1 << 20;
