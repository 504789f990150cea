/**
 * Traps in the bytecode. An instruction is trapped as long as it is a stop point (a line somebody wants to stop on) or carries temporary
 * traps of a step; each of those is for one activation only.
 */
import type { Body } from './bodies.ts';
import { type CallInfo, fengari, type Instruction, type LuaState, type Proto } from './vm.ts';

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
  if (trap.isStopPoint || trap.temporary.length > 0) return;
  instruction.trap = null;
  instruction.dispatch = instruction.opcode;
}

export function setStopPoint(body: Body, line: number, on: boolean): void {
  const proto = body.proto;
  if (proto === undefined) return;
  for (const pc of body.stopPlaces(line)) {
    const instruction = proto.code[pc] as Instruction;
    const trap = on ? setTrap(instruction) : trapOf(instruction);
    if (trap === undefined) continue;
    trap.isStopPoint = on;
    dropIfUnused(instruction, trap);
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
