/**
 * The entries of a table in the order in which they are shown: the sequence 1..n, then the other keys sorted. Metamethods never run.
 * Sorting happens once for a table, and only when its other keys are asked for: a view is kept until Lua has run.
 */
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { sortedKeys } from './sorted-keys.ts';

export class TableView {
  readonly #engine: Engine;
  readonly table: LuaValue;
  /** Length of the sequence: 1..n without a hole. Entries behind the first hole are among the others, however long Lua's `#` finds the table. */
  readonly indexed: number;
  #keys: readonly LuaValue[] | undefined;

  constructor(engine: Engine, table: LuaValue) {
    this.#engine = engine;
    this.table = table;
    this.indexed = engine.sequenceLength(table);
  }

  get metatable(): LuaValue | undefined {
    return this.#engine.metatable(this.table);
  }

  /** How many entries besides the sequence. Counting is quick, sorting is not. */
  get named(): number {
    return this.#engine.entryCount(this.table) - this.indexed;
  }

  at(index: number): LuaValue {
    return this.#engine.rawGet(this.table, this.#engine.number(index));
  }

  get(key: LuaValue): LuaValue {
    return this.#engine.rawGet(this.table, key);
  }

  /** The keys outside the sequence. */
  keys(): readonly LuaValue[] {
    return (this.#keys ??= sortedKeys(this.#engine, this.table, this.indexed));
  }
}

/** The views of a stop: opening a table again, or its next page, does not sort it anew. */
export class TableViews {
  readonly #engine: Engine;
  /** A number that changes whenever the debugger has run Lua. */
  readonly #evaluations: () => number;
  readonly #views = new Map<unknown, TableView>();
  #ticks = -1;
  #seen = -1;

  constructor(engine: Engine, evaluations: () => number) {
    this.#engine = engine;
    this.#evaluations = evaluations;
  }

  of(table: LuaValue): TableView {
    const ticks = this.#engine.ticks;
    const evaluations = this.#evaluations();
    if (ticks !== this.#ticks || evaluations !== this.#seen) this.#views.clear();
    this.#ticks = ticks;
    this.#seen = evaluations;
    const identity = this.#engine.identity(table);
    let view = this.#views.get(identity);
    if (view === undefined) this.#views.set(identity, (view = new TableView(this.#engine, table)));
    return view;
  }

  /** The program runs on, or the debugger has written to a table. */
  clear(): void {
    this.#views.clear();
  }
}
