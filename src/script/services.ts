/** What the bindings of src/script/globals may use of the worker they live in. The worker entry implements it; tests fake it. */
import type { ExecutionContext } from '../common/execution.ts';
import type { HostValue } from '../common/values.ts';
import type { LuaValue } from './engine/engine.ts';

export interface WorkerServices {
  readonly context: ExecutionContext;
  /** The script's arguments (`arg`, `...`, `ARGS`). */
  readonly args: readonly string[];
  /** Absolute path of the script, for `arg[0]` and the module search; undefined for code without a file. */
  readonly scriptPath: string | undefined;
  /** Waits for the kernel's answer; serves the mailbox (debugger, callbacks, interrupt) meanwhile. Throws LuaError with the host's message. */
  callHost(name: string, args: readonly HostValue[], functions: ReadonlyMap<number, LuaValue>): readonly HostValue[];
  /** Program output; waits while the kernel has more than OUTPUT_CREDIT bytes undelivered. */
  write(category: 'stdout' | 'stderr', data: Uint8Array): void;
  /** `os.exit`: never returns. Throws LuaInterrupt `exit`. */
  exit(code: number): never;
  /** True while a debugger is attached. */
  readonly debugging: boolean;
}
