/**
 * The entries of one table in the order in which they are shown: the sequence 1..n, then the other keys sorted, then the metatable.
 * Metamethods never run. Sorting happens once for a table and only when its other keys are asked for.
 */
import type { Engine, LuaType, LuaValue } from '../engine/engine.ts';
import { isWithin } from './value-text.ts';

/** Up to here the entries beside the sequence are counted exactly. */
const EXACT_COUNT = 1000;

export class TableView {
  readonly #engine: Engine;
  readonly #table: LuaValue;
  /** Length of the sequence. */
  readonly indexed: number;
  #keys: LuaValue[] | undefined;

  constructor(engine: Engine, table: LuaValue) {
    this.#engine = engine;
    this.#table = table;
    this.indexed = engine.rawLength(table);
  }

  get metatable(): LuaValue | undefined {
    return this.#engine.metatable(this.#table);
  }

  /**
   * How many children besides the sequence; for large tables an estimate that is never 0 when there are some (front ends do not ask
   * for what they are told is not there).
   */
  get named(): number {
    const count = this.#engine.entryCount(this.#table);
    const rest = count <= EXACT_COUNT ? this.keys().length : Math.max(1, count - this.indexed);
    return rest + (this.metatable === undefined ? 0 : 1);
  }

  at(index: number): LuaValue {
    return this.#engine.rawGet(this.#table, this.#engine.number(index));
  }

  get(key: LuaValue): LuaValue {
    return this.#engine.rawGet(this.#table, key);
  }

  /** The keys outside the sequence: numbers by value, then strings by text, then the rest. */
  keys(): readonly LuaValue[] {
    if (this.#keys !== undefined) return this.#keys;
    const engine = this.#engine;
    const sortable: { key: LuaValue; rank: number; text: string; number: number }[] = [];
    for (const [key] of engine.entries(this.#table)) {
      if (isWithin(engine, key, this.indexed)) continue;
      const type = engine.type(key);
      const isNumber = type === 'integer' || type === 'float';
      sortable.push({ key, rank: rank(type), text: isNumber ? '' : engine.toText(key), number: isNumber ? Number(engine.toNumber(key)) : 0 });
    }
    sortable.sort((a, b) => a.rank - b.rank || a.number - b.number || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    return (this.#keys = sortable.map(({ key }) => key));
  }
}

function rank(type: LuaType): number {
  if (type === 'integer' || type === 'float') return 0;
  if (type === 'string') return 1;
  return type === 'boolean' ? 2 : 3;
}
