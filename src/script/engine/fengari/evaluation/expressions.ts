/**
 * Compiles text so that it can run in a frame: its free names are the frame's locals and upvalues, its globals the frame's own `_ENV`.
 *
 * The text becomes the body of a function whose upvalues are then replaced by the frame's cells: reads and writes go straight to the
 * variables, also to those that closures share. A compiled text can be bound to any frame that stops at the same instruction.
 */
import { LuaError, type LuaValue } from '../../engine.ts';
import type { Calls } from '../calls.ts';
import { activeLocals, type Frame, localSlots } from '../stack/frames.ts';
import { cellOf, valueOf } from '../values.ts';
import { Cell, closureOf, encode, fengari, type LClosure, type LuaState, nameOf, type Proto, Tag, type TValue } from '../vm.ts';

/** The chunk name of evaluated text. */
export const EVALUATED = '=(evaluate)';
const NAMES = /[A-Za-z_]\w*/g;

/** Values the text can use by name, before the frame's own. */
export type Names = ReadonlyMap<string, LuaValue>;
const noNames: ReadonlySet<string> = new Set();

export interface CompiledText {
  /** A closure without variables of its own: `bind` makes one for a frame. */
  readonly template: LClosure;
  readonly isExpression: boolean;
}

function tryLoad(calls: Calls, text: string): LuaError | undefined {
  try {
    calls.load(encode(text), EVALUATED);
    return undefined;
  } catch (error) {
    if (error instanceof LuaError) return error;
    throw error;
  }
}

/** The names a frame of this function sees at an instruction. */
function visibleNames(proto: Proto, pc: number): Set<string> {
  const names = new Set(proto.upvalues.map((upvalue) => nameOf(upvalue.name)));
  for (const { name } of activeLocals(proto, pc)) names.add(name);
  return names;
}

/**
 * Without `proto` the text sees globals only. Throws the LuaError of a syntax error; of the two readings the expression's error is
 * told when the text stops too early, else the statement's.
 */
export function compileText(calls: Calls, text: string, proto: Proto | undefined, pc: number, form: 'any' | 'expression', extra: ReadonlySet<string> = noNames): CompiledText {
  const asExpression = tryLoad(calls, `return ${text}`);
  const isExpression = asExpression === undefined;
  if (!isExpression) {
    const asStatement = form === 'expression' ? asExpression : tryLoad(calls, text);
    if (asStatement !== undefined) throw /near <eof>$/.test(asExpression.message) ? asExpression : asStatement;
  }
  const visible = proto === undefined ? new Set<string>() : visibleNames(proto, pc);
  visible.delete('_ENV');
  for (const name of extra) visible.add(name);
  const used = [...new Set(text.match(NAMES) ?? [])].filter((name) => visible.has(name));
  const locals = used.length > 0 ? `local ${used.join(',')} ` : '';
  const parameters = proto === undefined || proto.is_vararg ? '...' : '';
  const wrapped = `${locals}return function(${parameters}) ${isExpression ? 'return ' : ''}${text}\nend`;
  const [made] = calls.call(calls.load(encode(wrapped), EVALUATED), []);
  return { template: cellOf(made as LuaValue).value as LClosure, isExpression };
}

/** Innermost first, as scopes hide each other: later locals, earlier ones, upvalues. */
function cellsOf(frame: Frame): Map<string, TValue> {
  const cells = new Map<string, TValue>();
  const closure = closureOf(frame.ci);
  for (const [index, upvalue] of closure.p.upvalues.entries()) cells.set(nameOf(upvalue.name), closure.upvals[index] as TValue);
  for (const { name, slot } of localSlots(frame)) cells.set(name, frame.L.stack[slot] as TValue);
  return cells;
}

/** The compiled text as a function whose variables are those of the frame. */
export function bind(L: LuaState, compiled: CompiledText, frame: Frame | undefined, globals: TValue, extra: ReadonlyMap<string, TValue> = noCells): LuaValue {
  const { template } = compiled;
  const cells = frame !== undefined && frame.isLua ? cellsOf(frame) : new Map<string, TValue>();
  const environment = cells.get('_ENV') ?? globals;
  for (const [name, cell] of extra) cells.set(name, cell);
  const bound = new BoundClosure(L, template.nupvalues);
  bound.p = template.p;
  bound.upvals = template.p.upvalues.map((upvalue) => {
    const name = nameOf(upvalue.name);
    return name === '_ENV' ? environment : (cells.get(name) ?? new Cell(Tag.Nil, null));
  });
  return valueOf(new Cell(Tag.LuaFunction, bound));
}

const BoundClosure = fengari.lobject.LClosure;

const noCells: ReadonlyMap<string, TValue> = new Map();

/** Variables of a text's own, to bind it with; whoever made them can see what it has set. */
export function cellsFor(names: Names): Map<string, TValue> {
  return new Map([...names].map(([name, value]) => [name, new Cell(cellOf(value).type, cellOf(value).value)]));
}

/** Evaluated text that makes closures may keep a frame's cells beyond the frame; a function without closures never closes them itself. */
export function detachCaptured(compiled: CompiledText, frame: Frame | undefined): void {
  if (frame === undefined || compiled.template.p.p.length === 0 || (frame.proto?.p.length ?? 0) > 0) return;
  for (const { slot } of localSlots(frame)) {
    const cell = frame.L.stack[slot] as TValue;
    frame.L.stack[slot] = new Cell(cell.type, cell.value);
  }
}
