/**
 * Where the variables of new code are in the closures that the old code has made. A closure keeps its variables in an order that its own
 * code knows; the new code is made to follow that order, and variables it no longer uses keep their places.
 */
import { activeLocals } from '../stack/frames.ts';
import { plain } from '../evaluation/simple-operands.ts';
import { fengari, type Instruction, nameOf, type Proto, type TString, type UpvalueInfo } from '../vm.ts';

const { lopcodes } = fengari;
const { OpCodesI: Op } = lopcodes;

/** For each upvalue of the new code its place in the closures; MISSING when they have no such variable. */
export type Places = readonly number[];
export const MISSING = -1;

/** How the code that makes the closures has changed. */
export interface Maker {
  /** As compiled. */
  readonly compiled: Proto;
  /** The place of each of its own upvalues. */
  readonly places: Places;
  /** Its code is the same as before, so its registers mean what they meant. */
  readonly isSame: boolean;
  /** What makes this one; undefined for the chunk itself. */
  readonly maker: Maker | undefined;
}

const same = (a: UpvalueInfo, b: UpvalueInfo): boolean => Boolean(a.instack) === Boolean(b.instack) && a.idx === b.idx;
const text = (name: TString | null): string | undefined => (name === null ? undefined : nameOf(name));

/** By name; a variable that was renamed is known by where its maker has it. */
export function placesOf(old: readonly UpvalueInfo[], compiled: readonly UpvalueInfo[], maker: Maker | undefined): Places {
  return compiled.map((upvalue) => {
    const byName = old.findIndex(({ name }) => name !== null && text(name) === text(upvalue.name));
    if (byName >= 0 || maker?.isSame !== true) return byName;
    const made = captured(upvalue, maker);
    return old.findIndex((candidate) => same(candidate, made) && !compiled.some(({ name }) => text(name) === text(candidate.name)));
  });
}

/** What a maker captures for an upvalue, once its own upvalues have their places. */
export function captured({ name, instack, idx }: UpvalueInfo, maker: Maker | undefined): UpvalueInfo {
  return { name, instack, idx: instack || maker === undefined ? idx : (maker.places[idx] as number) };
}

/** What closures made from now on capture: the new code's variables in their places, and the others of the old code as far as they are there. */
export function capturesInPlace(old: readonly UpvalueInfo[], compiled: Proto, places: Places, maker: Maker | undefined): UpvalueInfo[] {
  const size = Math.max(old.length, ...places.map((place) => place + 1));
  return Array.from({ length: size }, (_, place) => {
    const index = places.indexOf(place);
    if (index >= 0) return captured(compiled.upvalues[index] as UpvalueInfo, maker);
    const unused = old[place] as UpvalueInfo;
    return maker === undefined || maker.isSame ? unused : capturedByName(unused.name, compiled, maker);
  });
}

/** Nothing reads it: any register will do when the name is not visible where the closure is made. */
function capturedByName(name: TString | null, compiled: Proto, { compiled: code, places }: Maker): UpvalueInfo {
  const pc = code.code.findIndex(({ opcode, Bx }) => opcode === Op.OP_CLOSURE && code.p[Bx] === compiled);
  const local = [...activeLocals(code, pc)].findLast((candidate) => candidate.name === text(name));
  if (local !== undefined) return { name, instack: true, idx: local.register };
  const upvalue = code.upvalues.findIndex((candidate) => name !== null && text(candidate.name) === text(name));
  if (upvalue >= 0) return { name, instack: false, idx: places[upvalue] as number };
  return { name: null, instack: true, idx: 0 };
}

/** The instructions, with upvalues in their places. */
export function codeInPlace(code: readonly Instruction[], places: Places): readonly Instruction[] {
  if (places.every((place, index) => place === index)) return code;
  return code.map((instruction) => {
    const { opcode, A, B, C } = instruction;
    if (opcode === Op.OP_SETTABUP) return lopcodes.CREATE_ABC(opcode, places[A] as number, B, C);
    const isUse = opcode === Op.OP_GETUPVAL || opcode === Op.OP_SETUPVAL || opcode === Op.OP_GETTABUP;
    return isUse ? lopcodes.CREATE_ABC(opcode, A, places[B] as number, C) : instruction;
  });
}

/** Whether a function does what it did: names and lines may differ. Functions in it are compared by themselves. */
export function isSameCode(old: Proto, compiled: Proto, code: readonly Instruction[]): boolean {
  return (
    old.numparams === compiled.numparams &&
    old.is_vararg === compiled.is_vararg &&
    old.maxstacksize === compiled.maxstacksize &&
    old.p.length === compiled.p.length &&
    old.k.length === compiled.k.length &&
    old.code.length === code.length &&
    old.code.every((instruction, pc) => instruction.code === code[pc]?.code) &&
    old.k.every((constant, index) => constant.type === compiled.k[index]?.type && Object.is(plain(constant), plain(compiled.k[index])))
  );
}
