/** Lua values to compact JSON, straight: integers stay integers of 64 bits, floats keep a fraction, keys are sorted by their bytes. */
import { MAX_JSON_DEPTH } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { NestedWalk } from '../nested-walk.ts';
import { scriptObjectIn } from '../script-objects.ts';

/** A value that JSON cannot hold. */
export class JsonValueError extends Error {}

export function stringifyJson(value: LuaValue, engine: Engine): string {
  return write(value, engine, new NestedWalk('the value'));
}

function write(value: LuaValue, engine: Engine, walk: NestedWalk): string {
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
      return writeTable(value, engine, walk);
    case 'userdata':
      throw unsupported(`${walk.place} is a ${scriptObjectIn(engine, value)?.$object ?? type}`);
    default:
      throw unsupported(`${walk.place} is a ${type}`);
  }
}

function writeTable(table: LuaValue, engine: Engine, walk: NestedWalk): string {
  const identity = engine.identity(table);
  const refusal = walk.enter(identity);
  if (refusal === 'circle') throw new JsonValueError(`JSON cannot hold a table that contains itself: ${walk.place}`);
  if (refusal === 'depth') throw new JsonValueError(`JSON: nested deeper than ${MAX_JSON_DEPTH} levels: ${walk.place}`);
  const length = engine.rawLength(table);
  const text = length > 0 ? elements(table, length, engine, walk) : pairs(table, engine, walk);
  walk.leave(identity);
  return text;
}

function elements(table: LuaValue, length: number, engine: Engine, walk: NestedWalk): string {
  const items = Array.from({ length }, (_, i) => walk.at(`[${i + 1}]`, () => write(engine.rawGet(table, engine.number(i + 1)), engine, walk)));
  return `[${items.join(',')}]`;
}

function pairs(table: LuaValue, engine: Engine, walk: NestedWalk): string {
  const found: [Buffer, string][] = [];
  for (const [key, entry] of engine.entries(table)) {
    const type = engine.type(key);
    if (type !== 'string' && type !== 'integer' && type !== 'float') throw unsupported(`a key of ${walk.place} is a ${type}`);
    const name = engine.toText(key);
    found.push([Buffer.from(name), `${JSON.stringify(name)}:${walk.at(`.${name}`, () => write(entry, engine, walk))}`]);
  }
  found.sort(([a], [b]) => Buffer.compare(a, b));
  return `{${found.map(([, text]) => text).join(',')}}`;
}

const unsupported = (what: string): JsonValueError => new JsonValueError(`Unsupported Lua type for JSON conversion: ${what}`);

function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
