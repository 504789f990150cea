/**
 * Lua values to plain data and back, for calls to the kernel. A table with elements from 1 is an array (its other keys are left out), any other
 * table an object whose keys become strings; NaN and infinities become null; a table that contains itself is an error, and so are functions and
 * userdata, except our own objects, and functions where the caller takes them.
 */
import { MAX_JSON_DEPTH, isExactValue, isFunctionRef, isJsonText, isObjectRef, type HostValue, type ObjectRef } from '../../common/values.ts';
import type { Engine, LuaValue } from '../engine/engine.ts';
import { fromExact } from './exact/decode.ts';
import { parseJson } from './json/parse.ts';
import { ConversionError } from './conversion-error.ts';
import { NestedWalk } from './nested-walk.ts';
import { scriptObjectIn, type ScriptObject, type ScriptObjects } from './script-objects.ts';

export interface Conversion {
  readonly engine: Engine;
  /** For messages: where the value stands (`argument #1 'input'`). */
  readonly place: string;
  /** Answers the number a function goes by; absent: functions are refused. */
  readonly takeFunction?: (fn: LuaValue) => number;
}

export { ConversionError } from './conversion-error.ts';

export function toHost(value: LuaValue, conversion: Conversion): HostValue {
  return convert(value, conversion, new NestedWalk(conversion.place));
}

function convert(value: LuaValue, conversion: Conversion, walk: NestedWalk): HostValue {
  const { engine } = conversion;
  const type = engine.type(value);
  switch (type) {
    case 'nil':
      return null;
    case 'boolean':
      return engine.toBoolean(value);
    case 'integer':
      return engine.toNumber(value)!;
    case 'float': {
      const number = engine.toNumber(value) as number;
      return Number.isFinite(number) ? number : null;
    }
    case 'string':
      return engine.toText(value);
    case 'table':
      return convertTable(value, conversion, walk);
    case 'function':
      if (conversion.takeFunction) return { $function: conversion.takeFunction(value) };
      break;
    case 'userdata': {
      const object = scriptObjectIn(engine, value);
      if (object !== undefined) return objectToHost(object);
      break;
    }
    case 'thread':
      break;
  }
  throw new ConversionError(`a ${type} cannot be sent: ${walk.place}`);
}

function convertTable(table: LuaValue, conversion: Conversion, walk: NestedWalk): HostValue {
  const { engine } = conversion;
  const identity = engine.identity(table);
  const refusal = walk.enter(identity);
  if (refusal === 'circle') throw new ConversionError(`a table that contains itself cannot be sent: ${walk.place}`);
  if (refusal === 'depth') throw new ConversionError(`a table nested deeper than ${MAX_JSON_DEPTH} levels cannot be sent: ${walk.place}`);
  const length = engine.rawLength(table);
  const converted = length > 0 ? convertElements(table, length, conversion, walk) : convertPairs(table, conversion, walk);
  walk.leave(identity);
  return converted;
}

function convertElements(table: LuaValue, length: number, conversion: Conversion, walk: NestedWalk): HostValue {
  const { engine } = conversion;
  return Array.from({ length }, (_, i) => walk.at(`[${i + 1}]`, () => convert(engine.rawGet(table, engine.number(i + 1)), conversion, walk)));
}

function convertPairs(table: LuaValue, conversion: Conversion, walk: NestedWalk): HostValue {
  const { engine } = conversion;
  const object: Record<string, HostValue> = {};
  for (const [key, entry] of engine.entries(table)) {
    const name = keyText(engine, key);
    if (name === undefined) throw new ConversionError(`a key that is a ${engine.type(key)} cannot be sent: ${walk.place}`);
    // An own property, whatever the name (`__proto__`).
    Object.defineProperty(object, name, { value: walk.at(`.${name}`, () => convert(entry, conversion, walk)), enumerable: true, writable: true, configurable: true });
  }
  return object;
}

const keyText = (engine: Engine, key: LuaValue): string | undefined => (['string', 'integer', 'float'].includes(engine.type(key)) ? engine.toText(key) : undefined);

/** A builder lives in this worker only: the kernel gets what it has collected. */
const objectToHost = (object: ScriptObject): HostValue => ('settings' in object ? (object as { settings: Record<string, HostValue> }).settings : ({ $object: object.$object, id: object.id } satisfies ObjectRef));

export function toLua(value: HostValue, engine: Engine, objects: ScriptObjects): LuaValue {
  if (value === null || value === undefined) return engine.nil;
  switch (typeof value) {
    case 'boolean':
      return engine.boolean(value);
    case 'number':
    case 'bigint':
      return engine.number(value);
    case 'string':
      return engine.string(value);
    default:
  }
  if (value instanceof Uint8Array) return engine.string(value);
  if (isJsonText(value)) {
    const decoded = parseJson(value.$json, engine);
    if (value.with !== undefined) setEntries(decoded, value.with, engine, objects);
    return decoded;
  }
  if (isExactValue(value)) return fromExact(value, engine);
  if (isObjectRef(value)) return objects.wrapRef(value);
  if (isFunctionRef(value)) throw new ConversionError('the kernel cannot give functions to a script');
  const table = engine.table();
  if (Array.isArray(value)) {
    (value as readonly HostValue[]).forEach((entry, i) => engine.rawSet(table, engine.number(i + 1), toLua(entry, engine, objects)));
  } else {
    setEntries(table, value as Record<string, HostValue>, engine, objects);
  }
  return table;
}

function setEntries(table: LuaValue, entries: Readonly<Record<string, HostValue>>, engine: Engine, objects: ScriptObjects): void {
  for (const [key, entry] of Object.entries(entries)) {
    if (entry !== undefined && entry !== null) engine.rawSet(table, engine.string(key), toLua(entry, engine, objects));
  }
}
