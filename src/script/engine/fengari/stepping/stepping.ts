/**
 * Steps, by temporary traps bound to activations; the program runs at full speed in between and hooks stay the script's own.
 *
 * over: the line starts and jump targets of the current function, and the place where every Lua function that waits for it will go on,
 *       across coroutines by way of the thread that resumed each. An error caught anywhere up there arrives at such a place too.
 * out:  those places only.
 * in:   as over, and ticks come at every call: a new frame is trapped at its first instruction, a resumed coroutine where it goes on.
 * into: one call of a line: as over, until that call is about to run; then as in, until it has come back.
 */
import type { CallPlace, StepKind } from '../../engine.ts';
import { isContinuation, isInMidStatement } from '../code/bodies.ts';
import type { Frame } from '../stack/frames.ts';
import { activationOf, addTemporary, type TemporaryTrap, type Trap } from './traps.ts';
import { type CallInfo, fengari, isLuaFrame, luaFrameBelow, type LuaState, type Proto, protoOf } from '../vm.ts';

const { counter, LIMIT, replaceLimit, STEP_LIMIT } = fengari.ticks;
const { OpCodesI: Op } = fengari.lopcodes;

/** The instructions at which a frame that waits in `pc - 1` may go on: the jump after a test is not dispatched on its own. */
function resumePlaces(proto: Proto, pc: number): readonly number[] {
  const before = proto.code[pc - 1]?.opcode;
  const next = proto.code[pc];
  if (next === undefined) return [];
  const compares = before === Op.OP_EQ || before === Op.OP_LT || before === Op.OP_LE;
  if ((compares && next.opcode === Op.OP_JMP) || before === Op.OP_TFORCALL) return [pc + 1, pc + 1 + next.sBx];
  return [pc];
}

/** By the list of lines: a function whose code is replaced gets another one. */
const lineStartCache = new WeakMap<readonly number[], readonly number[]>();

/** Where something on another line may begin: changes of the line, and targets of jumps. A statement over several lines is not entered again. */
function lineStarts(proto: Proto): readonly number[] {
  const cached = lineStartCache.get(proto.lineinfo);
  if (cached !== undefined) return cached;
  const starts = new Set<number>();
  for (const [pc, instruction] of proto.code.entries()) {
    if (pc === 0 || proto.lineinfo[pc] !== proto.lineinfo[pc - 1]) starts.add(isContinuation(proto, pc) ? pc + 1 : pc);
    const { opcode } = instruction;
    const jumps = opcode === Op.OP_JMP || opcode === Op.OP_FORLOOP || opcode === Op.OP_TFORLOOP || opcode === Op.OP_FORPREP;
    if (jumps) starts.add(pc + 1 + instruction.sBx);
  }
  const list = [...starts].filter((pc) => !isInMidStatement(proto, pc));
  lineStartCache.set(proto.lineinfo, list);
  return list;
}

/** The calls compiled for the line of a frame. What runs now, in a frame that waits, is not ahead any more. */
export function callsOnLine(frame: Frame): readonly CallPlace[] {
  const { proto, ci, level } = frame;
  if (proto === undefined) return [];
  const now = ci.l_savedpc - 1;
  const calls: CallPlace[] = [];
  for (const [place, { opcode }] of proto.code.entries()) {
    if ((opcode !== Op.OP_CALL && opcode !== Op.OP_TAILCALL) || proto.lineinfo[place] !== proto.lineinfo[now]) continue;
    calls.push({ place, isAhead: level === 0 ? place >= now : place > now });
  }
  return calls;
}

interface Step {
  /** Of a step into one call: what it does at present. */
  kind: StepKind;
  readonly L: LuaState;
  readonly line: number | undefined;
  readonly pc: number;
  readonly undo: (() => void)[];
  /** How often each other thread had been resumed when it was trapped last. */
  readonly resumes: Map<LuaState, number>;
}

export class Stepper {
  #step: Step | undefined;

  /** Whether a step needs to see every tick. */
  get wantsTicks(): boolean {
    return this.#step?.kind === 'in';
  }

  /** Starts from the frame in which the program is stopped; `l_savedpc` is one past the instruction that is about to run. */
  arm(kind: StepKind, L: LuaState): void {
    this.disarm();
    this.#start(kind, L, L.ci);
    if (kind === 'in') replaceLimit(Infinity, STEP_LIMIT);
  }

  /** Into the call at an instruction of the frame, which may wait for others. */
  armInto({ L, ci }: Frame, call: number): void {
    this.disarm();
    this.#start('over', L, ci);
    this.#trap(L, ci, call, 'call');
  }

  #start(kind: StepKind, L: LuaState, from: CallInfo): void {
    // Over a host function is over the line that called it.
    const ci = kind === 'over' ? (luaFrameBelow(from) ?? from) : from;
    const inLua = isLuaFrame(ci);
    const pc = inLua ? ci.l_savedpc - 1 : 0;
    const line = inLua ? protoOf(ci).lineinfo[pc] : undefined;
    this.#step = { kind, L, line, pc, undo: [], resumes: new Map() };
    if (inLua && kind !== 'out') for (const start of lineStarts(protoOf(ci))) this.#trap(L, ci, start, 'line');
    this.#trapAncestors(L, inLua ? ci.previous : ci);
  }

  disarm(): void {
    const step = this.#step;
    if (step === undefined) return;
    this.#step = undefined;
    for (const undo of step.undo) undo();
    if (step.kind === 'in') replaceLimit(STEP_LIMIT, Infinity);
  }

  /** Whether the step ends at a trapped instruction. */
  endsAt(L: LuaState, ci: CallInfo, trap: Trap): boolean {
    const step = this.#step;
    if (step === undefined) return false;
    for (const temporary of trap.temporary) {
      if (temporary.L !== L || temporary.activation !== ci.activation) continue;
      if (temporary.kind === 'arrival') return true;
      const pc = ci.l_savedpc - 1;
      if (temporary.kind === 'line' && (protoOf(ci).lineinfo[pc] !== step.line || pc <= step.pc)) return true;
    }
    this.#followCall(step, L, ci, trap.temporary);
    return false;
  }

  /** The call to step into is about to run, or has come back without a stop: a host function, which called nothing that is Lua. */
  #followCall(step: Step, L: LuaState, ci: CallInfo, traps: readonly TemporaryTrap[]): void {
    const isHere = (kind: TemporaryTrap['kind']): boolean => traps.some((trap) => trap.kind === kind && trap.L === L && trap.activation === ci.activation);
    if (isHere('call') && step.kind === 'over') {
      step.kind = 'in';
      for (const pc of resumePlaces(protoOf(ci), ci.l_savedpc)) this.#trap(L, ci, pc, 'return');
      replaceLimit(Infinity, STEP_LIMIT);
    } else if (isHere('return') && step.kind === 'in') {
      step.kind = 'over';
      replaceLimit(STEP_LIMIT, Infinity);
    }
  }

  /** `l_savedpc` is the instruction that runs next. */
  tick(L: LuaState, ci: CallInfo): void {
    const step = this.#step;
    if (step?.kind !== 'in' || !isLuaFrame(ci) || protoOf(ci).lineinfo.length === 0) return;
    if (ci.l_savedpc === 0) this.#trap(L, ci, 0, 'arrival');
    else if (L !== step.L && step.resumes.get(L) !== L.resumes) {
      step.resumes.set(L, L.resumes);
      this.#trap(L, ci, ci.l_savedpc, 'arrival');
    }
    if (counter[LIMIT] === Infinity) replaceLimit(Infinity, STEP_LIMIT);
  }

  #trapAncestors(L: LuaState, from: CallInfo | null): void {
    let start = from;
    for (let thread: LuaState | null = L; thread !== null; thread = thread.from) {
      for (let ci = start; ci !== null && ci !== thread.base_ci; ci = ci.previous) {
        if (!isLuaFrame(ci)) continue;
        for (const pc of resumePlaces(protoOf(ci), ci.l_savedpc)) this.#trap(thread, ci, pc, 'arrival');
      }
      start = thread.from?.ci ?? null;
    }
  }

  #trap(L: LuaState, ci: CallInfo, pc: number, kind: TemporaryTrap['kind']): void {
    this.#step?.undo.push(addTemporary(protoOf(ci), pc, { L, activation: activationOf(ci), kind }));
  }
}
