/** Makes the tables that functions of ours answer with. */
import type { Engine, LuaValue } from '../engine/engine.ts';

/** Fields that are undefined are left out. */
export function record(engine: Engine, fields: Readonly<Record<string, LuaValue | undefined>>): LuaValue {
  const table = engine.table();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) engine.rawSet(table, engine.string(name), value);
  return table;
}

/** From 1 on. */
export function list(engine: Engine, values: readonly LuaValue[]): LuaValue {
  const table = engine.table();
  values.forEach((value, i) => engine.rawSet(table, engine.number(i + 1), value));
  return table;
}
