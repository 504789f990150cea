/** Lines on which code only makes functions: read from what is compiled for them. */
import { fengari, type Instruction, type Proto } from '../vm.ts';

const { OpCodesI: Op } = fengari.lopcodes;

/** Where the statement starts that an instruction belongs to; -1 in code without a list of statements. */
export function statementOf(proto: Proto, pc: number): number {
  const { statements } = proto; // ascending
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle] as number) <= pc) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : (statements[low - 1] as number);
}

/** Lines of which every statement, as far as it is on the line, makes functions that lie wholly on it, and gives them their names. */
export function definitionLines(proto: Proto): ReadonlySet<number> {
  const lines = new Map(proto.p.filter(isOneLine).map((child) => [child.linedefined, new Map<number, number[]>()]));
  if (lines.size === 0) return new Set();
  for (const [pc, line] of proto.lineinfo.entries()) {
    const statements = lines.get(line);
    if (statements === undefined || isEndOfBody(proto, pc)) continue;
    const start = statementOf(proto, pc);
    const pcs = statements.get(start);
    if (pcs === undefined) statements.set(start, [pc]);
    else pcs.push(pc);
  }
  const defining = [...lines].filter(([, statements]) => !statements.has(-1) && [...statements.values()].every((pcs) => isDefinition(proto, pcs)));
  return new Set(defining.map(([line]) => line));
}

const isOneLine = (child: Proto): boolean => child.linedefined === child.lastlinedefined;

/** The return that the compiler adds has the line of what comes last. */
const isEndOfBody = (proto: Proto, pc: number): boolean => pc === proto.code.length - 1 && proto.code[pc]?.opcode === Op.OP_RETURN;

/** `pcs`: what is compiled for one statement on one line. */
function isDefinition(proto: Proto, pcs: readonly number[]): boolean {
  if (!pcs.some((pc) => makesOneLine(proto, pc))) return false;
  const isStored = stores(proto, pcs.at(-1)!);
  return pcs.every((pc) => makesOneLine(proto, pc) || stores(proto, pc) || (isStored && findsTable(proto, pc)));
}

function makesOneLine(proto: Proto, pc: number): boolean {
  const instruction = proto.code[pc];
  if (instruction?.opcode !== Op.OP_CLOSURE) return false;
  const child = proto.p[(instruction as Instruction).Bx];
  return child !== undefined && isOneLine(child);
}

/** Into a global, a field or an upvalue; into a local that is there already. */
function stores(proto: Proto, pc: number): boolean {
  const opcode = proto.code[pc]?.opcode;
  return opcode === Op.OP_SETTABUP || opcode === Op.OP_SETTABLE || opcode === Op.OP_SETUPVAL || opcode === Op.OP_MOVE;
}

/** The way to the table of `a.b.f`. */
function findsTable(proto: Proto, pc: number): boolean {
  const opcode = proto.code[pc]?.opcode;
  return opcode === Op.OP_GETTABUP || opcode === Op.OP_GETUPVAL || opcode === Op.OP_GETTABLE || opcode === Op.OP_LOADK;
}
