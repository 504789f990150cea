/**
 * Data of the host as a Lua table that the user sees and may change while the program is stopped. It remembers itself with all tables in it,
 * so that a change which is refused leaves no trace: the same tables hold the same entries again.
 */
import type { HostTable } from '../../../common/host-points.ts';
import type { HostValue } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { ConversionError, toHost, toLua } from '../../globals/convert.ts';
import { ScriptObjects } from '../../globals/script-objects.ts';
import { notSettable } from '../errors.ts';

interface Remembered {
  readonly table: LuaValue;
  readonly entries: readonly (readonly [LuaValue, LuaValue])[];
}

export class GuardedTable {
  readonly value: LuaValue;
  readonly #engine: Engine;
  readonly #name: string;
  #remembered: readonly Remembered[] = [];

  constructor(engine: Engine, name: string, data: HostTable) {
    this.#engine = engine;
    this.#name = name;
    this.value = toLua(data, engine, new ScriptObjects(engine));
    this.remember();
  }

  get(field: string): LuaValue {
    return this.#engine.rawGet(this.value, this.#engine.string(field));
  }

  set(field: string, value: LuaValue): void {
    this.#engine.rawSet(this.value, this.#engine.string(field), value);
  }

  /** As plain data. Throws DebugError when it holds what cannot be sent. */
  read(): HostValue {
    try {
      return toHost(this.value, { engine: this.#engine, place: this.#name });
    } catch (error) {
      if (error instanceof ConversionError) throw notSettable(this.#name, error.message);
      throw error;
    }
  }

  /** The table keeps being itself and takes over what another one holds. */
  takeOver(other: LuaValue): void {
    if (this.#engine.identity(other) !== this.#engine.identity(this.value)) this.#refill(this.value, [...this.#engine.entries(other)]);
  }

  /** What it holds now is what `restore` brings back. */
  remember(): void {
    this.#remembered = this.#tables().map((table) => ({ table, entries: [...this.#engine.entries(table)] }));
  }

  restore(): void {
    for (const { table, entries } of this.#remembered) this.#refill(table, entries);
  }

  #refill(table: LuaValue, entries: readonly (readonly [LuaValue, LuaValue])[]): void {
    const engine = this.#engine;
    for (const [key] of [...engine.entries(table)]) engine.rawSet(table, key, engine.nil);
    for (const [key, value] of entries) engine.rawSet(table, key, value);
  }

  /** Itself and all tables below, each once. */
  #tables(): LuaValue[] {
    const engine = this.#engine;
    const found = new Map<unknown, LuaValue>([[engine.identity(this.value), this.value]]);
    for (const table of found.values()) {
      for (const [, value] of engine.entries(table)) if (engine.type(value) === 'table') found.set(engine.identity(value), value);
    }
    return [...found.values()];
  }
}
