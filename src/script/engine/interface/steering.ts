/** Where a program stops, and how a stopped one goes on: stop points, steps, jumps, restarted frames, ended coroutines. */
import type { FunctionBody } from './code.ts';
import type { LuaFrame, LuaThread } from './stack.ts';

export type StepKind = 'over' | 'in' | 'out';

/** A call that a line makes. */
export interface CallPlace {
  readonly place: number;
  /** The line has not come to it yet. */
  readonly isAhead: boolean;
}

/**
 * Why a stopped program cannot go on at another place. `elsewhere`: the thread is not the one that has stopped; `host function`: a function
 * without Lua code; `host call above`: one is running on top; `scope`: variables of these names (in parentheses: a loop's own) have no value.
 */
export type MoveObstacle =
  | { readonly kind: 'elsewhere' | 'host function' | 'host call above' | 'other function' }
  | { readonly kind: 'scope'; readonly names: readonly string[] };

export interface Steering {
  /** On or off, for every place on which this line of this body starts. Costs nothing until reached. */
  setStopPoint(body: FunctionBody, line: number, on: boolean): void;
  /**
   * Ends by a `step` (or `line` with stepDone) stop. Only from within `stopped` or a native function that waits. One at a time. Other stops on its
   * way (a breakpoint whose condition is false, a tick, an error nobody filters) leave it armed: whoever really stops there calls disarmStep.
   */
  armStep(kind: StepKind): void;
  disarmStep(): void;
  /** The calls that are compiled for the frame's current line, in the order in which they run. */
  callsOnLine(frame: LuaFrame): readonly CallPlace[];
  /**
   * Arms a step that runs the frame (the innermost one, or one that waits for it) to a call of its line, and ends in what that call runs first.
   * When that is no Lua, or the call does not come, it is a step over the line.
   */
  armStepInto(frame: LuaFrame, place: number): void;
  /** From within `stopped`: the program goes on at a statement of the function it has stopped in. Answers why not. */
  jump(thread: LuaThread, body: FunctionBody, place: number): MoveObstacle | undefined;
  /** Frames up to this level can be restarted, host functions excepted; -1: none. */
  restartLimit(thread: LuaThread): number;
  /** From within `stopped`: the program goes on at the first instruction of a frame, with the parameters' present values. Answers why not. */
  restart(frame: LuaFrame): MoveObstacle | undefined;
  /**
   * Ends a coroutine, past its pcalls: its resume answers false and `why`, now and ever after. True: it is dead now. False: it is running, or has
   * resumed the one that is; it ends as soon as the handler, or the native function that waits, calls `unwind`.
   */
  endThread(thread: LuaThread, why: string): boolean;
  /** Throws what a jump or the end of a thread needs thrown; returns when there is nothing of the kind. The last thing before a handler returns. */
  unwind(): void;
}
