/** What the engine tells a debugger while the program runs. */
import type { FunctionBody } from './code.ts';
import type { LuaThread } from './stack.ts';
import type { LuaValue } from './values.ts';
import type { DataWrite, WatchTarget } from './watching.ts';

/** Why the engine hands control to the debugger. */
export type EngineStop =
  /** A stop point (setStopPoint) on a line that is about to run. `stepDone`: the armed step has also ended here. */
  | { readonly kind: 'line'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number; readonly stepDone: boolean }
  /** The armed step has ended on a line without a stop point. */
  | { readonly kind: 'step'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number }
  /**
   * Something watched was written (watch). The frame stands on the line that wrote, with the new value in place; for a variable that
   * begins there, on the first line that sees it. In a library function's write, that function is the innermost frame.
   */
  | { readonly kind: 'write'; readonly thread: LuaThread; readonly writes: readonly DataWrite[] }
  /** Somebody asked for attention (requestAttention), or the tick limit was reached. */
  | { readonly kind: 'tick'; readonly thread: LuaThread }
  /** An error is about to unwind; the stack is whole. `caught`: a pcall, xpcall or coroutine.resume will get it. */
  | { readonly kind: 'error'; readonly thread: LuaThread; readonly value: LuaValue; readonly caught: boolean; readonly inHostCall: boolean };

export interface EngineHandlers {
  /** Called with the program stopped; it goes on when the handler returns. Never called while a handler is running. */
  stopped?(stop: EngineStop): void;
  /** A chunk was compiled (file, `load`, `require`): set stop points before its first instruction runs. */
  loaded?(main: FunctionBody, text: Uint8Array | undefined): void;
  threadStarted?(thread: LuaThread): void;
  threadEnded?(thread: LuaThread): void;
  /** A variable that is watched has gone with its function. (One that an error unwound is found by `isAlive`.) No debugger calls here. */
  watchEnded?(target: WatchTarget): void;
  /** Every error that is raised passes here first when true (asked at each error); costs only when errors happen. */
  readonly wantsErrors?: boolean;
  /**
   * A tick while Lua runs for the debugger (evaluate, a condition, toDisplay inside a handler): when attention is asked for and at least every
   * few milliseconds. A LuaInterrupt thrown here ends that piece of Lua past every pcall and comes out of the debugger call.
   */
  debuggerTick?(): void;
}
