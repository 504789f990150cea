/**
 * Function bodies: one FunctionBody for each Proto the VM compiles or undumps, found when its chunk is loaded (also by `load`,
 * `require` and string.dump round trips). Protos are held weakly: a chunk that nobody can call any more is gone.
 */
import type { FunctionBody } from '../../engine.ts';
import { fengari, type Proto, sourceOf, type TValue } from '../vm.ts';
import { definitionLines, statementOf } from './definitions.ts';
import { WeakList } from './weak.ts';

const { OpCodesI: Op } = fengari.lopcodes;

/** Instructions that the loop never dispatches on: they run as part of the one before. */
export function isContinuation(proto: Proto, pc: number): boolean {
  const before = proto.code[pc - 1]?.opcode;
  const opcode = proto.code[pc]?.opcode;
  if (opcode === Op.OP_EXTRAARG) return true;
  if (opcode === Op.OP_TFORLOOP) return before === Op.OP_TFORCALL;
  const afterTest = before === Op.OP_EQ || before === Op.OP_LT || before === Op.OP_LE || before === Op.OP_TEST || before === Op.OP_TESTSET;
  return opcode === Op.OP_JMP && afterTest;
}

/** First instructions of the runs of one line, without those that cannot be trapped (then the run starts one later). */
function* lineRuns(proto: Proto): Iterable<number> {
  let line: number | undefined;
  for (let pc = 0; pc < proto.lineinfo.length; pc++) {
    if (proto.lineinfo[pc] === line || isContinuation(proto, pc)) continue;
    line = proto.lineinfo[pc];
    yield pc;
  }
}

/** A call with arguments on lines of their own comes back to its first line: the statement has not started anew there. */
function continuesStatement(proto: Proto, pc: number): boolean {
  const opcode = proto.code[pc]?.opcode;
  if (opcode === Op.OP_FORLOOP || opcode === Op.OP_TFORCALL) return false; // the next round of a loop does
  const start = statementOf(proto, pc);
  return start >= 0 && start < pc && proto.lineinfo[start] === proto.lineinfo[pc];
}

/** The closure of a function is made "on" its last line; a breakpoint there means the function's end. */
function definesFunctionThatEndsHere(proto: Proto, pc: number): boolean {
  const instruction = proto.code[pc];
  if (instruction === undefined || instruction.opcode !== Op.OP_CLOSURE) return false;
  const child = proto.p[instruction.Bx];
  return child !== undefined && child.lastlinedefined === proto.lineinfo[pc] && child.linedefined !== child.lastlinedefined;
}

/** Whether nobody would say that something starts at this instruction, though the line changes here: not a place to stop at. */
export const isInMidStatement = (proto: Proto, pc: number): boolean => continuesStatement(proto, pc) || definesFunctionThatEndsHere(proto, pc);

export class Body implements FunctionBody {
  readonly id: number;
  readonly source: string;
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  readonly isVararg: boolean;
  readonly parameters: number;
  readonly children: readonly Body[];
  readonly parent: Body | undefined;
  /** Of a chunk: the variable `_ENV` that its functions share. */
  environment: TValue | undefined;
  #proto: WeakRef<Proto> | undefined;
  #stops: ReadonlyMap<number, readonly number[]> | undefined;
  #definitions: ReadonlySet<number> | undefined;

  constructor(proto: Proto, parent: Body | undefined) {
    this.id = proto.id;
    this.source = parent !== undefined && proto.source === null ? parent.source : sourceOf(proto);
    this.lineDefined = proto.linedefined;
    this.lastLineDefined = proto.lastlinedefined;
    this.isVararg = proto.is_vararg;
    this.parameters = proto.numparams;
    this.parent = parent;
    this.#proto = new WeakRef(proto);
    proto.body = this;
    this.children = proto.p.map((child) => new Body(child, this));
  }

  /** undefined once the function is gone. */
  get proto(): Proto | undefined {
    return this.#proto?.deref();
  }

  /** The same code in another place, or nowhere any more. */
  set proto(proto: Proto | undefined) {
    this.#proto = proto && new WeakRef(proto);
  }

  get lines(): readonly number[] {
    return [...this.#stopPlaces().keys()].sort((a, b) => a - b);
  }

  get entryLine(): number {
    let first = Infinity;
    let entry = this.lineDefined;
    for (const [line, places] of this.#stopPlaces()) {
      const [pc = Infinity] = places;
      if (pc < first) [first, entry] = [pc, line];
    }
    return entry;
  }

  onlyDefines(line: number): boolean {
    const proto = this.proto;
    this.#definitions ??= proto === undefined ? new Set() : definitionLines(proto);
    return this.#definitions.has(line);
  }

  /** The instructions to trap for a line. */
  stopPlaces(line: number): readonly number[] {
    return this.#stopPlaces().get(line) ?? [];
  }

  #stopPlaces(): ReadonlyMap<number, readonly number[]> {
    if (this.#stops !== undefined) return this.#stops;
    const proto = this.proto;
    const stops = new Map<number, number[]>();
    if (proto !== undefined) {
      for (const pc of lineRuns(proto)) {
        if (isInMidStatement(proto, pc)) continue;
        const line = proto.lineinfo[pc] as number;
        const places = stops.get(line);
        if (places === undefined) stops.set(line, [pc]);
        else places.push(pc);
      }
    }
    return (this.#stops = stops);
  }
}

export const bodyOf = (proto: Proto): Body | undefined => (proto.body as Body | null) ?? undefined;

export class Bodies {
  readonly #mains = new WeakList<Proto>();
  readonly #inner = new WeakList<Proto>();

  /** Describes a chunk and all functions in it. */
  add(main: Proto): Body {
    const body = new Body(main, undefined);
    this.#mains.add(main);
    this.#addInner(main);
    return body;
  }

  /** Code that has been replaced and is still running. */
  addOld(proto: Proto): void {
    this.#inner.add(proto);
  }

  /** A closure keeps its own Proto alive, not its chunk's: so each one is listed. */
  #addInner(proto: Proto): void {
    for (const child of proto.p) {
      this.#inner.add(child);
      this.#addInner(child);
    }
  }

  *all(): Iterable<Body> {
    for (const list of [this.#mains, this.#inner]) {
      for (const proto of list) {
        const body = bodyOf(proto);
        if (body !== undefined) yield body;
      }
    }
  }

  get count(): number {
    return this.#mains.size + this.#inner.size;
  }
}
