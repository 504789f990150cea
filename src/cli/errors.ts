/** How a command fails: what the user reads on stderr, and the exit code. Nothing else ends the process with a failure. */

export const ExitCodes = { Ok: 0, Failed: 1, Usage: 2, Interrupted: 130, ReaderGone: 141, Terminated: 143 } as const;

/** Thrown by commands; the message says what to do next. */
export class CliError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = ExitCodes.Failed, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}

/** Whoever read our output has gone (`llmspell … | head`): no failure of ours, and nobody is left to be told. */
export function isReaderGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/** What stderr shows of any error: never a stack of ours, unless it was asked for. */
export function describeError(error: unknown, withStack: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return withStack && error.stack !== undefined ? error.stack : error.message;
}
