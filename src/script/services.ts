/** What the bindings of src/script/globals may use of the worker they live in. The worker entry implements it; tests fake it. */
import type { ExecutionContext, HostErrorData } from '../common/execution.ts';
import type { HostValue } from '../common/values.ts';
import type { FunctionBody, LuaValue } from './engine/engine.ts';
import type { Sampler } from './profiler/sampler.ts';

/** A Lua function that went along with a host call: the kernel may call it while that call lasts. Throws what the Lua function threw. */
export type HostCallback = (args: readonly HostValue[]) => readonly HostValue[];

/** The kernel answered a host call with a failure. The bindings make it a Lua error at the calling line. */
export class HostCallError extends Error {
  readonly code: string;
  constructor({ code, message }: HostErrorData) {
    super(message);
    this.name = 'HostCallError';
    this.code = code;
  }
}

/** Where a script wants to stop. `line` undefined: at the calls of the function. */
export type ScriptBreakpointPlace =
  | { readonly kind: 'line'; /** Absolute. */ readonly path: string; readonly line: number }
  | { readonly kind: 'name'; readonly name: string; readonly line: number | undefined }
  | { readonly kind: 'function'; readonly value: LuaValue; readonly line: number | undefined };

/** The debugger as the script steers it. Nothing of it does anything while no debugger is attached, but breakpoints count for the next one. */
export interface ScriptDebugger {
  addBreakpoint(place: ScriptBreakpointPlace): void;
  /** On the line that called. */
  stopHere(): void;
  /** From the line that called. */
  step(kind: 'in' | 'over'): void;
  /** Ends a step of the script. */
  goOn(): void;
}

export interface WorkerServices {
  readonly context: ExecutionContext;
  /** The script's arguments (`arg`, `...`, `ARGS`). */
  readonly args: readonly string[];
  /** Absolute path of the script, for `arg[0]` and the module search; undefined for code without a file. */
  readonly scriptPath: string | undefined;
  /**
   * Waits for the kernel's answer; serves the mailbox (debugger, callbacks, interrupt) meanwhile. `callbacks` are the `$function` numbers among
   * the arguments. When a callback threw and the kernel answers with a failure, that very error is thrown again (its Lua value is kept);
   * otherwise a failure is a HostCallError.
   */
  callHost(name: string, args: readonly HostValue[], callbacks: ReadonlyMap<number, HostCallback>): readonly HostValue[];
  /** Program output; waits while the kernel has more than OUTPUT_CREDIT bytes undelivered. */
  write(category: 'stdout' | 'stderr', data: Uint8Array): void;
  /** `os.exit`: never returns. Throws LuaInterrupt `exit`. */
  exit(code: number): never;
  /** True while a debugger is attached. */
  readonly debugging: boolean;
  readonly debugger: ScriptDebugger;
  readonly profiler: Sampler;
  /** The name under which a function is written; undefined for one that has none, or whose text cannot be had. */
  functionName(body: FunctionBody): string | undefined;
}
