/**
 * Traps in the bytecode. An instruction is trapped as long as it is a stop point (a line somebody wants to stop on) or carries temporary
 * traps of a step; each of those is for one activation only.
 */
import type { Body } from '../code/bodies.ts';
import type { DataWrite } from '../../engine.ts';
import { type CallInfo, fengari, type Instruction, type LClosure, type LuaState, type Proto } from '../vm.ts';

const { OpCodesI: Op } = fengari.lopcodes;

/** A token for a call that is running: call records are reused, tokens are not. */
export function activationOf(ci: CallInfo): object {
  return (ci.activation ??= {});
}

/**
 * Where a step may end. `line`: in the frame it started in, if that is on another line by then. At a `call` it begins to look for what the call
 * runs, and no longer at its `return`.
 */
export interface TemporaryTrap {
  readonly L: LuaState;
  readonly activation: object;
  readonly kind: 'line' | 'arrival' | 'call' | 'return';
}

/** What a watched variable or field went through, and where. */
export interface Write extends DataWrite {
  /** The instruction that wrote; undefined when the variable's scope begins only behind it, and in library functions. */
  readonly writer: number | undefined;
}

/** A place that a watch looks at, for every activation that comes by. */
export interface WatchTrap {
  /** The program has come to the instruction: adds what was written on the way. */
  arrived?(L: LuaState, ci: CallInfo, writes: Write[]): void;
  /** The instruction runs next. */
  leaving?(L: LuaState, ci: CallInfo): void;
}

export class Trap {
  isStopPoint = false;
  /** The jump from a loop's head to its test, trapped so that arriving there the first time is not taken for a new round. */
  entersLoop = false;
  readonly temporary: TemporaryTrap[] = [];
  readonly watches: WatchTrap[] = [];
  /** At a function's first instruction: what its closure needs before it runs, also when the debugger calls it. */
  prepare: ((closure: LClosure) => void) | undefined = undefined;
}

export const trapOf = (instruction: Instruction): Trap | undefined => (instruction.trap as Trap | null) ?? undefined;

function setTrap(instruction: Instruction): Trap {
  const existing = trapOf(instruction);
  if (existing !== undefined) return existing;
  const trap = new Trap();
  instruction.trap = trap;
  instruction.dispatch = fengari.lopcodes.OP_TRAP;
  return trap;
}

function dropIfUnused(instruction: Instruction, trap: Trap): void {
  if (trap.isStopPoint || trap.entersLoop || trap.temporary.length > 0 || trap.watches.length > 0 || trap.prepare !== undefined) return;
  instruction.trap = null;
  instruction.dispatch = instruction.opcode;
}

export const testsLoop = (instruction: Instruction): boolean => instruction.opcode === Op.OP_FORLOOP || instruction.opcode === Op.OP_TFORCALL;

/** The instruction that jumps from the head of a `for` to its test. */
function loopEntry(proto: Proto, test: number): Instruction | undefined {
  return proto.code.find(({ opcode, sBx }, pc) => (opcode === Op.OP_FORPREP || opcode === Op.OP_JMP) && pc < test && pc + 1 + sBx === test);
}

function change(instruction: Instruction | undefined, what: 'isStopPoint' | 'entersLoop', on: boolean): void {
  if (instruction === undefined) return;
  const trap = on ? setTrap(instruction) : trapOf(instruction);
  if (trap === undefined) return;
  trap[what] = on;
  dropIfUnused(instruction, trap);
}

export function setStopPoint(body: Body, line: number, on: boolean): void {
  const proto = body.proto;
  if (proto === undefined) return;
  for (const pc of body.stopPlaces(line)) {
    const instruction = proto.code[pc] as Instruction;
    change(instruction, 'isStopPoint', on);
    if (testsLoop(instruction)) change(loopEntry(proto, pc), 'entersLoop', on);
  }
}

/** From now on closures of this code are prepared when they are called. */
export function prepareCalls(proto: Proto, prepare: (closure: LClosure) => void): void {
  const [first] = proto.code;
  if (first !== undefined) setTrap(first).prepare = prepare;
}

/** Adds a temporary trap; the answer takes it away again. */
export const addTemporary = (proto: Proto, pc: number, temporary: TemporaryTrap): (() => void) => addTo(proto, pc, (trap) => trap.temporary, temporary);

/** Adds a watch's place; the answer takes it away again. */
export const addWatchTrap = (proto: Proto, pc: number, watch: WatchTrap): (() => void) => addTo(proto, pc, (trap) => trap.watches, watch);

function addTo<T>(proto: Proto, pc: number, listOf: (trap: Trap) => T[], entry: T): () => void {
  const instruction = proto.code[pc];
  if (instruction === undefined) return () => {};
  const trap = setTrap(instruction);
  const list = listOf(trap);
  list.push(entry);
  return () => {
    const at = list.indexOf(entry);
    if (at >= 0) list.splice(at, 1);
    dropIfUnused(instruction, trap);
  };
}
