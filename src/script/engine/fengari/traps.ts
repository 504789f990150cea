/**
 * Traps in the bytecode. An instruction is trapped as long as it is a stop point (a line somebody wants to stop on) or carries temporary
 * traps of a step; each of those is for one activation only.
 */
import type { Body } from './bodies.ts';
import { type CallInfo, fengari, type Instruction, type LuaState, type Proto } from './vm.ts';

const { OpCodesI: Op } = fengari.lopcodes;

/** A token for a call that is running: call records are reused, tokens are not. */
export function activationOf(ci: CallInfo): object {
  return (ci.activation ??= {});
}

/** Where a step may end. `line`: in the frame it started in, if that is on another line by then. */
export interface TemporaryTrap {
  readonly L: LuaState;
  readonly activation: object;
  readonly kind: 'line' | 'arrival';
}

export class Trap {
  isStopPoint = false;
  /** The jump from a loop's head to its test, trapped so that arriving there the first time is not taken for a new round. */
  entersLoop = false;
  readonly temporary: TemporaryTrap[] = [];
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
  if (trap.isStopPoint || trap.entersLoop || trap.temporary.length > 0) return;
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

/** Adds a temporary trap; the answer takes it away again. */
export function addTemporary(proto: Proto, pc: number, temporary: TemporaryTrap): () => void {
  const instruction = proto.code[pc];
  if (instruction === undefined) return () => {};
  const trap = setTrap(instruction);
  trap.temporary.push(temporary);
  return () => {
    const at = trap.temporary.indexOf(temporary);
    if (at >= 0) trap.temporary.splice(at, 1);
    dropIfUnused(instruction, trap);
  };
}
