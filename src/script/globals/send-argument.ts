/** One argument of a host call as the kernel gets it: plain data, or with nothing lost where the description says `exact` or `bytes`. */
import type { ApiParameter } from '../../api/index.ts';
import type { HostValue } from '../../common/values.ts';
import type { LuaValue } from '../engine/engine.ts';
import { toHost, type Conversion } from './convert.ts';
import { toExact } from './exact/encode.ts';

export function argumentToHost(value: LuaValue, parameter: ApiParameter | undefined, conversion: Conversion): HostValue {
  const { engine, place } = conversion;
  if (parameter?.exact) return engine.type(value) === 'nil' ? null : toExact(value, engine, place);
  if (parameter?.bytes) return engine.toBytes(value) ?? toHost(value, conversion);
  if (parameter?.exactRest !== undefined && engine.type(value) === 'table') return withExactRest(value, parameter.exactRest, parameter.fields ?? [], conversion);
  const exactFields = parameter?.fields?.filter((field) => field.exact) ?? [];
  if (exactFields.length === 0 || engine.type(value) !== 'table') return toHost(value, conversion);

  const plain = engine.table();
  for (const [key, entry] of engine.entries(value)) engine.rawSet(plain, key, entry);
  const exact: Record<string, HostValue> = {};
  for (const { name } of exactFields) {
    const key = engine.string(name);
    const field = engine.rawGet(value, key);
    if (engine.type(field) !== 'nil') exact[name] = toExact(field, engine, `${place}.${name}`);
    engine.rawSet(plain, key, engine.nil);
  }
  return { ...(toHost(plain, conversion) as Record<string, HostValue>), ...exact };
}

/** The fields of the description as plain data; everything else that is in the table, as one exact table. */
function withExactRest(value: LuaValue, restName: string, fields: readonly ApiParameter[], conversion: Conversion): HostValue {
  const { engine, place } = conversion;
  const rest = engine.table();
  for (const [key, entry] of engine.entries(value)) engine.rawSet(rest, key, entry);
  const plain: Record<string, HostValue> = {};
  for (const { name } of fields) {
    const key = engine.string(name);
    plain[name] = toHost(engine.rawGet(value, key), { ...conversion, place: `${place}.${name}` });
    engine.rawSet(rest, key, engine.nil);
  }
  return { ...plain, ...(engine.entryCount(rest) > 0 && { [restName]: toExact(rest, engine, place) }) };
}
