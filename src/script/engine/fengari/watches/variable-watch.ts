/**
 * Watches one variable by traps, without a hook and without a test anywhere else: on the instructions that write its register in the
 * activation it belongs to, and on those by which closures write their captured variable. The place after each shows what became of it.
 *
 * A variable begins anew in each round of a loop; its first value there counts as a write too, seen where its scope starts.
 */
import { type Capture, capturesOf } from '../code/declarations.ts';
import { placesAfter, writesRegister } from './register-writes.ts';
import { addWatchTrap, type WatchTrap, type Write } from '../stepping/traps.ts';
import { sameValue, valueIn } from '../values.ts';
import { type CallInfo, Cell, closureOf, fengari, type Instruction, type LuaState, type Proto, Tag, type TValue } from '../vm.ts';
import type { VariableTarget } from './watch-targets.ts';

const { OpCodesI: Op } = fengari.lopcodes;
const NONE = -1;

/** The first instruction that can belong to the expression a local starts with. */
function initialiserStart(proto: Proto, startpc: number): number {
  let start = startpc - 1;
  for (const pc of proto.statements) if (pc < startpc) start = pc;
  return start;
}

export class VariableWatch {
  readonly #everyWrite: boolean;
  readonly #target: VariableTarget;
  /** Told once nothing can write it any more. */
  readonly #ended: (target: VariableTarget) => void;
  readonly #captures: readonly Capture[];
  #undoOwn: (() => void)[] = [];
  #undoCaptures: (() => void)[] = [];
  /** What the variable was before the write that is under way, or after the last one. */
  readonly #before = new Cell(Tag.Nil, null);
  /** The instruction of the owner that is writing. */
  #writer = NONE;
  /** The cell that a closure is writing. */
  #cell: TValue | undefined;

  constructor(target: VariableTarget, everyWrite: boolean, ended: (target: VariableTarget) => void) {
    this.#target = target;
    this.#everyWrite = everyWrite;
    this.#ended = ended;
    const running = target.owner?.find();
    if (running !== undefined) this.#watchOwner(running.L, running.ci);
    this.#captures = target.isCapturable ? [...capturesOf(target.declaration)] : [];
    this.#watchCaptures();
  }

  stop(): void {
    for (const undo of [...this.#undoOwn, ...this.#undoCaptures]) undo();
    this.#undoOwn = [];
    this.#undoCaptures = [];
  }

  // -- in the function that declares it

  #watchOwner(L: LuaState, ci: CallInfo): void {
    this.#keep(this.#register(L, ci));
    const { proto, local, index } = this.#target.declaration;
    const { startpc, endpc } = local!;
    const leaving: WatchTrap = { leaving: (at, frame) => this.#writes(at, frame) };
    const arrived: WatchTrap = { arrived: (at, frame, writes) => this.#written(at, frame, writes) };
    const returns: WatchTrap = { leaving: (_at, frame) => this.#returns(frame) };
    const after = new Set<number>();
    const start = initialiserStart(proto, startpc);
    const trap = (pc: number, watch: WatchTrap): void => void this.#undoOwn.push(addWatchTrap(proto, pc, watch));
    for (const [pc, instruction] of proto.code.entries()) {
      const isInside = pc >= startpc && pc < endpc;
      // The head of a `for` writes its variables behind their scope.
      const isLoopHead = pc === endpc && (instruction.opcode === Op.OP_FORLOOP || instruction.opcode === Op.OP_TFORCALL);
      if ((isInside || isLoopHead || (pc >= start && pc < startpc)) && writesRegister(instruction, index)) {
        trap(pc, leaving);
        for (const place of isInside ? placesAfter(proto, pc) : [startpc]) after.add(place);
      }
      if (instruction.opcode === Op.OP_RETURN || instruction.opcode === Op.OP_TAILCALL) trap(pc, returns);
    }
    for (const pc of after) trap(pc, arrived);
  }

  #isOwner(ci: CallInfo): boolean {
    return ci.activation !== null && ci.activation === this.#target.owner?.activation;
  }

  #writes(L: LuaState, ci: CallInfo): void {
    if (!this.#isOwner(ci)) return;
    this.#writer = ci.l_savedpc - 1;
    if (this.#isInScope(this.#writer)) this.#keep(this.#register(L, ci));
  }

  #written(L: LuaState, ci: CallInfo, writes: Write[]): void {
    const writer = this.#writer;
    if (writer === NONE || !this.#isOwner(ci)) return;
    const isStart = !this.#isInScope(writer);
    if (isStart && ci.l_savedpc - 1 !== this.#target.declaration.local!.startpc) return;
    this.#writer = NONE;
    const cell = this.#register(L, ci);
    if (isStart && this.#target.isCapturable) this.#target.cells.add(cell);
    this.#tell(cell, isStart ? undefined : writer, writes);
  }

  #returns(ci: CallInfo): void {
    if (!this.#isOwner(ci)) return;
    for (const undo of this.#undoOwn) undo();
    this.#undoOwn = [];
    this.#target.owner = undefined;
    if (!this.#target.isCapturable) this.#ended(this.#target);
  }

  #isInScope(pc: number): boolean {
    const { startpc, endpc } = this.#target.declaration.local!;
    return pc >= startpc && pc < endpc;
  }

  #register(L: LuaState, ci: CallInfo): TValue {
    return L.stack[ci.l_base + this.#target.declaration.index] as TValue;
  }

  // -- in the functions that captured it

  /** Functions keep the places of their upvalues when their code is replaced. Frames may go on with the old code, so its traps stay. */
  codeReplaced(): void {
    this.#watchCaptures();
  }

  #watchCaptures(): void {
    for (const { proto, upvalue } of this.#captures) {
      const leaving: WatchTrap = { leaving: (_L, ci) => this.#writesCaptured((closureOf(ci).upvals[upvalue] as TValue)) };
      const arrived: WatchTrap = { arrived: (_L, ci, writes) => this.#writtenCaptured(ci, writes) };
      for (const [pc, instruction] of proto.code.entries()) {
        if (!setsUpvalue(instruction, upvalue)) continue;
        this.#undoCaptures.push(addWatchTrap(proto, pc, leaving), addWatchTrap(proto, pc + 1, arrived));
      }
    }
  }

  #writesCaptured(cell: TValue): void {
    if (!this.#target.cells.has(cell)) return;
    this.#cell = cell;
    this.#keep(cell);
  }

  /** Nothing runs between the two, so it is the same frame. */
  #writtenCaptured(ci: CallInfo, writes: Write[]): void {
    const cell = this.#cell;
    if (cell === undefined) return;
    this.#cell = undefined;
    this.#tell(cell, ci.l_savedpc - 2, writes);
  }

  // -- both

  #keep({ type, value }: TValue): void {
    this.#before.type = type;
    this.#before.value = value;
  }

  #tell(cell: TValue, writer: number | undefined, writes: Write[]): void {
    const changed = !sameValue(this.#before, cell);
    if (changed || this.#everyWrite) writes.push({ target: this.#target, old: valueIn(this.#before), value: valueIn(cell), changed, writer });
    this.#keep(cell);
  }
}

const setsUpvalue = ({ opcode, B }: Instruction, upvalue: number): boolean => opcode === Op.OP_SETUPVAL && B === upvalue;
