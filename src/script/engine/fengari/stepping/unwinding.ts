/**
 * Exceptions by which the debugger changes what runs: they pass every protected call, as an interrupt does, and are caught by the VM where
 * they are meant to arrive. One that is not ends the execution.
 */
import { LuaInterrupt } from '../../engine.ts';
import type { CallInfo, LuaState } from '../vm.ts';

/** `L` goes on in `ci` at another instruction. */
export class FrameMove extends LuaInterrupt {
  readonly L: LuaState;
  readonly ci: CallInfo;
  readonly pc: number;

  constructor(L: LuaState, ci: CallInfo, pc: number) {
    super('terminated', 'the debugger has moved the program');
    this.L = L;
    this.ci = ci;
    this.pc = pc;
  }
}

/** Ends a coroutine that runs, or waits for one that it has resumed: caught where it was resumed itself. */
export class ThreadEnd extends LuaInterrupt {
  readonly L: LuaState;

  constructor(L: LuaState) {
    super('terminated', 'the debugger has ended the coroutine');
    this.L = L;
  }
}
