/**
 * What single instructions do to a frame's registers: which ones each writes, and where the program can be right after it. The base of
 * watching local variables, which are registers by another name.
 */
import { isContinuation } from '../code/bodies.ts';
import { fengari, type Instruction, type Proto } from '../vm.ts';

const { OpCodesI: Op } = fengari.lopcodes;

/** Instructions that write exactly their register A; arithmetic lies between ADD and CONCAT without a gap. */
const WRITES_A = new Set<number | undefined>([
  Op.OP_MOVE, Op.OP_LOADK, Op.OP_LOADKX, Op.OP_LOADBOOL, Op.OP_GETUPVAL, Op.OP_GETTABUP, Op.OP_GETTABLE, Op.OP_NEWTABLE, Op.OP_TESTSET, Op.OP_CLOSURE,
]);

/** First and last register an instruction writes, of those that can be variables of the program. */
function written({ opcode, A, B, C }: Instruction): readonly [number, number] | undefined {
  if (WRITES_A.has(opcode) || (opcode >= Op.OP_ADD! && opcode <= Op.OP_CONCAT!)) return [A, A];
  switch (opcode) {
    case Op.OP_LOADNIL:
      return [A, A + B];
    case Op.OP_SELF:
      return [A, A + 1];
    case Op.OP_CALL:
      return C === 0 ? [A, Infinity] : [A, A + C - 2];
    case Op.OP_VARARG:
      return B === 0 ? [A, Infinity] : [A, A + B - 2];
    case Op.OP_FORLOOP:
      return [A + 3, A + 3];
    case Op.OP_TFORCALL:
      return [A + 3, A + 2 + C];
    default:
      return undefined;
  }
}

export function writesRegister(instruction: Instruction, register: number): boolean {
  const range = written(instruction);
  return range !== undefined && register >= range[0] && register <= range[1];
}

/** The instructions that may be dispatched next when the write has been made. */
export function placesAfter(proto: Proto, pc: number): readonly number[] {
  const { opcode, C, sBx } = proto.code[pc] as Instruction;
  switch (opcode) {
    case Op.OP_LOADBOOL:
      return [C === 0 ? pc + 1 : pc + 2];
    case Op.OP_FORLOOP:
      return [pc + 1 + sBx];
    case Op.OP_TESTSET:
    case Op.OP_TFORCALL: // the jump behind it is part of it: taken when a value was set, a round was given
      return [pc + 2 + (proto.code[pc + 1] as Instruction).sBx];
    default:
      return [isContinuation(proto, pc + 1) ? pc + 2 : pc + 1];
  }
}
