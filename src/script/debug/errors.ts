/** The errors of debug requests, made in one place: a code for the front end, a message that says what to do. */
import type { HostErrorData } from '../../common/execution.ts';
import type { MoveObstacle } from '../engine/engine.ts';

export type DebugErrorCode =
  | 'stale_reference'
  | 'unknown_reference'
  | 'not_stopped'
  | 'unknown_thread'
  | 'other_thread'
  | 'unknown_source'
  | 'evaluation_failed'
  | 'evaluation_timeout'
  | 'evaluation_cancelled'
  | 'evaluation_refused'
  | 'not_settable'
  | 'not_watchable'
  | 'no_such_value'
  | 'value_too_large'
  | 'bad_hit_condition'
  | 'bad_log_message'
  | 'no_exception'
  | 'not_replaced'
  | 'jump_refused'
  | 'restart_refused'
  | 'label_frame'
  | 'internal';

export class DebugError extends Error {
  readonly code: DebugErrorCode;
  constructor(code: DebugErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DebugError';
    this.code = code;
  }
}

export const staleReference = (): DebugError =>
  new DebugError('stale_reference', 'The program has run on since this was shown: select the frame again.');
export const unknownReference = (id: number): DebugError =>
  new DebugError('unknown_reference', `Nothing has been shown under the number ${id}: ask for the stack, and take the numbers from the answers.`);
export const notStopped = (): DebugError => new DebugError('not_stopped', 'The program is running: pause it first.');
export const unknownThread = (id: number): DebugError => new DebugError('unknown_thread', `There is no thread ${id} any more.`);
/** `asked`, `stopped`: their names. */
export const otherThread = (asked: string, stopped: string): DebugError =>
  new DebugError('other_thread', `${asked} cannot step: the program has stopped in ${stopped}. Select that one in the call stack, or set a breakpoint in ${asked} and continue.`);
export const unknownSource = (reference: number): DebugError =>
  new DebugError('unknown_source', `The text of source ${reference} is not kept any more: run the program to where it is loaded.`);
export const evaluationFailed = (message: string, cause?: unknown): DebugError => new DebugError('evaluation_failed', message, cause);
export const evaluationTimeout = (seconds: number): DebugError =>
  new DebugError('evaluation_timeout', `The evaluation was ended after ${seconds} s of Lua time.`);
export const evaluationCancelled = (): DebugError => new DebugError('evaluation_cancelled', 'The evaluation was cancelled.');
/** `runs`: activations of the owner are on a stack; which of them is meant is not certain. */
export const outerLocalUnreachable = (name: string, owner: string, user: string, runs: boolean): DebugError =>
  evaluationFailed(`${name} is a local of ${owner} that ${user} does not use: it cannot be reached here; ${runs ? `select a frame of ${owner}` : `${owner} has returned`}.`);
/** Hovers: not shown to the user, so it may be terse. */
export const evaluationRefused = (what: string): DebugError => new DebugError('evaluation_refused', `${what} is not evaluated on hover.`);
/** A hover would run a metamethod of the program. */
export const metamethodRefused = (event: string): DebugError =>
  new DebugError('evaluation_refused', `Hovering runs no code, and this needs ${event}: evaluate it in the Debug Console.`);
export const callRefused = (): DebugError => new DebugError('evaluation_refused', 'Hovering calls no function: evaluate it in the Debug Console.');
/** For a debugger that watches. */
export const lazyRefused = (): DebugError =>
  new DebugError('evaluation_refused', 'This would run code of the program, which another debugger controls: ask there.');
/** Lua would raise this error. */
export const pureFailure = (message: string): DebugError => new DebugError('evaluation_refused', message);
export const notSettable = (name: string, why: string): DebugError => new DebugError('not_settable', `${name} cannot be set: ${why}.`);
export const noSuchValue = (name: string | undefined): DebugError =>
  new DebugError('no_such_value', name === undefined ? 'What is listed here is no single value: name one of the children.' : `There is no ${name} here.`);
export const valueTooLarge = (form: string, limit: string): DebugError =>
  new DebugError('value_too_large', `The value is longer than ${limit} as ${form}: take a part of it.`);
export const notWatchable = (what: string, why: string, cause?: unknown): DebugError =>
  new DebugError('not_watchable', `${what.trim()} cannot be watched: ${why}.`, cause);
export const badHitCondition = (text: string): DebugError =>
  new DebugError('bad_hit_condition', `"${text}" is no hit count: write 3, ==3, >=3, >3, <3, <=3 or %3.`);
export const badLogMessage = (why: string): DebugError => new DebugError('bad_log_message', `The log message ${why}.`);
export const noStatements = (name: string): DebugError =>
  new DebugError('jump_refused', `${name} was loaded as a binary chunk: where its statements start is not known, so nothing can jump there.`);
export const labelFrame = (): DebugError => new DebugError('label_frame', 'This says where the coroutine was created; it has no variables: select a frame above it.');

/** `waits`: the function is further up on the stack. */
export function jumpRefused(obstacle: MoveObstacle, { line, waits }: { readonly line: number; readonly waits: boolean }): DebugError {
  const why = (): string => {
    switch (obstacle.kind) {
      case 'elsewhere':
        return 'only the coroutine that has stopped can jump, and not while it waits in a host function, the call of an agent for instance: let that return first';
      case 'host function':
      case 'host call above':
        return 'the program is in a host function: let that return first';
      case 'other function':
        return waits
          ? 'that function waits for the one that has stopped: step out to it first'
          : 'it is in another function than the one that has stopped: set a breakpoint there instead';
      case 'scope':
        return scopeReason(obstacle.names);
    }
  };
  return new DebugError('jump_refused', `The program cannot jump to line ${line}: ${why()}.`);
}

function scopeReason(names: readonly string[]): string {
  if (names.some((name) => name.startsWith('('))) return 'it is inside of a loop that has not begun: jump to the head of the loop';
  const list = names.map((name) => `"${name}"`).join(', ');
  return `${list} would have no value there: jump to where ${names.length > 1 ? 'they are' : 'it is'} declared`;
}

/** `host`: what has called Lua above the frame. */
export function restartRefused(obstacle: MoveObstacle, host: string): DebugError {
  const why = (): string => {
    switch (obstacle.kind) {
      case 'host function':
        return 'A host function cannot be restarted: restart the Lua function that called it';
      case 'host call above':
        return `This frame cannot be restarted: it waits for ${host}, which has called Lua itself; restart a frame above that`;
      default:
        return 'Only frames of the coroutine that has stopped can be restarted, and not while it waits in a host function, the call of an agent for instance: let that return first';
    }
  };
  return new DebugError('restart_refused', `${why()}.`);
}

export const noException = (): DebugError => new DebugError('no_exception', 'The thread has not stopped at an error.');

/** The program goes on with the code it has. */
export const notReplaced = (why: string, cause?: unknown): DebugError => new DebugError('not_replaced', why, cause);

/** What the front end is told. Errors of ours that are no DebugError are programming mistakes; they say so without a stack. */
export function errorData(error: unknown): HostErrorData {
  if (error instanceof DebugError) return { code: error.code, message: error.message };
  return { code: 'internal', message: `The debugger failed: ${error instanceof Error ? error.message : String(error)}` };
}
