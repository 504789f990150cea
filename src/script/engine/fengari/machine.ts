/**
 * What the parts of the adapter share: the Lua state, the thread that runs or calls out right now, and whether a handler is running.
 *
 * While a handler runs, `current` is a thread of its own, so that nothing the debugger does can touch the stack of the stopped
 * program: its top may be anything between two instructions that pass an open list of values.
 */
import type { EngineHandlers, EngineStop, LuaInterrupt } from '../engine.ts';
import { type CallInfo, fengari, type LuaState } from './vm.ts';

const { counter, TICKS } = fengari.ticks;

export class Machine {
  readonly main: LuaState;
  handlers: EngineHandlers;
  /** Where calls from JavaScript go. */
  current: LuaState;
  /** The thread of the program that a handler has stopped. */
  running: LuaState;
  /** A handler is running: no stops, no reports. */
  inHandler = false;
  /** What the handler was called for, while it runs. */
  stop: EngineStop | undefined;
  /** What the handler wants thrown at its end. */
  unwinding: LuaInterrupt | undefined;
  /** The thread on which the debugger runs Lua: never resumed, no hooks, no yields. */
  readonly #debugger: LuaState;

  constructor(main: LuaState, handlers: EngineHandlers) {
    this.main = main;
    this.current = main;
    this.running = main;
    this.handlers = handlers;
    this.#debugger = fengari.lstate.lua_newthread(main);
    main.top--;
  }

  /** The thread of the program that runs, has stopped, or waits in a native function. */
  get programThread(): LuaState {
    return this.inHandler ? this.running : this.current;
  }

  /** Tells the handlers of a stop in `L`. No closure and no allocation here: false conditions in hot lines come through it. */
  deliver(L: LuaState, stop: EngineStop): void {
    const { current, running, handlers } = this;
    if (handlers.stopped === undefined) return;
    const ticks = counter[TICKS] as number;
    this.inHandler = true;
    this.stop = stop;
    this.unwinding = undefined;
    this.running = L;
    this.current = this.#debugger;
    try {
      handlers.stopped(stop);
    } finally {
      this.inHandler = false;
      this.stop = undefined;
      this.running = running;
      this.current = current;
      counter[TICKS] = ticks; // positions do not depend on who is watching
    }
  }

  /** Throws what has been asked for, once nobody needs the stack as it is any more. */
  unwind(): void {
    const { unwinding } = this;
    if (unwinding === undefined) return;
    this.unwinding = undefined;
    throw unwinding;
  }

  /** Runs Lua of the debugger's own (evaluations, conditions): on its thread, without stops, reports or ticks. */
  quietly<T>(action: () => T): T {
    if (this.inHandler) {
      const ticks = counter[TICKS] as number;
      try {
        return action();
      } finally {
        counter[TICKS] = ticks;
      }
    }
    const { current, running } = this;
    const ticks = counter[TICKS] as number;
    this.inHandler = true;
    this.running = current;
    this.current = this.#debugger;
    try {
      return action();
    } finally {
      this.inHandler = false;
      this.running = running;
      this.current = current;
      counter[TICKS] = ticks;
    }
  }
}

/** What a call from JavaScript has to put right when an exception of ours passes through it. */
export interface Boundary {
  readonly ci: CallInfo;
  readonly top: number;
  readonly nny: number;
  readonly nCcalls: number;
  readonly allowhook: number;
  readonly errfunc: number;
  readonly handling: number;
  readonly errorJmp: object | null;
}

export function enterBoundary(L: LuaState): Boundary {
  const { ci, top, nny, nCcalls, allowhook, errfunc, handling, errorJmp } = L;
  return { ci, top, nny, nCcalls, allowhook, errfunc, handling, errorJmp };
}

/** Forgets every frame above the boundary; captured variables keep their values. */
export function unwindTo(L: LuaState, boundary: Boundary): void {
  fengari.lfunc.luaF_close(L, boundary.top);
  Object.assign(L, boundary);
}
