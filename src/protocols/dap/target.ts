/**
 * What the debug adapter needs from a kernel: start or find a VM session, talk to its ExecutionManager, hear what it does.
 * The kernel implements it (src/kernel/debug-targets.ts); the adapter knows no worker, no socket and no process.
 */
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../../common/debug.ts';
import type { ExecutionEnd } from '../../common/execution.ts';
import type { EventBus } from '../../runtime/events/bus.ts';

export interface LaunchSpec {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | null>>;
  readonly config?: string;
  /** Below the configuration; in place of the kernel's own. */
  readonly profile?: string;
  readonly noDebug: boolean;
}

export interface OutputChunk {
  readonly category: 'stdout' | 'stderr';
  readonly data: Uint8Array;
  readonly site?: { readonly file: string; readonly line: number };
}

/** The program's standard input, entered by the debug client. */
export interface TargetInput {
  /** Called with the number of reads that wait: when one more begins to, and when one does not any more. What was written before them has been handed on. */
  onWaiting(listener: (waiting: number) => void): void;
  /** Gives bytes to the newest of them; null ends the input. */
  enter(bytes: Uint8Array | null): void;
}

export interface DetachOptions {
  /** The program stays stopped, or stops where it comes to next, until the next debugger attaches. */
  readonly suspend?: boolean;
}

/** One VM session as a debugger sees it. */
export interface DebugTarget {
  readonly sessionId: string;
  /** Absent where the program's standard input is somebody else's: a terminal's. */
  readonly input?: TargetInput;
  /** Starts the program of the launch; resolves when it has ended and all of its output has been handed on. Call once, after configurationDone. */
  run(setup: DebugSetup): Promise<ExecutionEnd>;
  /** Another debugger controls the program: this one may look at it, and what would change anything is refused. */
  readonly watches: boolean;
  /** The debugger that controlled the program has left, and this one controls it now: its wishes count once it attaches (again). */
  onControl(listener: () => Promise<void>): void;
  /** Takes over a VM session that runs already (attach), or joins those who watch it. A program that is stopped is told as such. */
  attach(setup: DebugSetup): Promise<void>;
  /** Whoever watches controls the program then; without one it goes on without a debugger. */
  detach(options?: DetachOptions): Promise<void>;
  /** Rejects with an Error whose message is for the user; code in `code`. While the VM is busy it is served at the next tick. */
  request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]>;
  /** Ends the execution whatever it does; resolves when the VM is gone. `restarts`: another one will be launched in its place. */
  terminate(options?: { readonly restarts: boolean }): Promise<void>;
  onEvent(listener: (event: DebugEvent) => void): void;
  /** Called in order; the returned promise is the credit: the next chunk waits for it. */
  onOutput(listener: (chunk: OutputChunk) => Promise<void> | void): void;
  /** The worker or kernel behind it died. */
  onLost(listener: (reason: string) => void): void;
  /** After `attach`: the VM session has ended as it should, with its last execution if it had one. All of its output was handed on. */
  onGone(listener: (end: ExecutionEnd | undefined) => void): void;
}

/** A command for the terminal of a debug client. */
export interface TerminalCommand {
  readonly title: string;
  /** Absolute. */
  readonly cwd: string;
  readonly args: readonly string[];
  /** null takes a variable away. */
  readonly env: Readonly<Record<string, string | null>>;
}

/** The terminal of a debug client. */
export interface ClientTerminal {
  /** Resolves when the client has put the command into its terminal. Rejects with the reason for the user. */
  run(command: TerminalCommand): Promise<void>;
  /** The client wants nothing more. */
  readonly left: AbortSignal;
}

export interface DebugTargets {
  /** Checks the program (exists, readable, text) and prepares a VM session. Rejects with the message that `launch` shall fail with. */
  launch(spec: LaunchSpec): Promise<DebugTarget>;
  /** As `launch`, with the client's terminal as the program's input and output. */
  launchInTerminal(spec: LaunchSpec, terminal: ClientTerminal): Promise<DebugTarget>;
  /** `session` picks one of several; without it the newest running one. */
  attach(spec: { readonly session?: string }): Promise<DebugTarget>;
  /** undefined = no token needed (stdio, the editor's own socket). */
  readonly token: string | undefined;
  /** What agents, tools and requests of the kernel's scripts do. */
  readonly events: KernelEvents;
}

export type KernelEvents = Pick<EventBus, 'sequence' | 'since' | 'subscribe'>;
