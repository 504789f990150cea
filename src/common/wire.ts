/**
 * The messages between the kernel's main thread and a script worker, and the shared memory beside them.
 *
 * The worker has no event loop while it lives: it sleeps in `Atomics.wait` on `WAKE` or runs Lua. Whoever posts a message to it
 * then adds 1 to `WAKE`, notifies, and sets the tick limit to 0 (`requestAttention`), so that a running script serves its mailbox at
 * the next back edge or call. Messages to the worker are served when: idle; waiting for a host call; stopped in the debugger;
 * waiting for output credit; at a tick.
 */
import type { ExecutionContext, ExecutionEnd, HostErrorData, Program } from './execution.ts';
import type { SourceLine } from './events.ts';
import type { HostValue } from './values.ts';
import type { HostPoint, HostPointAnswer, HostPointFilter } from './host-points.ts';
import type { DebugEvent, DebugRequest, DebugSetup } from './debug.ts';

/** Int32 slots of the control buffer. */
export const ControlSlot = {
  /** Counts messages posted to the worker; the worker sleeps on it. */
  Wake: 0,
  /** 1 = an interrupt is asked for (also while no message can be read); 2 = terminate: stops everything, beats pcall. */
  Interrupt: 1,
  /** Bytes of output the worker has posted and the kernel has not yet delivered; the worker waits while above OUTPUT_CREDIT. */
  OutputInFlight: 2,
  /** KiB of output that an execution may write; 0 = no limit. Written by the kernel, at any time. */
  OutputLimit: 3,
} as const;
export const CONTROL_SLOTS = 8;
/** Bytes of output in flight after which a script waits (design: a flooding script waits). */
export const OUTPUT_CREDIT = 1 << 20;

export interface WorkerData {
  /** Int32Array of CONTROL_SLOTS. */
  readonly control: SharedArrayBuffer;
  /** Bytes; 0 = no limit. Counts heap and the bytes of strings. */
  readonly memoryLimit: number;
}

export type ToWorker =
  | { readonly type: 'run'; readonly context: ExecutionContext; readonly program: Program; readonly args: readonly string[]; readonly debug?: DebugSetup; /** A result that is one table is wanted as JSON too. */ readonly jsonResult?: boolean }
  | { readonly type: 'debug'; readonly id: number; readonly request: DebugRequest }
  | { readonly type: 'attach'; readonly id: number; readonly setup: DebugSetup }
  | { readonly type: 'detach'; readonly id: number }
  | { readonly type: 'result'; readonly callId: number; readonly value: readonly HostValue[] }
  | { readonly type: 'failure'; readonly callId: number; readonly error: HostErrorData }
  | { readonly type: 'callback'; readonly callId: number; readonly callbackId: number; readonly function: number; readonly args: readonly HostValue[] }
  /** Shall the debugger stop at this point of the call? Answered by `pointResult` when the call may go on. */
  | { readonly type: 'point'; readonly callId: number; readonly pointId: number; readonly point: HostPoint };

export type FromWorker =
  /** The VM is up. `ticks` is the engine's tick buffer: Float64 [ticks, limit]. */
  | { readonly type: 'ready'; readonly ticks: SharedArrayBuffer }
  | { readonly type: 'ended'; readonly executionId: string; readonly end: ExecutionEnd }
  | {
      readonly type: 'call';
      readonly callId: number;
      /** The function's name in the API description. */
      readonly name: string;
      readonly args: readonly HostValue[];
      readonly site?: SourceLine;
      /** Where in the run: number of host calls before it, and ticks; the run can be found again by these. */
      readonly position: { readonly call: number; readonly ticks: number };
    }
  /** Nobody waits for the answer of a call any more. */
  | { readonly type: 'givenUp'; readonly callId: number }
  | { readonly type: 'callbackResult'; readonly callbackId: number; readonly ok: boolean; readonly value: readonly HostValue[]; readonly error?: string }
  | { readonly type: 'pointResult'; readonly pointId: number; readonly answer: HostPointAnswer }
  /** The host points that somebody wants to hear of from now on; none at first. */
  | { readonly type: 'pointFilters'; readonly filters: readonly HostPointFilter[] }
  | { readonly type: 'output'; readonly category: 'stdout' | 'stderr'; readonly data: Uint8Array; readonly site?: SourceLine }
  | { readonly type: 'debugReply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'debugReply'; readonly id: number; readonly ok: false; readonly error: HostErrorData }
  | { readonly type: 'debugEvent'; readonly event: DebugEvent };
