/** Watching variables and fields: what data breakpoints are made of. */
import type { FunctionBody } from './code.ts';
import type { LuaFrame } from './stack.ts';
import type { LuaValue, LuaVariable } from './values.ts';

/** Something the program can write to: a variable or a table's field. One object for each; it does not keep it alive. */
export interface WatchTarget {
  /** False once nothing can write it any more: its function has returned, its table is gone. */
  readonly isAlive: boolean;
  /** Of a variable. */
  readonly declared?: { readonly body: FunctionBody; readonly line: number } | undefined;
}

export interface DataWrite {
  readonly target: WatchTarget;
  readonly old: LuaValue;
  readonly value: LuaValue;
  /** Metamethods are not asked; 1 and 1.0 differ. */
  readonly changed: boolean;
}

export interface Watching {
  /** `variable` as `locals` or `upvalues` of this frame answered it; undefined when it cannot be watched (varargs). */
  variableTarget(frame: LuaFrame, variable: LuaVariable): WatchTarget | undefined;
  /** undefined for a key that no field can have: nil, NaN. */
  fieldTarget(table: LuaValue, key: LuaValue): WatchTarget | undefined;
  /**
   * `write` stops when the program changes it; with `everyWrite`, at each write. What the debugger writes is none. One watch for a target at a
   * time; the answer ends it. Costs nothing elsewhere.
   */
  watch(target: WatchTarget, everyWrite: boolean): () => void;
}
