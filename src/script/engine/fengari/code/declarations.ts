/**
 * Where a variable is declared, and which functions can write it. Upvalues are resolved through the functions around by what the compiler
 * noted of each capture: so a name is never enough, and two variables of one name are never taken for each other.
 */
import { bodyOf } from './bodies.ts';
import { fengari, type LocVar, nameOf, type Proto } from '../vm.ts';

const { OpCodesI: Op } = fengari.lopcodes;

export interface Declaration {
  readonly name: string;
  /** The function that declares it, or the outermost one that is known to share it. */
  readonly proto: Proto;
  /** Undefined when it comes from outside of all that is known: an upvalue of a chunk. */
  readonly local: LocVar | undefined;
  /** Its register; without `local` its upvalue number. */
  readonly index: number;
}

/** The local that lives in a register at an instruction; the loop's hidden ones too. */
export function localIn(proto: Proto, pc: number, register: number): LocVar | undefined {
  let next = 0;
  for (const local of proto.locvars) {
    if (local.startpc > pc) break;
    if (pc < local.endpc && next++ === register) return local;
  }
  return undefined;
}

/** `local function f` can use itself: its closure is made one instruction before its variable is said to begin. */
const seesAt = (local: LocVar, name: string, pc: number): boolean =>
  (pc >= local.startpc && pc < local.endpc) || (pc + 1 === local.startpc && nameOf(local.varname) === name);

function* closings(outer: Proto, inner: Proto): Iterable<number> {
  for (const [pc, { opcode, Bx }] of outer.code.entries()) if (opcode === Op.OP_CLOSURE && outer.p[Bx] === inner) yield pc;
}

export function declarationOf(closed: Proto, upvalue: number): Declaration {
  const name = nameOf(closed.upvalues[upvalue]?.name ?? null);
  let proto = closed;
  let index = upvalue;
  for (;;) {
    const { instack, idx } = proto.upvalues[index]!;
    const outer: Proto | undefined = bodyOf(proto)?.parent?.proto;
    if (outer === undefined) return { name, proto, local: undefined, index };
    if (instack) {
      const [pc = 0] = closings(outer, proto);
      const local = localIn(outer, pc, idx) ?? localIn(outer, pc + 1, idx);
      return { name, proto: outer, local, index: idx };
    }
    proto = outer;
    index = idx;
  }
}

/** Parameters are declared with their function; a local function's closure is made "on" the function's last line. */
export function declarationLine(proto: Proto, local: LocVar | undefined): number {
  if (local === undefined || local.startpc === 0) return Math.max(1, proto.linedefined);
  const pc = local.startpc - 1;
  const { opcode, Bx } = proto.code[pc]!;
  return (opcode === Op.OP_CLOSURE ? proto.p[Bx]?.linedefined : undefined) ?? proto.lineinfo[pc] ?? proto.linedefined;
}

export interface Capture {
  readonly proto: Proto;
  readonly upvalue: number;
}

/** Every function that has the variable as an upvalue. */
export function* capturesOf({ proto, local, index, name }: Declaration): Iterable<Capture> {
  if (local === undefined) {
    yield { proto, upvalue: index };
    yield* passedOn(proto, index);
    return;
  }
  for (const inner of proto.p) {
    if (![...closings(proto, inner)].some((pc) => seesAt(local, name, pc))) continue;
    for (const [upvalue, { instack, idx }] of inner.upvalues.entries()) {
      if (!instack || idx !== index) continue;
      yield { proto: inner, upvalue };
      yield* passedOn(inner, upvalue);
    }
  }
}

export const isCaptured = (declaration: Declaration): boolean => capturesOf(declaration)[Symbol.iterator]().next().done !== true;

function* passedOn(outer: Proto, from: number): Iterable<Capture> {
  for (const inner of outer.p) {
    for (const [upvalue, { instack, idx }] of inner.upvalues.entries()) {
      if (instack || idx !== from) continue;
      yield { proto: inner, upvalue };
      yield* passedOn(inner, upvalue);
    }
  }
}
