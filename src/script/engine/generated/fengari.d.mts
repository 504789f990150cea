/**
 * The part of the generated VM that the adapter uses. The names are fengari's (which are PUC Lua's); fields and functions that the edits
 * add say so. Written by hand: it describes what src/script/engine relies on, not everything there is.
 */
import type { VmHost } from '../vm/host.ts';

export interface TValue {
  /** Type with variant bits. */
  type: number;
  value: unknown;
  setfrom(other: TValue): void;
  setnilvalue(): void;
  /** Added: any canonical integer. */
  setint(value: number | bigint): void;
  ttisfunction(): boolean;
  l_isfalse(): boolean;
}

export interface TString {
  realstring: Uint8Array;
  getstr(): Uint8Array;
}

export interface Instruction {
  /** The whole as one number. */
  readonly code: number;
  readonly opcode: number;
  /** Added: what the fast loop dispatches on; OP_TRAP for a trap. */
  dispatch: number;
  /** Added: what the trap is for. */
  trap: object | null;
  readonly A: number;
  readonly B: number;
  readonly C: number;
  readonly Bx: number;
  readonly Ax: number;
  readonly sBx: number;
}

export interface LocVar {
  readonly varname: TString;
  readonly startpc: number;
  readonly endpc: number;
}

export interface UpvalueInfo {
  readonly name: TString | null;
  readonly instack: boolean | number;
  readonly idx: number;
}

export interface Proto {
  readonly id: number;
  readonly k: readonly TValue[];
  readonly p: readonly Proto[];
  /** The closure that was made of it last, to be used again. */
  cache: LClosure | null;
  readonly code: readonly Instruction[];
  readonly lineinfo: readonly number[];
  readonly upvalues: readonly UpvalueInfo[];
  readonly numparams: number;
  readonly is_vararg: boolean;
  readonly locvars: readonly LocVar[];
  readonly linedefined: number;
  readonly lastlinedefined: number;
  readonly source: TString | null;
  /** Added: pcs at which statements start; empty for binary chunks. */
  readonly statements: readonly number[];
  /** Added: how many local variables there are at the start of each. */
  readonly statementLocals: readonly number[];
  readonly maxstacksize: number;
  /** The closure that was made from it last. */
  readonly cache: LClosure | null;
  /** Added: the adapter's FunctionBody. */
  body: object | null;
  /** Added: what closures made from this one run; itself, but in the list of old code that goes on running. */
  target: Proto;
}

export interface LClosure {
  readonly id: number;
  readonly p: Proto;
  readonly nupvalues: number;
  /** The variables themselves, open and closed alike. */
  upvals: TValue[];
}

export type CFunction = (L: LuaState) => number;

export interface CClosure {
  readonly id: number;
  readonly f: CFunction;
  readonly upvalue: TValue[];
}

export interface TableEntry {
  readonly key: TValue;
  readonly value: TValue;
  /** The entries before and after it. */
  p: TableEntry | null | undefined;
  n: TableEntry | undefined;
}

export interface Table {
  readonly id: number;
  readonly strong: Map<unknown, TableEntry>;
  /** First and last entry; they are linked by `n`. */
  f: TableEntry | undefined;
  l: TableEntry | null | undefined;
  metatable: Table | null;
  /** Added: sees each write first. */
  watch: TableWatcher | null;
}

/** Both answer true when they have made the write themselves. */
export interface TableWatcher {
  write(L: LuaState, table: Table, key: TValue, hash: unknown, value: TValue): boolean;
  writeInteger(L: LuaState, table: Table, key: number | bigint, value: TValue): boolean;
}

export interface Udata {
  readonly id: number;
  metatable: Table | null;
  data: object;
}

export interface CallInfo {
  func: TValue;
  funcOff: number;
  top: number;
  readonly previous: CallInfo | null;
  next: CallInfo | null;
  l_base: number;
  readonly l_code: readonly Instruction[];
  l_savedpc: number;
  callstatus: number;
  /** funcOff while the thread is suspended by a yield. */
  readonly extra: number;
  /** Added: the adapter's token for this activation; cleared when the record is used for another call. */
  activation: object | null;
}

export interface GlobalState {
  readonly mainthread: LuaState;
  readonly l_registry: TValue;
  readonly mt: (Table | null | undefined)[];
  id_counter: number;
  readonly ids: WeakMap<object, number>;
  /** Added. */
  host: VmHost;
  /** Added: whether weak tables may exist. */
  weaktables: boolean;
  /** Added: set before an error that has been told already is raised again. */
  passedon: boolean;
}

export interface LuaState {
  readonly id: number;
  top: number;
  readonly stack: TValue[];
  stack_last: number;
  ci: CallInfo;
  readonly base_ci: CallInfo;
  readonly l_G: GlobalState;
  status: number;
  errorJmp: object | null;
  errfunc: number;
  allowhook: number;
  nny: number;
  nCcalls: number;
  hook: unknown;
  hookmask: number;
  /** Added: the thread that resumed this one, while it runs. */
  readonly from: LuaState | null;
  /** Added: how often it was resumed. */
  readonly resumes: number;
  /** Added: why the host has ended this coroutine; resuming it gives that as the error. */
  ended: string | null;
  /** Added: message handlers that are running. */
  handling: number;
  /** Added: what the adapter knows about this thread. */
  debuginfo: object | null;
}

export interface ZIO {
  reader: (L: LuaState, data: unknown) => Uint8Array | null;
}

export interface DebugRecord {
  name: Uint8Array | null;
  namewhat: Uint8Array;
  currentline: number;
  istailcall: number;
  i_ci: CallInfo | null;
}

export declare const defs: {
  lua_Debug: new () => DebugRecord;
  to_luastring(text: string): Uint8Array;
  to_jsstring(bytes: Uint8Array, from?: number, to?: number, replace?: boolean): string;
};

export declare const lua: {
  lua_call(L: LuaState, args: number, results: number): void;
  lua_pcall(L: LuaState, args: number, results: number, handler: number): number;
  lua_error(L: LuaState): never;
  lua_gettop(L: LuaState): number;
  lua_settop(L: LuaState, index: number): void;
  lua_pop(L: LuaState, count: number): void;
  lua_pushcclosure(L: LuaState, fn: CFunction, upvalues: number): void;
  lua_pushcfunction(L: LuaState, fn: CFunction): void;
  lua_pushliteral(L: LuaState, text: string): void;
  lua_tojsstring(L: LuaState, index: number): string | null;
  lua_checkstack(L: LuaState, count: number): boolean;
};
export declare const lapi: {
  lua_load(L: LuaState, reader: (L: LuaState, data: unknown) => Uint8Array | null, data: unknown, name: Uint8Array, mode: Uint8Array | null): number;
  lua_atnativeerror(L: LuaState, handler: CFunction): void;
};
export declare const lauxlib: {
  luaL_newstate(): LuaState;
  luaL_dostring(L: LuaState, text: Uint8Array): number;
  luaL_requiref(L: LuaState, name: Uint8Array, open: CFunction, global: boolean): void;
  luaL_where(L: LuaState, level: number): void;
  luaL_tolstring(L: LuaState, index: number): Uint8Array;
};
export declare const lbaselib: { luaopen_base: CFunction; luaB_load: CFunction; luaB_pcall: CFunction; luaB_xpcall: CFunction };
export declare const lcorolib: { luaopen_coroutine: CFunction; luaB_auxwrap: CFunction; luaB_coresume: CFunction };
export declare const ldblib: { luaopen_debug: CFunction };
export declare const lmathlib: { luaopen_math: CFunction };
export declare const loadlib: { luaopen_package: CFunction };
export declare const loslib: { luaopen_os: CFunction };
export declare const lstrlib: { luaopen_string: CFunction };
export declare const ltablib: { luaopen_table: CFunction };
export declare const lutf8lib: { luaopen_utf8: CFunction };
export declare const ldebug: {
  lua_getstack(L: LuaState, level: number, record: DebugRecord): number;
  lua_getinfo(L: LuaState, what: Uint8Array, record: DebugRecord): number;
};
export declare const ldo: {
  luaD_checkstack(L: LuaState, count: number): void;
  luaD_call(L: LuaState, offset: number, results: number): void;
  luaD_callnoyield(L: LuaState, offset: number, results: number): void;
  luaD_pcall(L: LuaState, fn: (L: LuaState, data: unknown) => void, data: unknown, oldTop: number, handler: number): number;
  luaD_throw(L: LuaState, status: number): never;
  adjust_top(L: LuaState, top: number): void;
};
export declare const lfunc: { Proto: new (L: LuaState) => Proto; luaF_close(L: LuaState, level: number): void; luaF_getlocalname(p: Proto, index: number, pc: number): Uint8Array | null };
export declare const lobject: {
  TValue: new (type: number, value: unknown) => TValue;
  LUA_TDEADKEY: number;
  Udata: new (L: LuaState, size: number) => Udata;
  CClosure: new (L: LuaState, fn: CFunction, upvalues: number) => CClosure;
  LClosure: new (L: LuaState, upvalues: number) => LClosure & { p: Proto };
  luaO_nilobject: TValue;
  luaO_chunkid(source: Uint8Array, size: number): Uint8Array;
  luaO_str2num(text: Uint8Array, target: TValue): number;
  luaO_arith(L: LuaState, operator: number, left: TValue, right: TValue, target: TValue): void;
};
export declare const lopcodes: { OpCodesI: Readonly<Record<string, number>>; OP_TRAP: number; CREATE_ABC(opcode: number, a: number, b: number, c: number): Instruction };
export declare const lstate: {
  CIST_LUA: number;
  CIST_FRESH: number;
  CIST_TAIL: number;
  CIST_YPCALL: number;
  lua_newthread(L: LuaState): LuaState;
};
export declare const lstring: {
  luaS_bless(L: LuaState, bytes: Uint8Array): TString;
  luaS_hash(bytes: Uint8Array): string;
  luaS_hashlongstr(string: TString): string;
};
export declare const ltable: {
  luaH_new(L: LuaState): Table;
  luaH_get(L: LuaState, table: Table, key: TValue): TValue;
  luaH_getint(table: Table, key: number): TValue;
  luaH_getn(table: Table): number;
  luaH_setfrom(L: LuaState, table: Table, key: TValue, value: TValue): void;
  invalidateTMcache(table: Table): void;
  /** Added: takes a field out of `strong`; a traversal that stands on it goes on. */
  mark_dead(table: Table, hash: unknown): void;
  /** Added: the key of a field in `strong`. */
  table_hash(L: LuaState, key: TValue): unknown;
};
export declare const ltm: { luaT_gettmbyobj(L: LuaState, value: TValue, event: number): TValue; TMS: Readonly<Record<string, number>> };
export declare const lvm: {
  luaV_execute(L: LuaState): void;
  luaV_gettable(L: LuaState, object: TValue, key: TValue, target: number): void;
  settable(L: LuaState, object: TValue, key: TValue, value: TValue): void;
  luaV_equalobj(L: LuaState | null, a: TValue, b: TValue): number;
  tointeger(value: TValue): number | bigint | false;
  tonumber(value: TValue): number | false;
};
export * as allocation from '../vm/allocation.ts';
export * as host from '../vm/host.ts';
export * as integers from '../vm/integers.ts';
export * as numberText from '../vm/number-text.ts';
export * as ticks from '../vm/ticks.ts';
