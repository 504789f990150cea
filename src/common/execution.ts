/**
 * What an execution is given and what becomes of it: shared by the kernel (which makes it), the script worker (which runs it)
 * and the protocols (which report it).
 */

/** Immutable; every host call of the execution receives it. Nothing below the command line reads `process.cwd()` or `process.env`. */
export interface ExecutionContext {
  readonly executionId: string;
  readonly sessionId: string;
  readonly correlationId: string;
  /** Absolute. */
  readonly cwd: string;
  /** The script's whole environment; nothing is inherited behind its back. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the script; undefined for code without a file. Its folder may be read by the script. */
  readonly scriptPath?: string;
  /** Who asked: shown in events and `kernel status`. */
  readonly origin: 'dap' | 'run' | 'exec' | 'http' | 'repl' | 'jupyter' | 'task' | 'editor';
}

/** A script on disk, or code that has no file. */
export type Program =
  | { readonly kind: 'file'; /** Absolute, as the client wrote it. */ readonly path: string }
  | { readonly kind: 'code'; readonly code: string; /** Lua chunk name, with its `=` or `@`. */ readonly chunkName: string };

/** Of one execution, or of the VM it runs in. */
export type LimitName = 'time' | 'memory' | 'output';

/** How an execution ended. `exitCode`: 0 script end, 1 uncaught error or terminated, n for `os.exit(n)`. */
export interface ExecutionEnd {
  readonly exitCode: number;
  readonly reason: 'done' | 'error' | 'exit' | 'terminated' | 'interrupted' | 'crashed';
  /** For `error` and `crashed`: the message with the Lua traceback, ready to show to a user; whole paths, no frames of ours. */
  readonly error?: string;
  /** The limit that made it an error: whoever knows the configuration tells which setting that is. */
  readonly limit?: LimitName;
  /** The chunk's return values as Lua prints them, tab-separated (for `exec` and consoles). */
  readonly result?: string;
  /** A result that is one table, as JSON text; only where it was asked for, and JSON can hold it. */
  readonly resultJson?: string;
}

/** An error a host function answers with; becomes a Lua error at the calling line. */
export interface HostErrorData {
  readonly code: string;
  readonly message: string;
}
