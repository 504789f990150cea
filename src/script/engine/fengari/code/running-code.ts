/** Frames that run a function: found on every stack, and left with the old code when the function gets another. */
import type { Threads } from '../stack/threads.ts';
import { type CallInfo, closureOf, fengari, isLuaFrame, type LClosure, type LuaState, type Proto, protoOf } from '../vm.ts';

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
    if (double === undefined) doubles.set(closure, (double = doubleOf(L, closure, old)));
    ci.func.value = double;
  }
}

function doubleOf(L: LuaState, closure: LClosure, code: Proto): LClosure {
  const double = new Closure(L, closure.nupvalues);
  double.p = code;
  double.upvals = closure.upvals;
  return double;
}

/** A frame of old code that is about to start anew gets what its function is now; not where its arguments would lie in other places. */
export function renew(L: LuaState, ci: CallInfo): void {
  const old = protoOf(ci);
  const now = old.target;
  if (now === old || (now.is_vararg && (!old.is_vararg || old.numparams !== now.numparams))) return;
  ci.func.value = doubleOf(L, closureOf(ci), now);
  fengari.ldo.luaD_checkstack(L, now.maxstacksize);
  Object.assign(ci, { l_code: now.code, top: ci.l_base + now.maxstacksize });
  for (let register = old.numparams; register < now.numparams; register++) L.stack[ci.l_base + register]?.setnilvalue();
}
