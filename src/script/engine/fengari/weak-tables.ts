/**
 * Weak tables over V8's collector: a JavaScript Map holds what it contains, so tables hold strongly while a script runs. When Lua collects
 * (`collectgarbage()`, or before a script is told "not enough memory"), the weak sides of all weak tables are replaced by WeakRefs, V8
 * collects, and what is still alive is put back. V8 decides what that is, so nothing goes that anybody can still reach, be it Lua, the
 * debugger or a callback in the host; a table that only the host holds keeps its entries.
 *
 * V8 may still see what was used shortly before: it goes at a later collection. Weak keys are ephemerons as in Lua: their values wait in a WeakMap meanwhile.
 */
import { objectsWithin } from './code/heap.ts';
import { Cell, encode, fengari, isLuaFrame, type LClosure, type LuaState, type Table, type TableEntry as Entry, Tag, textOf, type TString, type TValue } from './vm.ts';

/** An entry while its weak sides are let go. */
interface Loosened {
  readonly table: Table;
  readonly entry: Entry;
  /** Where a key or a value that is not weak, or no object, stays in the entry: undefined. */
  readonly key: WeakRef<WeakKey> | undefined;
  readonly value: WeakRef<WeakKey> | undefined;
}

/** Values of weak keys, by their keys. */
type Ephemerons = WeakMap<WeakKey, unknown>;

/** Collects with the weak tables that `main` reaches let loose. Between two instructions, or in a library function, only. */
export function collectWithWeakTables(main: LuaState, collect: () => void): void {
  const ephemerons = new Map<Table, Ephemerons>();
  const loosened = loosenAll(main, ephemerons);
  try {
    collect();
  } finally {
    for (const entry of loosened) restore(main, entry, ephemerons);
  }
}

function loosenAll(main: LuaState, ephemerons: Map<Table, Ephemerons>): Loosened[] {
  const tables: { table: Table; keys: boolean; values: boolean }[] = [];
  for (const { type, value } of objectsWithin(main)) {
    if (type === Tag.Thread) forgetOldSlots(value as LuaState);
    if (type === Tag.LuaFunction) for (const made of (value as LClosure).p.p) made.cache = null;
    if (type !== Tag.Table) continue;
    const mode = modeOf(main, value as Table);
    if (mode !== '') tables.push({ table: value as Table, keys: mode.includes('k'), values: mode.includes('v') });
  }
  const loosened: Loosened[] = [];
  for (const { table, keys, values } of tables) {
    if (keys) ephemerons.set(table, new WeakMap());
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      const weakKey = keys && isCollectable(entry.key);
      const weakValue = values && isCollectable(entry.value);
      if (weakKey || weakValue) loosened.push(loosen(table, entry, weakKey, weakValue, ephemerons.get(table)));
    }
  }
  return loosened;
}

function modeOf(L: LuaState, { metatable }: Table): string {
  if (metatable === null) return '';
  const mode = fengari.ltable.luaH_get(L, metatable, new Cell(Tag.String, fengari.lstring.luaS_bless(L, MODE)));
  return mode.type === Tag.String ? textOf(mode.value as TString) : '';
}

const MODE = encode('__mode');

/** Text, numbers and functions of the libraries are values, not objects. */
const isCollectable = ({ type }: TValue): boolean => type === Tag.Table || type === Tag.LuaFunction || type === Tag.NativeClosure || type === Tag.Userdata || type === Tag.Thread;

/** Slots above the top keep what stood there before: they would hold it. */
function forgetOldSlots({ stack, top, ci }: LuaState): void {
  const end = isLuaFrame(ci) ? Math.max(top, ci.top) : top;
  for (let slot = end; slot < stack.length; slot++) {
    stack[slot]?.setnilvalue();
  }
}

function loosen(table: Table, entry: Entry, weakKey: boolean, weakValue: boolean, ephemerons: Ephemerons | undefined): Loosened {
  const { key, value } = entry;
  const loosened = {
    table,
    entry,
    key: weakKey ? new WeakRef(key.value as WeakKey) : undefined,
    value: weakValue ? new WeakRef(value.value as WeakKey) : undefined,
  };
  if (weakKey) {
    if (!weakValue) ephemerons!.set(key.value as WeakKey, value.value);
    table.strong.delete(key.value);
    key.value = null;
  }
  value.value = null;
  return loosened;
}

function restore(L: LuaState, { table, entry, key: keyRef, value: valueRef }: Loosened, ephemerons: Map<Table, Ephemerons>): void {
  const key = keyRef?.deref();
  const value = valueRef?.deref();
  if (keyRef !== undefined && key === undefined) return unlink(table, entry);
  if (keyRef !== undefined) {
    entry.key.value = key;
    table.strong.set(key, entry);
  }
  if (valueRef !== undefined && value === undefined) return forget(L, table, entry);
  entry.value.value = valueRef === undefined ? ephemerons.get(table)!.get(key!) : value;
}

/** The key is still there: a traversal may stand on it. */
function forget(L: LuaState, table: Table, { key }: Entry): void {
  fengari.ltable.mark_dead(table, fengari.ltable.table_hash(L, key));
}

/** Nobody holds the key any more. An entry that was taken out before may still point here on its way. */
function unlink(table: Table, entry: Entry): void {
  entry.key.type = fengari.lobject.LUA_TDEADKEY;
  entry.value.type = Tag.Nil;
  const { p: previous, n: next } = entry;
  if (previous) previous.n = next;
  else table.f = next;
  if (next) next.p = previous;
  else table.l = previous;
}
