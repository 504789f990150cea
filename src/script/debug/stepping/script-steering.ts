/**
 * The debugger as the script itself steers it (`Debug.breakpoint`, `Debug.step`, `Debug.continue`), from the line that called. A step begins
 * when the script is back there; if nothing is left to do on that line it is already at its end.
 */
import type { Engine, LuaFrame, LuaThread, StepKind } from '../../engine/engine.ts';
import type { ScriptBreakpointPlace, ScriptDebugger } from '../../services.ts';
import { ScriptBreakpoints, type ScriptBreakpointParts } from '../breakpoints/script-breakpoints.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';

export interface SteeringSurroundings {
  /** Whether the script runs under a debugger, and on its own account: not for an expression that the debugger evaluates. */
  canSteer(): boolean;
  runningThread(): LuaThread | undefined;
  /** Stops in a host function; `caller` is the frame of the thread that called it, if one did. */
  stop(thread: LuaThread, caller: LuaFrame | undefined): void;
}

interface Wish {
  readonly kind: StepKind;
  readonly caller: object;
  /** The line that called. */
  readonly line: number;
}

export class ScriptSteering implements ScriptDebugger {
  readonly breakpoints: ScriptBreakpoints;
  readonly #engine: Engine;
  readonly #around: SteeringSurroundings;
  /** The way back to the line that called is under way. */
  #wish: Wish | undefined;
  /** The step under way is the script's. */
  #steps = false;

  constructor(parts: ScriptBreakpointParts, around: SteeringSurroundings) {
    this.breakpoints = new ScriptBreakpoints(parts);
    this.#engine = parts.engine;
    this.#around = around;
  }

  // -- for the script

  addBreakpoint(place: ScriptBreakpointPlace): void {
    this.breakpoints.add(place);
  }

  stopHere(): void {
    const thread = this.#thread();
    if (thread !== undefined) this.#around.stop(thread, innermostLuaFrame(this.#engine, thread));
  }

  step(kind: 'in' | 'over'): void {
    const thread = this.#thread();
    // A function of the host that a coroutine was made of was called by nobody there: no line is left to come back to.
    const caller = thread && innermostLuaFrame(this.#engine, thread);
    if (caller === undefined) return;
    this.#wish = { kind, caller: caller.activation, line: caller.line };
    this.#steps = true;
    this.#engine.armStep('out');
  }

  goOn(): void {
    if (!this.#steps || !this.#around.canSteer()) return;
    this.forget();
    this.#engine.disarmStep();
  }

  // -- for the ExecutionManager

  /** A step has come to its end. Answers the one that goes on from here: the script is back on the line that called, and has more to do there. */
  stepFrom(thread: LuaThread): StepKind | undefined {
    const wish = this.#wish;
    this.#wish = undefined;
    if (wish === undefined) return undefined;
    const top = this.#engine.topFrame(thread);
    return top?.activation === wish.caller && top.line === wish.line ? wish.kind : undefined;
  }

  /** The program has stopped, or somebody else steps. */
  forget(): void {
    this.#wish = undefined;
    this.#steps = false;
  }

  #thread(): LuaThread | undefined {
    return this.#around.canSteer() ? this.#around.runningThread() : undefined;
  }
}
