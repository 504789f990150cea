/** Names and small helpers for what the adapter takes from the generated VM (`../generated/fengari.mjs`). */
import * as fengari from '../generated/fengari.mjs';
import type { CallInfo, CClosure, LClosure, LuaState, Proto, Table, TString, TValue, Udata } from '../generated/fengari.mjs';

export { fengari };
export type { CallInfo, CClosure, CFunction, Instruction, LClosure, LocVar, LuaState, Proto, Table, TableEntry, TString, TValue, Udata, UpvalueInfo, ZIO } from '../generated/fengari.mjs';

/** Type tags with variant bits. */
export const Tag = {
  Nil: 0,
  Boolean: 1,
  LightUserdata: 2,
  Float: 3,
  Integer: 3 | (1 << 4),
  BigInteger: fengari.integers.LUA_TNUMBIG,
  String: 4 | (1 << 4),
  Table: 5,
  LuaFunction: 6,
  LightFunction: 6 | (1 << 4),
  NativeClosure: 6 | (2 << 4),
  Userdata: 7,
  Thread: 8,
} as const;

/** Status of a thread or a protected call. */
export const Status = { Ok: 0, Yield: 1, RunError: 2, SyntaxError: 3, MemoryError: 4, HandlerError: 6 } as const;

export const { TValue: Cell } = fengari.lobject;
/** A copy: stack slots are reused, so nothing outside of the VM may hold one as a value. */
export const copy = (cell: TValue): TValue => new Cell(cell.type, cell.value);

export const isLuaFrame = (ci: CallInfo): boolean => (ci.callstatus & fengari.lstate.CIST_LUA) !== 0;
export const closureOf = (ci: CallInfo): LClosure => ci.func.value as LClosure;
export const protoOf = (ci: CallInfo): Proto => closureOf(ci).p;

/** The function of a call record, also when its thread is suspended in it (a yield moves `func`). */
export function functionOf(L: LuaState, ci: CallInfo): TValue {
  if (L.status === Status.Yield && ci === L.ci && !isLuaFrame(ci)) return L.stack[ci.extra] as TValue;
  return ci.func;
}

/** The JavaScript function behind a function value, if it is one. (The bottom of a stack has no function.) */
export function nativeOf(value: TValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.type === Tag.LightFunction) return value.value;
  return value.type === Tag.NativeClosure ? (value.value as CClosure).f : undefined;
}

/** The innermost Lua frame at or below a call record. */
export function luaFrameBelow(ci: CallInfo | null): CallInfo | undefined {
  for (let at = ci; at !== null && at.previous !== null; at = at.previous) if (isLuaFrame(at)) return at;
  return undefined;
}

/** 0 when the code has no line information. `savedpc` is one past the current instruction. */
export const currentLine = (ci: CallInfo): number => protoOf(ci).lineinfo[ci.l_savedpc - 1] ?? 0;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Bytes that are no UTF-8 become U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
export const encode = (text: string): Uint8Array => encoder.encode(text);
export const textOf = (value: TString): string => decode(value.realstring);

const names = new WeakMap<TString, string>();
/** For names in debug information: the same few strings again and again. */
export function nameOf(value: TString | null): string {
  if (value === null) return '(no name)';
  let text = names.get(value);
  if (text === undefined) names.set(value, (text = textOf(value)));
  return text;
}

export const sourceOf = (proto: Proto): string => (proto.source === null ? '=?' : nameOf(proto.source));
/** A chunk name as messages show it. */
export const shortSource = (proto: Proto): string => decode(fengari.lobject.luaO_chunkid(proto.source?.realstring ?? encode('=?'), 59));

export const tableOf = (value: TValue): Table => value.value as Table;
export const userdataIn = (value: TValue): Udata => value.value as Udata;
