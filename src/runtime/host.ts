/**
 * The host side of the Lua API: what the kernel's VM sessions call when a script calls a `thread: 'host'` function.
 * One Host per kernel; it keeps no state per script but what it must (agents), which `endSession` drops.
 */
import type { SourceLine } from '../common/events.ts';
import type { ExecutionContext } from '../common/execution.ts';
import type { FunctionRef, HostValue } from '../common/values.ts';

export interface HostCall {
  /** Name in the API description. */
  readonly name: string;
  /** Checked against the description by the VM already. */
  readonly args: readonly HostValue[];
  readonly context: ExecutionContext;
  /** The id of the event that is the parent of whatever this call emits (the execution's start). */
  readonly causationId?: string;
  readonly site?: SourceLine;
  /** Aborted when the execution is terminated or interrupted. */
  readonly signal: AbortSignal;
  /** Runs a Lua function that came with the arguments, while the script waits in this call. One at a time; rejects with the Lua error. */
  callback(fn: FunctionRef, args: readonly HostValue[]): Promise<readonly HostValue[]>;
}

export interface Host {
  /** Rejects with an Error; a `code` property on it is kept. The message becomes the Lua error. */
  call(call: HostCall): Promise<readonly HostValue[]>;
  /** Forgets what belongs to a VM session (agents). */
  endSession(sessionId: string): void;
  /** Requests to providers in flight, in words for the user: `agent "poet" (demo/echo), asked at /a.lua:3`. */
  readonly requestsInFlight: readonly string[];
  /** Closes connections and files; calls in flight fail. */
  close(): Promise<void>;
}
