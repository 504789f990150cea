/**
 * The host side of the Lua API: what the kernel's VM sessions call when a script calls a `thread: 'host'` function.
 * One Host per kernel; it keeps no state per script but what it must (agents), which `endSession` drops.
 */
import type { Config } from '../base/config/index.ts';
import type { SourceLine } from '../common/events.ts';
import type { ExecutionContext } from '../common/execution.ts';
import type { HostPoint, HostPointAnswer, HostPointFilter } from '../common/host-points.ts';
import type { FunctionRef, HostValue } from '../common/values.ts';

/** Where a call may stop in the debugger. */
export interface HostPoints {
  /** Whether anybody asks for it now: otherwise nothing is put together, nobody is asked, and the call loses no time. */
  wants(filter: HostPointFilter): boolean;
  /**
   * Answers when the call may go on, with the request as it shall be sent. Nobody is asked any more once `signal` is aborted; rejects when the
   * execution ends.
   */
  reach(point: HostPoint, signal: AbortSignal): Promise<HostPointAnswer>;
}

/** When the script stands in the debugger: that time counts against no limit. */
export interface StopTimes {
  /** Tells a clock to wait and to go on; answers the function that ends it. */
  follow(clock: { hold(): void; goOn(): void }): () => void;
}

/** What an execution has used so far. */
export interface TokenUsage {
  total: number;
}

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
  /** Absent where no debugger can be. */
  readonly points?: HostPoints;
  readonly stopTimes?: StopTimes;
  /** Of the execution; calls add to it. */
  readonly usage?: TokenUsage;
}

export interface Host {
  /** Rejects with an Error; a `code` property on it is kept. The message becomes the Lua error. */
  call(call: HostCall): Promise<readonly HostValue[]>;
  /**
   * Other providers and rules, from the next call on: agents, open files, programs and requests in flight stay. What is kept on disk stays
   * where it is.
   */
  reconfigure(config: Config): void;
  /** Forgets what belongs to a VM session (agents). */
  endSession(sessionId: string): void;
  /** The execution was interrupted or terminated: ends what goes on beside it (programs it has started). */
  cancelExecution(executionId: string): void;
  /** Requests to providers in flight, in words for the user: `agent "poet" (demo/echo), asked at /a.lua:3`. */
  readonly requestsInFlight: readonly string[];
  /** Closes connections and files; calls in flight fail. */
  close(): Promise<void>;
}
