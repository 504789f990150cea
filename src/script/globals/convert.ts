/**
 * Lua values to plain data and back, for calls to the kernel. A table with elements from 1 is an array (its other keys are left out), any other
 * table an object whose keys become strings; NaN and infinities become null; a table that contains itself is an error, and so are functions and
 * userdata, except our own objects, and functions where the caller takes them.
 */
import { isFunctionRef, isObjectRef, type HostValue, type ObjectRef } from '../../common/values.ts';
import type { Engine, LuaValue } from '../engine/engine.ts';
import { scriptObjectIn, type ScriptObject, type ScriptObjects } from './script-objects.ts';

export interface Conversion {
  readonly engine: Engine;
  /** For messages: where the value stands (`argument #1 'input'`). */
  readonly place: string;
  /** Answers the number a function goes by; absent: functions are refused. */
  readonly takeFunction?: (fn: LuaValue) => number;
}

/** A value that cannot be sent. Its message says which and where. */
export class ConversionError extends Error {}

export function toHost(value: LuaValue, conversion: Conversion): HostValue {
  return convert(value, conversion, conversion.place, []);
}

function convert(value: LuaValue, conversion: Conversion, place: string, parents: readonly unknown[]): HostValue {
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
      return convertTable(value, conversion, place, parents);
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
  throw new ConversionError(`a ${type} cannot be sent: ${place}`);
}

function convertTable(table: LuaValue, conversion: Conversion, place: string, parents: readonly unknown[]): HostValue {
  const { engine } = conversion;
  const identity = engine.identity(table);
  if (parents.includes(identity)) throw new ConversionError(`a table that contains itself cannot be sent: ${place}`);
  const within = [...parents, identity];
  const length = engine.rawLength(table);
  if (length > 0) {
    return Array.from({ length }, (_, i) => convert(engine.rawGet(table, engine.number(i + 1)), conversion, `${place}[${i + 1}]`, within));
  }
  const object: Record<string, HostValue> = {};
  for (const [key, entry] of engine.entries(table)) {
    const name = keyText(engine, key);
    if (name === undefined) throw new ConversionError(`a key that is a ${engine.type(key)} cannot be sent: ${place}`);
    // An own property, whatever the name (`__proto__`).
    Object.defineProperty(object, name, { value: convert(entry, conversion, `${place}.${name}`, within), enumerable: true, writable: true, configurable: true });
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
  if (isObjectRef(value)) return objects.wrapRef(value);
  if (isFunctionRef(value)) throw new ConversionError('the kernel cannot give functions to a script');
  const table = engine.table();
  if (Array.isArray(value)) {
    (value as readonly HostValue[]).forEach((entry, i) => engine.rawSet(table, engine.number(i + 1), toLua(entry, engine, objects)));
  } else {
    for (const [key, entry] of Object.entries(value as Record<string, HostValue>)) {
      if (entry !== undefined && entry !== null) engine.rawSet(table, engine.string(key), toLua(entry, engine, objects));
    }
  }
  return table;
}
