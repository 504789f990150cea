/** Frames that run a function: found on every stack, and left with the old code when the function gets another. */
import type { Threads } from './threads.ts';
import { type CallInfo, closureOf, fengari, isLuaFrame, type LClosure, type LuaState, type Proto, protoOf } from './vm.ts';

const { LClosure: Closure } = fengari.lobject;

export interface Activation {
  readonly L: LuaState;
  readonly ci: CallInfo;
}

/** Every Lua frame of every thread, by the code it runs. */
export function activations(threads: Threads): Map<Proto, Activation[]> {
  const found = new Map<Proto, Activation[]>();
  for (const L of threads.states()) {
    for (let ci: CallInfo | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) {
      if (!isLuaFrame(ci)) continue;
      const list = found.get(protoOf(ci));
      if (list === undefined) found.set(protoOf(ci), [{ L, ci }]);
      else list.push({ L, ci });
    }
  }
  return found;
}

/** Gives frames closures of their own that run `old`; variables stay shared with the functions they were called by. */
export function keepRunning(frames: readonly Activation[], old: Proto): void {
  const doubles = new Map<LClosure, LClosure>();
  for (const { L, ci } of frames) {
    const closure = closureOf(ci);
    let double = doubles.get(closure);
    if (double === undefined) {
      const made = new Closure(L, closure.nupvalues);
      made.p = old;
      made.upvals = closure.upvals;
      doubles.set(closure, (double = made));
    }
    ci.func.value = double;
  }
}
