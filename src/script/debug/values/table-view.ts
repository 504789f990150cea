/**
 * The entries of a table in the order in which they are shown: the sequence 1..n, then the other keys sorted. Metamethods never run.
 * Sorting happens once for a table, and only when its other keys are asked for: a view is kept until Lua has run.
 */
import type { Engine, LuaType, LuaValue } from '../../engine/engine.ts';
import { isWithin } from './value-text.ts';

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

  /** The keys outside the sequence: numbers by value, then strings by their bytes, then the rest. */
  keys(): readonly LuaValue[] {
    return (this.#keys ??= sortedKeys(this.#engine, this.table, this.indexed));
  }
}

function sortedKeys(engine: Engine, table: LuaValue, sequence: number): LuaValue[] {
  const numbers: { readonly key: LuaValue; readonly number: number | bigint }[] = [];
  const strings: LuaValue[] = [];
  const texts: string[] = [];
  const others: { readonly key: LuaValue; readonly rank: number; readonly text: string }[] = [];
  for (const [key] of engine.entries(table)) {
    const type = engine.type(key);
    if (type === 'string') {
      strings.push(key);
      texts.push(engine.identity(key) as string);
    } else if (type === 'integer' || type === 'float') {
      if (!isWithin(engine, key, sequence)) numbers.push({ key, number: engine.toNumber(key)! });
    } else others.push({ key, rank: rank(engine, key, type), text: engine.toText(key) });
  }
  // Integers beyond 2^53 compare exactly, also with floats.
  numbers.sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0));
  // Addresses are hexadecimal numbers: the shorter is the smaller.
  others.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
  // There may be very many, no two of them equal: places are sorted, which is the quickest way.
  const order = Uint32Array.from(strings, (_, index) => index).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  return [...numbers.map(({ key }) => key), ...Array.from(order, (index) => strings[index]!), ...others.map(({ key }) => key)];
}

const rank = (engine: Engine, key: LuaValue, type: LuaType): number =>
  type === 'boolean' ? Number(engine.toBoolean(key)) : 2 + ['table', 'function', 'userdata', 'thread'].indexOf(type);

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
