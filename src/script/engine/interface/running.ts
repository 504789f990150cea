/** Running Lua from JavaScript, and JavaScript from Lua; time and memory that a run takes. */
import type { Engine } from '../engine.ts';
import type { LuaError } from './errors.ts';
import type { LuaValue } from './values.ts';

/** A function that JavaScript gives to Lua. Throw LuaError (engine.error) to raise a Lua error; other exceptions become Lua errors too. */
export type NativeFunction = (args: readonly LuaValue[], engine: Engine) => readonly LuaValue[] | void;

export interface MemoryUse {
  /** Heap and strings of the script's values, what was there before the script left out. */
  readonly usedBytes: number;
  readonly heapBytes: number;
  /** Strings lie outside of the heap. */
  readonly stringBytes: number;
  /** What the VM has taken from the system for both. */
  readonly reservedBytes: number;
  /** 0: none. */
  readonly limitBytes: number;
  /** Full collections that Lua, the limit or `collectGarbage` has asked for. */
  readonly collections: number;
}

export interface Running {
  /** Compiles text (or a binary chunk). Throws LuaError with `chunk:line: message` for a syntax error. */
  load(text: Uint8Array, chunkName: string): LuaValue;
  /** Calls on the main thread, or nested inside a native function on the thread that called it. Throws LuaError, LuaInterrupt. */
  call(fn: LuaValue, args: readonly LuaValue[]): LuaValue[];
  readonly globals: LuaValue;
  /** `package.loaded`, `package.preload`, searchers: the script's own tables, for the module loader of `globals/`. */
  readonly registry: LuaValue;
  native(name: string, fn: NativeFunction): LuaValue;
  /** Makes the error `native` functions throw; `level` as in Lua's `error`: 1 adds the calling line. */
  error(message: string | LuaValue, level?: 0 | 1 | 2): LuaError;
  /** The Lua line that called the running native function; with `accept`, the nearest calling line whose chunk it accepts. */
  callSite(accept?: (source: string) => boolean): { readonly source: string; readonly line: number } | undefined;
  /** Float64 [ticks, limit], shared: setting limit to 0 from another thread brings a `tick` stop at the next back edge or call. */
  readonly tickBuffer: SharedArrayBuffer;
  readonly ticks: number;
  /** Live bytes. */
  memoryUsed(): number;
  memory(): MemoryUse;
  collectGarbage(): void;
}
