/** Lua values as JavaScript holds and reads them. They are opaque (`LuaValue`): ask the engine about them. */
import type { FunctionBody } from './code.ts';
import type { LuaThread } from './stack.ts';

/** A Lua value held by JavaScript. Two handles of one table are `===` after `identity`. */
export interface LuaValue {
  readonly __lua: unique symbol;
}

export type LuaType = 'nil' | 'boolean' | 'integer' | 'float' | 'string' | 'table' | 'function' | 'userdata' | 'thread';

export interface LuaVariable {
  readonly name: string;
  readonly value: LuaValue;
  /** Writes in place: closures that captured the variable see it. */
  set(value: LuaValue): void;
}

/** `unm` and `bnot` are unary. */
export type ArithmeticOperator = '+' | '-' | '*' | '%' | '^' | '/' | '//' | '&' | '|' | '~' | '<<' | '>>' | 'unm' | 'bnot';

export interface ValueAccess {
  type(value: LuaValue): LuaType;
  readonly nil: LuaValue;
  boolean(value: boolean): LuaValue;
  /** Integer when it is a whole safe number or a BigInt, else a float. */
  number(value: number | bigint): LuaValue;
  float(value: number): LuaValue;
  /** Text as UTF-8, or the bytes. */
  string(value: string | Uint8Array): LuaValue;
  table(): LuaValue;
  /** A full userdata holding `data`, with a metatable. */
  userdata(data: object, metatable: LuaValue): LuaValue;
  userdataOf(value: LuaValue): object | undefined;
  toBoolean(value: LuaValue): boolean;
  toNumber(value: LuaValue): number | bigint | undefined;
  toBytes(value: LuaValue): Uint8Array | undefined;
  /** Like Lua's `tostring` without metamethods: `table: 0x…`, numbers as Lua prints them, bytes that are no UTF-8 as U+FFFD. */
  toText(value: LuaValue): string;
  /** Like Lua's `tostring`, `__tostring` and `__name` honoured: may run Lua. */
  toDisplay(value: LuaValue): string;
  /** The table, function, thread or userdata itself: equal (`===`) exactly when the Lua values are. Primitive for the others: strings are texts in the order of their bytes. */
  identity(value: LuaValue): unknown;
  rawGet(table: LuaValue, key: LuaValue): LuaValue;
  rawSet(table: LuaValue, key: LuaValue, value: LuaValue): void;
  /** With metamethods: may run Lua. */
  get(object: LuaValue, key: LuaValue): LuaValue;
  set(object: LuaValue, key: LuaValue, value: LuaValue): void;
  /** A border, as `#` gives it: there may be holes before it. */
  rawLength(table: LuaValue): number;
  /** The entries 1..n before the first hole. */
  sequenceLength(table: LuaValue): number;
  /** All pairs, in no order that means anything; a snapshot is not made: do not write while walking. */
  entries(table: LuaValue): Iterable<readonly [LuaValue, LuaValue]>;
  entryCount(table: LuaValue): number;
  metatable(value: LuaValue): LuaValue | undefined;
  setMetatable(value: LuaValue, metatable: LuaValue | undefined): void;
  functionBody(value: LuaValue): FunctionBody | undefined;
  /** Of a coroutine value, dead ones too. */
  threadOf(value: LuaValue): LuaThread | undefined;
  /**
   * Lua's arithmetic and bit operations on numbers, and on strings that are numerals; a unary one has its operand twice. Undefined for other
   * operands, which would need a metamethod. Throws LuaError where Lua raises one (`1 // 0`, `1.5 | 1`).
   */
  arithmetic(operator: ArithmeticOperator, left: LuaValue, right: LuaValue): LuaValue | undefined;
  upvaluesOf(fn: LuaValue): readonly LuaVariable[];
}
