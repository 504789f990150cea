/**
 * JSON-RPC (vscode-jsonrpc) between a debug adapter and the program that it had started in a terminal. The program connects to a private
 * socket, which is there for this one connection. Its input and output are the terminal's and do not travel here.
 *
 * A connection that breaks without `detach` ends the program: whoever wanted it is gone.
 */
import type { DebugEvent, DebugSetup } from './debug.ts';

export const TerminalRpc = {
  /** Program → adapter, first: it is there. */
  Hello: 'terminal/hello',
  /** Adapter → program: begin, as TerminalRun says. */
  Run: 'terminal/run',
  /** Program → adapter, last: it has ended, as ExecutionEnd says; closes the connection once that is acknowledged. */
  Ended: 'terminal/ended',
  /** Adapter → program: a DebugRequest; answers as `DebugRequests` says. */
  Debug: 'terminal/debug',
  /** Adapter → program: go on without a debugger. */
  Detach: 'terminal/detach',
  /** Adapter → program, no answer: end, now. The end of the connection is the answer. */
  Terminate: 'terminal/terminate',
  /** Program → adapter: a TerminalEvent. */
  Event: 'terminal/event',
  /** Program → adapter: an EventBatch of what agents, tools and requests do, for whoever follows the adapter's kernel. */
  Events: 'terminal/events',
} as const;

export interface TerminalHello {
  readonly pid: number;
  /** When the process started, as the system tells it. */
  readonly pidStarted?: string;
}

export interface TerminalRun {
  /** Absent: it runs without debugging. */
  readonly setup?: DebugSetup;
  /** Keys by provider name that are kept outside of configuration and environment. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How the place they are from is called; absent: nobody keeps keys for the program. */
  readonly secretStorage?: string;
}

export interface TerminalEvent {
  readonly event: DebugEvent;
}

/** `data` of a failed debug request. */
export interface TerminalFailure {
  readonly code: string;
}
