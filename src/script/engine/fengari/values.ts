/**
 * Lua values in JavaScript's hands: a LuaValue is a private copy of a VM cell. Nothing here runs Lua.
 */
import { LuaError, type LuaType, type LuaValue } from '../engine.ts';
import { Cell, copy, decode, encode, fengari, type LClosure, type LuaState, type Table, Tag, type TString, type TValue, type Udata } from './vm.ts';

const { integers, lobject, lstring, ltable, numberText } = fengari;

/** The cell of a value. LuaValue is opaque outside of the adapter and nothing else inside. */
export const cellOf = (value: LuaValue): TValue => value as unknown as TValue;
export const valueOf = (cell: TValue): LuaValue => cell as unknown as LuaValue;
/** A value of a cell that the VM goes on using. */
export const valueIn = (cell: TValue): LuaValue => valueOf(copy(cell));

const TYPES = new Map<number, LuaType>([
  [Tag.Nil, 'nil'],
  [Tag.Boolean, 'boolean'],
  [Tag.LightUserdata, 'userdata'],
  [Tag.Float, 'float'],
  [Tag.Integer, 'integer'],
  [Tag.BigInteger, 'integer'],
  [4, 'string'],
  [Tag.String, 'string'],
  [Tag.Table, 'table'],
  [Tag.LuaFunction, 'function'],
  [Tag.LightFunction, 'function'],
  [Tag.NativeClosure, 'function'],
  [Tag.Userdata, 'userdata'],
  [Tag.Thread, 'thread'],
]);

export const typeOf = (cell: TValue): LuaType => TYPES.get(cell.type) ?? 'nil';
export const isString = (cell: TValue): boolean => (cell.type & 15) === 4;
/** The type as Lua names it: integers and floats are both numbers. */
export const luaTypeName = (cell: TValue): string => ((cell.type & 15) === 3 ? 'number' : typeOf(cell));

/** The very same value: no metamethod is asked, 1 and 1.0 differ, NaN does not change into itself. */
export function sameValue(a: TValue, b: TValue): boolean {
  if (a.type !== b.type) return false;
  if (!isString(a)) return a.value === b.value || (Number.isNaN(a.value) && Number.isNaN(b.value));
  return a.value === b.value || Buffer.compare((a.value as TString).realstring, (b.value as TString).realstring) === 0;
}

/** Table with check: a caller's mistake must not corrupt the VM. */
export function tableCell(value: LuaValue): Table {
  const cell = cellOf(value);
  if (cell.type !== Tag.Table) throw new TypeError(`a Lua table is needed, got ${luaTypeName(cell)}`);
  return cell.value as Table;
}

export class Values {
  readonly #L: LuaState;
  readonly nil: LuaValue = valueOf(new Cell(Tag.Nil, null));

  constructor(L: LuaState) {
    this.#L = L;
  }

  type(value: LuaValue): LuaType {
    return typeOf(cellOf(value));
  }

  boolean(value: boolean): LuaValue {
    return valueOf(new Cell(Tag.Boolean, value));
  }

  number(value: number | bigint): LuaValue {
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) return this.float(Number(value));
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return this.float(value);
    const cell = new Cell(Tag.Integer, 0);
    cell.setint(typeof value === 'bigint' ? integers.canonical(value) : value + 0);
    return valueOf(cell);
  }

  float(value: number): LuaValue {
    return valueOf(new Cell(Tag.Float, value));
  }

  string(value: string | Uint8Array): LuaValue {
    const bytes = typeof value === 'string' ? encode(value) : Uint8Array.from(value);
    return valueOf(new Cell(Tag.String, lstring.luaS_bless(this.#L, bytes)));
  }

  table(): LuaValue {
    return valueOf(new Cell(Tag.Table, ltable.luaH_new(this.#L)));
  }

  userdata(data: object, metatable: LuaValue): LuaValue {
    const udata = new lobject.Udata(this.#L, 0);
    udata.data = data;
    udata.metatable = cellOf(metatable).type === Tag.Nil ? null : tableCell(metatable);
    return valueOf(new Cell(Tag.Userdata, udata));
  }

  userdataOf(value: LuaValue): object | undefined {
    const cell = cellOf(value);
    return cell.type === Tag.Userdata ? (cell.value as Udata).data : undefined;
  }

  toBoolean(value: LuaValue): boolean {
    return !cellOf(value).l_isfalse();
  }

  toNumber(value: LuaValue): number | bigint | undefined {
    const cell = cellOf(value);
    if ((cell.type & 15) === 3) return cell.value as number | bigint;
    if (!isString(cell)) return undefined;
    const bytes = (cell.value as TString).realstring;
    const parsed = new Cell(Tag.Nil, null);
    return lobject.luaO_str2num(bytes, parsed) === bytes.length + 1 ? (parsed.value as number | bigint) : undefined;
  }

  toBytes(value: LuaValue): Uint8Array | undefined {
    const cell = cellOf(value);
    if (isString(cell)) return (cell.value as TString).realstring;
    return (cell.type & 15) === 3 ? encode(this.toText(value)) : undefined;
  }

  toText(value: LuaValue): string {
    const cell = cellOf(value);
    switch (typeOf(cell)) {
      case 'nil':
        return 'nil';
      case 'boolean':
        return cell.value === true ? 'true' : 'false';
      case 'integer':
        return String(cell.value);
      case 'float': {
        const text = numberText.floatText(cell.value as number);
        return /^-?\d+$/.test(text) ? `${text}.0` : text;
      }
      case 'string':
        return decode((cell.value as TString).realstring);
      default:
        return `${typeOf(cell)}: ${this.#address(cell.value)}`;
    }
  }

  /** What Lua's `%p` prints for it. */
  #address(value: unknown): string {
    const id = (value as { id?: unknown } | null)?.id;
    if (typeof id === 'number') return `0x${id.toString(16)}`;
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return String(value);
    const global = this.#L.l_G;
    let known = global.ids.get(value);
    if (known === undefined) global.ids.set(value, (known = global.id_counter++));
    return `0x${known.toString(16)}`;
  }

  identity(value: LuaValue): unknown {
    const cell = cellOf(value);
    return isString(cell) ? lstring.luaS_hashlongstr(cell.value as TString) : cell.value;
  }

  rawGet(table: LuaValue, key: LuaValue): LuaValue {
    return valueIn(ltable.luaH_get(this.#L, tableCell(table), cellOf(key)));
  }

  /** `L` is the thread that writes. */
  rawSet(table: LuaValue, key: LuaValue, value: LuaValue, L = this.#L): void {
    const target = tableCell(table);
    const cell = cellOf(key);
    if (cell.type === Tag.Nil || Number.isNaN(cell.value)) {
      const message = `table index is ${cell.type === Tag.Nil ? 'nil' : 'NaN'}`;
      throw new LuaError(message, this.string(message));
    }
    ltable.luaH_setfrom(L, target, cell, cellOf(value));
    ltable.invalidateTMcache(target);
  }

  rawLength(table: LuaValue): number {
    const cell = cellOf(table);
    return isString(cell) ? (cell.value as TString).realstring.length : ltable.luaH_getn(tableCell(table));
  }

  sequenceLength(table: LuaValue): number {
    // Entries that are nil are not kept, and the hash of an integer is the integer.
    const { strong } = tableCell(table);
    let length = 0;
    while (strong.has(length + 1)) length++;
    return length;
  }

  *entries(table: LuaValue): Iterable<readonly [LuaValue, LuaValue]> {
    for (let entry = tableCell(table).f; entry !== undefined; entry = entry.n) yield [valueIn(entry.key), valueIn(entry.value)];
  }

  entryCount(table: LuaValue): number {
    return tableCell(table).strong.size;
  }

  metatable(value: LuaValue): LuaValue | undefined {
    const cell = cellOf(value);
    const own = cell.type === Tag.Table || cell.type === Tag.Userdata;
    const found = own ? (cell.value as Table | Udata).metatable : this.#L.l_G.mt[cell.type & 15];
    return found ? valueOf(new Cell(Tag.Table, found)) : undefined;
  }

  setMetatable(value: LuaValue, metatable: LuaValue | undefined): void {
    const cell = cellOf(value);
    const table = metatable === undefined ? null : tableCell(metatable);
    if (cell.type === Tag.Table || cell.type === Tag.Userdata) (cell.value as Table | Udata).metatable = table;
    else this.#L.l_G.mt[cell.type & 15] = table;
  }

  /** The closure of a Lua function. */
  closure(value: LuaValue): LClosure | undefined {
    const cell = cellOf(value);
    return cell.type === Tag.LuaFunction ? (cell.value as LClosure) : undefined;
  }

}
