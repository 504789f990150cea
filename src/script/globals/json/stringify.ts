/** Lua values to compact JSON, straight: integers stay integers of 64 bits, floats keep a fraction, keys are sorted by their bytes. */
import type { Engine, LuaValue } from '../../engine/engine.ts';

/** A value that JSON cannot hold. */
export class JsonValueError extends Error {}

export function stringifyJson(value: LuaValue, engine: Engine): string {
  return write(value, engine, 'the value', []);
}

function write(value: LuaValue, engine: Engine, place: string, parents: readonly unknown[]): string {
  const type = engine.type(value);
  switch (type) {
    case 'nil':
      return 'null';
    case 'boolean':
      return String(engine.toBoolean(value));
    case 'integer':
      return String(engine.toNumber(value));
    case 'float':
      return floatText(engine.toNumber(value) as number);
    case 'string':
      return JSON.stringify(engine.toText(value));
    case 'table':
      return writeTable(value, engine, place, parents);
    default:
      throw new JsonValueError(`Unsupported Lua type for JSON conversion: ${place} is a ${type}`);
  }
}

function writeTable(table: LuaValue, engine: Engine, place: string, parents: readonly unknown[]): string {
  const identity = engine.identity(table);
  if (parents.includes(identity)) throw new JsonValueError(`JSON cannot hold a table that contains itself: ${place}`);
  const within = [...parents, identity];
  const length = engine.rawLength(table);
  if (length > 0) {
    const items = Array.from({ length }, (_, i) => write(engine.rawGet(table, engine.number(i + 1)), engine, `${place}[${i + 1}]`, within));
    return `[${items.join(',')}]`;
  }
  const pairs: [Buffer, string][] = [];
  for (const [key, entry] of engine.entries(table)) {
    const type = engine.type(key);
    if (type !== 'string' && type !== 'integer' && type !== 'float') throw new JsonValueError(`Unsupported Lua type for JSON conversion: a key of ${place} is a ${type}`);
    const name = engine.toText(key);
    pairs.push([Buffer.from(name), `${JSON.stringify(name)}:${write(entry, engine, `${place}.${name}`, within)}`]);
  }
  pairs.sort(([a], [b]) => Buffer.compare(a, b));
  return `{${pairs.map(([, text]) => text).join(',')}}`;
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
