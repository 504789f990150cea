/**
 * The operands and operators of simple conditions: variables found in a frame, plain values to compare, and arithmetic that is
 * exact on safe integers. What Lua would answer with a metamethod, an error or a big integer is undefined or ASK_LUA here.
 */
import { activeLocals } from '../stack/frames.ts';
import { type CallInfo, closureOf, encode, fengari, type LuaState, nameOf, type Proto, protoOf, type Table, Tag, type TString, type TValue } from '../vm.ts';

const { lstring } = fengari;

export const ASK_LUA = Symbol('ask Lua');
export type Operand = (L: LuaState, ci: CallInfo) => unknown;
export type CellOf = (L: LuaState, ci: CallInfo) => TValue | undefined;

/** A value for comparisons: strings by their hash, objects by identity, nil as undefined. */
export function plain(cell: TValue): unknown {
  if ((cell.type & 15) === 4) {
    const text = cell.value as TString & { hash: string | null };
    return (text.hash ??= lstring.luaS_hash(text.realstring));
  }
  return cell.type === Tag.Nil ? undefined : cell.value;
}

export function field(object: TValue, hash: string): TValue | undefined {
  if (object.type !== Tag.Table) return undefined;
  const table = object.value as Table;
  const entry = table.strong.get(hash);
  if (entry !== undefined) return entry.value;
  return table.metatable === null ? fengari.lobject.luaO_nilobject : undefined;
}

function resolve(proto: Proto, pc: number, name: string): CellOf {
  let register = -1;
  for (const local of activeLocals(proto, pc)) if (local.name === name) register = local.register;
  if (register >= 0) return (L, ci) => L.stack[ci.l_base + register];
  const upvalue = proto.upvalues.findIndex((known) => nameOf(known.name) === name);
  if (upvalue >= 0) return (_L, ci) => closureOf(ci).upvals[upvalue];
  const hash = lstring.luaS_hash(encode(name));
  const environment = name === '_ENV' ? undefined : resolve(proto, pc, '_ENV');
  return (L, ci) => {
    const globals = environment?.(L, ci);
    return globals === undefined ? undefined : field(globals, hash);
  };
}

/** A name's place depends on where the frame is; it is looked up again only when that has changed. */
export function variable(name: string): CellOf {
  let proto: Proto | undefined;
  let pc = -1;
  let cell: CellOf = () => undefined;
  return (L, ci) => {
    if (protoOf(ci) !== proto || ci.l_savedpc !== pc) {
      proto = protoOf(ci);
      pc = ci.l_savedpc;
      cell = resolve(proto, pc - 1, name);
    }
    return cell(L, ci);
  };
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

function equals(a: unknown, b: unknown): boolean | undefined {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return a <= b && a >= b; // a number and a BigInt, by value
  const objects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  return objects && ('metatable' in a || 'metatable' in b) ? undefined : false;
}

export const COMPARE: Readonly<Record<string, (a: unknown, b: unknown) => boolean | undefined>> = {
  '==': equals,
  '~=': (a, b) => {
    const same = equals(a, b);
    return same === undefined ? undefined : !same;
  },
  '<': (a, b) => (isNumber(a) && isNumber(b) ? a < b : undefined),
  '<=': (a, b) => (isNumber(a) && isNumber(b) ? a <= b : undefined),
  '>': (a, b) => (isNumber(a) && isNumber(b) ? a > b : undefined),
  '>=': (a, b) => (isNumber(a) && isNumber(b) ? a >= b : undefined),
};

export const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '%': (a, b) => (b > 0 ? a - Math.floor(a / b) * b : NaN),
  '//': (a, b) => (b !== 0 ? Math.floor(a / b) : NaN),
};

export const arithmetic =
  (operator: (a: number, b: number) => number, left: Operand, right: Operand): Operand =>
  (L, ci) => {
    const a = left(L, ci);
    const b = right(L, ci);
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return ASK_LUA;
    const result = operator(a as number, b as number);
    return Number.isSafeInteger(result) ? result : ASK_LUA;
  };
