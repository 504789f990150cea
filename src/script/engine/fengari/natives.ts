/** Functions that JavaScript gives to Lua. */
import type { Engine, LuaValue, NativeFunction } from '../engine.ts';
import type { Errors } from './errors.ts';
import type { Machine } from './machine.ts';
import { position } from './stack/traceback.ts';
import { cellOf, valueIn, valueOf } from './values.ts';
import { type CFunction, Cell, copy, currentLine, fengari, luaFrameBelow, type LuaState, protoOf, sourceOf, Tag, type TValue } from './vm.ts';

const NOTHING: readonly LuaValue[] = [];

export class Natives {
  readonly #machine: Machine;
  readonly #errors: Errors;
  readonly #engine: Engine;
  readonly #known = new WeakSet<object>();
  /** Milliseconds spent in native functions: a deadline on Lua's own time leaves them out. */
  outside = 0;
  /** Set while somebody wants `outside`. */
  measures = false;
  #depth = 0;

  constructor(machine: Machine, errors: Errors, engine: Engine) {
    this.#machine = machine;
    this.#errors = errors;
    this.#engine = engine;
  }

  isNative(fn: unknown): boolean {
    return typeof fn === 'function' && this.#known.has(fn);
  }

  wrap(name: string, fn: NativeFunction): LuaValue {
    const machine = this.#machine;
    const native: CFunction = (L) => {
      const { current } = machine;
      const args: LuaValue[] = [];
      for (let i = L.ci.funcOff + 1; i < L.top; i++) args.push(valueIn(L.stack[i] as TValue));
      machine.current = L;
      const started = this.#begin();
      let results: readonly LuaValue[] | undefined;
      try {
        results = fn(args, this.#engine) ?? NOTHING;
      } catch (error) {
        machine.current = current;
        this.#end(started);
        return this.#errors.into(L, error);
      }
      machine.current = current;
      this.#end(started);
      return this.#push(L, results);
    };
    Object.defineProperty(native, 'name', { value: name });
    this.#known.add(native);
    return valueOf(new Cell(Tag.LightFunction, native));
  }

  #push(L: LuaState, results: readonly LuaValue[]): number {
    fengari.ldo.luaD_checkstack(L, results.length);
    for (const result of results) L.stack[L.top++] = copy(cellOf(result));
    if (L.ci.top < L.top) L.ci.top = L.top;
    return results.length;
  }

  #begin(): number {
    this.#depth++;
    return this.measures && this.#depth === 1 ? performance.now() : 0;
  }

  #end(started: number): void {
    this.#depth--;
    if (started !== 0) this.outside += performance.now() - started;
  }

  /** Lua called back from a native function: its time is Lua's again. */
  reenter<T>(action: () => T): T {
    const depth = this.#depth;
    if (depth === 0) return action();
    const entered = performance.now();
    this.#depth = 0;
    try {
      return action();
    } finally {
      this.#depth = depth;
      if (this.measures) this.outside -= performance.now() - entered;
    }
  }

  /** `level` as in Lua's `error`: 1 is the line that called the running native function. */
  where(level: number): string {
    if (level === 0) return '';
    let ci = this.#machine.current.ci.previous;
    for (let skip = level - 1; skip > 0 && ci !== null; skip--) ci = ci.previous;
    return ci !== null && ci.previous !== null && luaFrameBelow(ci) === ci ? `${position(ci)} ` : '';
  }

  callSite(accept: (source: string) => boolean): { readonly source: string; readonly line: number } | undefined {
    for (let L: LuaState | null = this.#machine.current; L !== null; L = L.from) {
      for (let ci = luaFrameBelow(L.ci); ci !== undefined; ci = luaFrameBelow(ci.previous)) {
        const source = sourceOf(protoOf(ci));
        if (accept(source)) return { source, line: currentLine(ci) };
      }
    }
    return undefined;
  }
}
