/** Frames of a thread's stack and the variables in them. Only legal while the program is stopped (engine.ts says so). */
import type { ActiveCall, FunctionBody, LuaFrame, LuaThread, LuaValue, LuaVariable } from '../../engine.ts';
import { bodyOf } from '../code/bodies.ts';
import { stateOf } from './threads.ts';
import { callName, type CallName } from './traceback.ts';
import { activationOf } from '../stepping/traps.ts';
import { cellOf, valueIn } from '../values.ts';
import { type CallInfo, closureOf, currentLine, fengari, functionOf, isLuaFrame, type LClosure, type LuaState, nameOf, type Proto, protoOf, type TValue } from '../vm.ts';

export class Frame implements LuaFrame {
  readonly thread: LuaThread;
  readonly level: number;
  readonly L: LuaState;
  readonly ci: CallInfo;
  #name: CallName | undefined;

  constructor(thread: LuaThread, L: LuaState, ci: CallInfo, level: number) {
    this.thread = thread;
    this.level = level;
    this.L = L;
    this.ci = ci;
  }

  get isLua(): boolean {
    return isLuaFrame(this.ci);
  }
  get proto(): Proto | undefined {
    return this.isLua ? protoOf(this.ci) : undefined;
  }
  get body(): FunctionBody | undefined {
    const { proto } = this;
    return proto && bodyOf(proto);
  }
  get line(): number {
    return this.isLua ? currentLine(this.ci) : 0;
  }
  get name(): string | undefined {
    return (this.#name ??= callName(this.L, this.ci)).name;
  }
  get nameKind(): string {
    return (this.#name ??= callName(this.L, this.ci)).kind;
  }
  get isTailCall(): boolean {
    return (this.ci.callstatus & fengari.lstate.CIST_TAIL) !== 0;
  }
  get function(): LuaValue {
    return valueIn(functionOf(this.L, this.ci));
  }
  get activation(): object {
    return activationOf(this.ci);
  }
}

/** The cell is the variable itself, shared with the closures that captured it: it is written in place. */
class CellVariable implements LuaVariable {
  readonly name: string;
  readonly #cell: TValue;

  constructor(name: string, cell: TValue) {
    this.name = name;
    this.#cell = cell;
  }

  get value(): LuaValue {
    return valueIn(this.#cell);
  }

  set(value: LuaValue): void {
    this.#cell.setfrom(cellOf(value));
  }

  static cellOf(variable: LuaVariable): TValue | undefined {
    return #cell in variable ? variable.#cell : undefined;
  }
}

export const variableOf = (name: string, cell: TValue): LuaVariable => new CellVariable(name, cell);

/** Of a variable that came from here. */
export function cellOfVariable(variable: LuaVariable): TValue {
  const cell = CellVariable.cellOf(variable);
  if (cell === undefined) throw new TypeError('no variable of this engine');
  return cell;
}

export function framesOf(thread: LuaThread): readonly Frame[] {
  const L = stateOf(thread);
  const frames: Frame[] = [];
  for (let ci: CallInfo | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) frames.push(new Frame(thread, L, ci, frames.length));
  return frames;
}

export function topFrameOf(thread: LuaThread): Frame | undefined {
  const L = stateOf(thread);
  return L.ci === L.base_ci ? undefined : new Frame(thread, L, L.ci, 0);
}

export function activeCallsOf(innermost: LuaState, limit: number): readonly ActiveCall[] {
  const calls: ActiveCall[] = [];
  for (let L: LuaState | null = innermost; L !== null; L = L.from) {
    for (let ci: CallInfo | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) {
      if (!isLuaFrame(ci)) continue;
      if (calls.length === limit) return calls;
      calls.push({ body: bodyOf(protoOf(ci)), line: currentLine(ci) });
    }
  }
  return calls;
}

export interface LocalSlot {
  readonly name: string;
  /** Index in the thread's stack. */
  readonly slot: number;
}

/** Names and registers of the locals that are active at an instruction. The loop's hidden ones have names in parentheses. */
export function* activeLocals(proto: Proto, pc: number): Iterable<{ readonly name: string; readonly register: number }> {
  let register = 0;
  for (const local of proto.locvars) {
    if (local.startpc > pc) break;
    if (pc >= local.endpc) continue;
    const name = nameOf(local.varname);
    if (!name.startsWith('(')) yield { name, register };
    register++;
  }
}

export function* localSlots(frame: Frame): Iterable<LocalSlot> {
  const { ci, proto } = frame;
  if (proto === undefined) return;
  for (const { name, register } of activeLocals(proto, ci.l_savedpc - 1)) yield { name, slot: ci.l_base + register };
}

export function localsOf(frame: Frame): readonly LuaVariable[] {
  return Array.from(localSlots(frame), ({ name, slot }) => new CellVariable(name, frame.L.stack[slot] as TValue));
}

/** Extra arguments lie between the function and its registers. */
export function varargCells(frame: Frame): readonly TValue[] {
  const { ci, proto, L } = frame;
  if (proto === undefined || !proto.is_vararg) return [];
  const cells: TValue[] = [];
  for (let slot = ci.funcOff + proto.numparams + 1; slot < ci.l_base; slot++) cells.push(L.stack[slot] as TValue);
  return cells;
}

export function varargsOf(frame: Frame): readonly LuaVariable[] {
  return varargCells(frame).map((cell, index) => new CellVariable(`[${index + 1}]`, cell));
}

export function upvaluesOfClosure(closure: LClosure): readonly LuaVariable[] {
  // New code may have variables that the closure gets when it is called next, and places without a name that it has no use for.
  return closure.p.upvalues.flatMap(({ name }, index) => {
    const cell = closure.upvals[index];
    return cell === undefined || (name === null && closure.p.lineinfo.length > 0) ? [] : [new CellVariable(nameOf(name), cell)];
  });
}

export function upvaluesOfFrame(frame: Frame): readonly LuaVariable[] {
  return frame.isLua ? upvaluesOfClosure(closureOf(frame.ci)) : [];
}
