/** What DAP requests are refused with, made in one place: an id for clients, a message for the user that says what to do. */
import type { DebugProtocol } from '@vscode/debugprotocol';

const ids = {
  malformed: 1001,
  unknown_request: 1002,
  not_initialized: 1003,
  not_started: 1004,
  already_started: 1005,
  launch_failed: 2001,
  attach_failed: 2002,
  wrong_token: 2003,
  path_format: 2004,
  relative_path: 2008,
  restart_failed: 2005,
  session_ended: 2006,
  watching: 2007,
  failed: 3001,
  cancelled: 3002,
} as const;

export type DapErrorCode = keyof typeof ids;

export class DapError extends Error {
  readonly code: DapErrorCode;
  /** Whether the client shall put it before the user's eyes, beside whatever asked for it. */
  readonly showUser: boolean;
  constructor(code: DapErrorCode, message: string, showUser = false, cause?: unknown) {
    super(message, { cause });
    this.name = 'DapError';
    this.code = code;
    this.showUser = showUser;
  }
}

export const malformed = (what: string): DapError => new DapError('malformed', `Malformed request: ${what}.`);
export const unknownRequest = (command: string): DapError => new DapError('unknown_request', `The request "${command}" is not supported.`);
export const notInitialized = (): DapError => new DapError('not_initialized', 'The first request of a debug session is "initialize".');
export const notStarted = (): DapError => new DapError('not_started', 'No program is being debugged: send "launch" or "attach" first.');
export const alreadyStarted = (): DapError => new DapError('already_started', 'This debug session already has its program: restart it, or start another session.');
export const sessionEnded = (): DapError => new DapError('session_ended', 'This debug session was ended: start another one.');
export const watching = (): DapError => new DapError('watching', 'This debugger watches a program that another one controls: end the program there, or disconnect that one first.', true);
export const launchFailed = (error: unknown): DapError => new DapError('launch_failed', messageOf(error), true, error);
export const noTerminal = (): DapError =>
  new DapError(
    'launch_failed',
    '"console": "integratedTerminal" needs a client that can run a program in a terminal of its own, and this one has not said that it can (supportsRunInTerminalRequest): use "internalConsole", or run the script by `llmspell run --debug FILE` in any terminal and attach to it.',
    true,
  );
export const attachFailed = (error: unknown): DapError => new DapError('attach_failed', messageOf(error), true, error);
export const restartFailed = (error: unknown): DapError => new DapError('restart_failed', messageOf(error), true, error);
export const attachedRestart = (): DapError =>
  new DapError('restart_failed', 'Only who launched a program can restart it, and this debugger has attached to it: disconnect, and launch it.', true);
export const wrongToken = (given: boolean): DapError =>
  new DapError(
    'wrong_token',
    given
      ? "The token is wrong: take it from the kernel's connection file (field \"token\")."
      : 'A token is needed: give "token" the value of that field in the kernel\'s connection file.',
    true,
  );
export const pathFormat = (): DapError => new DapError('path_format', 'Only native paths are supported: set pathFormat to "path".');
export const relativePath = (path: string): DapError =>
  new DapError('relative_path', `"${path}" is not an absolute path: name the file by its whole path, or launch the program with a "cwd" from which it is found.`);
export const cancelled = (): DapError => new DapError('cancelled', 'cancelled');

/**
 * The body of an error response. Whatever is no DapError was thrown by the target, whose messages are for the user; clients do not show by
 * themselves why a step was refused.
 */
export function errorBody(error: unknown): { message: string; body: { error: DebugProtocol.Message } } {
  const known = error instanceof DapError ? error : asCancelled(error) ?? new DapError('failed', messageOf(error), codeOf(error) === 'other_thread');
  const format = known.message.replace(/[{}]/g, (brace) => (brace === '{' ? '(' : ')'));
  return { message: known.message, body: { error: { id: ids[known.code], format, showUser: known.showUser } } };
}

function asCancelled(error: unknown): DapError | undefined {
  return codeOf(error) === 'evaluation_cancelled' ? cancelled() : undefined;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
