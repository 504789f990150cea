/** Calls from JavaScript into Lua: loading, calling, and operations that may run metamethods. */
import type { LuaValue } from '../engine.ts';
import type { Errors } from './errors.ts';
import { enterBoundary, type Machine, unwindTo } from './machine.ts';
import type { Natives } from './natives.ts';
import { cellOf, valueIn } from './values.ts';
import { Cell, copy, encode, fengari, type LuaState, Status, Tag, type TValue } from './vm.ts';

const { lapi, lauxlib, ldo, lvm } = fengari;
const MULTIPLE = -1;
/** What a library function may push without asking (LUA_MINSTACK). */
const LIBRARY_SLOTS = 20;
const NEWLINE = 10;

/** A file may start with a byte order mark and a `#!` line; the line stays empty, so that the others keep their numbers. */
function withoutShebang(text: Uint8Array): Uint8Array {
  const start = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
  if (text[start] !== 35) return text.subarray(start);
  const end = text.indexOf(NEWLINE, start);
  return end < 0 ? new Uint8Array(0) : text.subarray(end);
}

export class Calls {
  readonly #machine: Machine;
  readonly #errors: Errors;
  readonly #natives: Natives;
  #depth = 0;

  constructor(machine: Machine, errors: Errors, natives: Natives) {
    this.#machine = machine;
    this.#errors = errors;
    this.#natives = natives;
  }

  load(text: Uint8Array, chunkName: string): LuaValue {
    const L = this.#machine.current;
    let rest: Uint8Array | null = chunkName.startsWith('@') ? withoutShebang(text) : text;
    const reader = (): Uint8Array | null => {
      const piece = rest;
      rest = null;
      return piece;
    };
    const status = lapi.lua_load(L, reader, null, encode(chunkName), null);
    const result = L.stack[--L.top] as TValue;
    if (status !== Status.Ok) throw this.#errors.syntaxError(result);
    return valueIn(result);
  }

  call(fn: LuaValue, args: readonly LuaValue[]): LuaValue[] {
    return this.#protected((L) => {
      const base = L.top;
      L.stack[L.top++] = copy(cellOf(fn));
      for (const arg of args) L.stack[L.top++] = copy(cellOf(arg));
      ldo.luaD_callnoyield(L, base, MULTIPLE);
      const results: LuaValue[] = [];
      for (let i = base; i < L.top; i++) results.push(valueIn(L.stack[i] as TValue));
      return results;
    }, args.length + 1);
  }

  get(object: LuaValue, key: LuaValue): LuaValue {
    return this.#protected((L) => {
      const slot = L.top;
      L.stack[L.top++] = new Cell(Tag.Nil, null);
      lvm.luaV_gettable(L, cellOf(object), cellOf(key), slot);
      return valueIn(L.stack[slot] as TValue);
    }, 1);
  }

  set(object: LuaValue, key: LuaValue, value: LuaValue): void {
    this.#protected((L) => lvm.settable(L, cellOf(object), cellOf(key), cellOf(value)), 0);
  }

  toDisplay(value: LuaValue): LuaValue {
    return this.#protected((L) => {
      L.stack[L.top++] = copy(cellOf(value));
      lauxlib.luaL_tolstring(L, L.top - 1 - L.ci.funcOff); // an absolute index: it pushes before it looks
      return valueIn(L.stack[L.top - 1] as TValue);
    }, 1);
  }

  /** Runs `action` so that a Lua error becomes a LuaError, and leaves the stack as it was whatever happens. */
  #protected<T>(action: (L: LuaState) => T, slots: number): T {
    const L = this.#machine.current;
    const boundary = enterBoundary(L);
    const frameTop = L.ci.top;
    const outermost = this.#depth === 0;
    if (outermost) this.#errors.reset();
    this.#depth++;
    let result: T | undefined;
    let status: number;
    try {
      const run = (): void => {
        ldo.luaD_checkstack(L, slots + LIBRARY_SLOTS);
        L.ci.top = Math.max(frameTop, L.top + slots + LIBRARY_SLOTS);
        result = action(L);
      };
      status = this.#natives.reenter(() => ldo.luaD_pcall(L, run, null, boundary.top, 0));
    } catch (error) {
      unwindTo(L, boundary);
      L.status = Status.Ok;
      L.ci.top = frameTop;
      throw error;
    } finally {
      this.#depth--;
    }
    const failure = status === Status.Ok ? undefined : (L.stack[boundary.top] as TValue);
    const error = failure === undefined ? undefined : this.#errors.outOf(failure, outermost);
    L.top = boundary.top;
    L.ci.top = frameTop;
    if (error !== undefined) throw error;
    return result as T;
  }
}

