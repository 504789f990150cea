/**
 * Errors between Lua and JavaScript: LuaError out of the VM and back into it with its value's type kept, what an error's fate will be
 * before it unwinds, and the traceback of the one nobody catches.
 */
import { LuaError, LuaInterrupt, type EngineStop, type LuaThread, type LuaValue } from '../engine.ts';
import type { Machine } from './machine.ts';
import type { Natives } from './natives.ts';
import { fullTraceback } from './stack/traceback.ts';
import { cellOf, isString, luaTypeName, valueIn, type Values } from './values.ts';
import { type CallInfo, Cell, fengari, functionOf, type LuaState, nativeOf, Status, Tag, textOf, type TString, type TValue } from './vm.ts';

const { lbaselib, lcorolib } = fengari;
const PROTECTORS = new Set<unknown>([lbaselib.luaB_pcall, lbaselib.luaB_xpcall, lbaselib.luaB_load]);

/** A pcall, xpcall or coroutine.resume on the way down will get an error that is raised in `L` now. */
function willBeCaught(L: LuaState): boolean {
  for (let thread: LuaState | null = L; thread !== null; thread = thread.from) {
    let ci: CallInfo | null = thread.ci;
    if (thread === L && PROTECTORS.has(nativeOf(functionOf(thread, ci)))) ci = ci.previous; // its own error, about its arguments
    for (; ci !== null && ci !== thread.base_ci; ci = ci.previous) {
      const native = nativeOf(functionOf(thread, ci));
      if (native !== undefined && PROTECTORS.has(native)) return true;
      if (thread !== L && native === lcorolib.luaB_coresume) return true;
    }
  }
  return false;
}

export class Errors {
  readonly #machine: Machine;
  readonly #values: Values;
  readonly #natives: () => Natives;
  readonly #threadOf: (L: LuaState) => LuaThread;
  /** Raised by our own calls: passing one on inside of Lua is no new error. */
  readonly #known = new WeakSet<LuaError>();
  #traceback = '';

  constructor(machine: Machine, values: Values, natives: () => Natives, threadOf: (L: LuaState) => LuaThread) {
    this.#machine = machine;
    this.#values = values;
    this.#natives = natives;
    this.#threadOf = threadOf;
  }

  /** A new outermost call: no error has been seen yet. */
  reset(): void {
    this.#traceback = '';
  }

  /** From the VM: an error is about to unwind. */
  raised(L: LuaState): void {
    const machine = this.#machine;
    if (machine.inHandler) return;
    const caught = willBeCaught(L);
    if (!caught) this.#traceback = fullTraceback(L);
    const { handlers } = machine;
    if (handlers.wantsErrors !== true || handlers.stopped === undefined) return;
    const value = valueIn(L.stack[L.top - 1] as TValue);
    const inHostCall = this.#natives().isNative(nativeOf(functionOf(L, L.ci)));
    const stop: EngineStop = { kind: 'error', thread: this.#threadOf(L), value, caught, inHostCall };
    machine.deliver(L, stop);
  }

  /** The exception for an error that has left a call. */
  outOf(cell: TValue, outermost: boolean): LuaError {
    const value = valueIn(cell);
    const error = new LuaError(this.#message(cell), value, outermost ? this.#traceback : '');
    this.#known.add(error);
    return error;
  }

  syntaxError(cell: TValue): LuaError {
    return new LuaError(this.#message(cell), valueIn(cell));
  }

  #message(cell: TValue): string {
    if (isString(cell)) return textOf(cell.value as TString);
    if ((cell.type & 15) === 3) return this.#values.toText(valueIn(cell));
    return `(error object is a ${luaTypeName(cell)} value)`;
  }

  /** What engine.error makes; `where` is the position to put in front of a text. */
  make(message: string | LuaValue, where: string): LuaError {
    if (typeof message !== 'string' && !isString(cellOf(message))) return new LuaError(this.#message(cellOf(message)), message);
    const text = where + (typeof message === 'string' ? message : this.#values.toText(message));
    return new LuaError(text, this.#values.string(text));
  }

  /** Raises an exception of a native function as Lua error in `L`. */
  into(L: LuaState, error: unknown): never {
    if (error instanceof LuaInterrupt || error === L.errorJmp) throw error;
    let cell: TValue;
    if (error instanceof LuaError) {
      cell = cellOf(error.value);
      if (this.#known.has(error)) L.l_G.passedon = true;
    } else {
      cell = this.#nativeError(error);
    }
    fengari.ldo.luaD_checkstack(L, 1);
    L.stack[L.top++] = new Cell(cell.type, cell.value);
    return fengari.lua.lua_error(L);
  }

  /** JavaScript's own exceptions, as PUC Lua would put them. */
  #nativeError(error: unknown): TValue {
    let text = error instanceof Error ? error.message : String(error);
    if (error instanceof RangeError) {
      if (/call stack/.test(text)) text = 'stack overflow';
      else if (/array length|allocation/i.test(text)) text = 'not enough memory';
    }
    return cellOf(this.#values.string(text));
  }

  /** For exceptions in fengari's own functions (`lua_atnativeerror`): the exception is the argument, a light userdata. */
  readonly fromLibrary = (L: LuaState): number => {
    const thrown = L.stack[L.top - 1] as TValue;
    const cell = thrown.type === Tag.LightUserdata ? this.#nativeError(thrown.value) : thrown;
    L.stack[L.top++] = new Cell(cell.type, cell.value);
    return 1;
  };

  /** Throws "not enough memory" into a running thread. */
  outOfMemory(L: LuaState): never {
    L.stack[L.top++] = cellOf(this.#values.string('not enough memory'));
    this.raised(L);
    L.top--;
    return fengari.ldo.luaD_throw(L, Status.MemoryError);
  }
}
