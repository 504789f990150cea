/** A userdata as something to open: the fields that came with a host object, its metatable and what its metamethods could tell. */
import { findFunction } from '../../../api/index.ts';
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { fieldValue, type FieldValue } from '../../globals/script-objects.ts';
import { page, type Child, type Container } from './containers.ts';
import { notSettable } from '../errors.ts';

/** The fields are copies of the host's: they are shown and not set. */
export function objectContainer(engine: Engine, value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined, extras: readonly Child[]): Container {
  const data = engine.userdataOf(value);
  const fields = Object.entries(hostFields(data)).map(([name, field]): Child => {
    const isReadable = expression !== undefined && hostField(data, name) !== undefined;
    const evaluateName = isReadable ? `${expression}.${name}` : undefined;
    return { name, value: plainValue(engine, field), evaluateName, role: 'host field' };
  });
  const children = [...fields, ...extras];
  return {
    frame,
    value,
    indexed: 0,
    named: children.length,
    children: (kind, start, count) => (kind === 'indexed' ? [] : page(children, start, count)),
    set(name) {
      throw notSettable(name, 'it belongs to the host');
    },
  };
}

/** An ObjectRef: its class, its id, and the fields the host sent along. */
export function hostFields(data: object | undefined): Readonly<Record<string, unknown>> {
  if (data === undefined || !('$object' in data)) return {};
  const { id, fields } = data as { id?: unknown; fields?: object };
  return { ...(id !== undefined && { id }), ...fields };
}

/** A field as the script reads it: methods come first, and the id is no field. */
export function hostField(data: object | undefined, name: string): unknown {
  if (data === undefined || !('$object' in data) || findFunction(`${String(data.$object)}:${name}`) !== undefined) return undefined;
  const { fields } = data as { fields?: Readonly<Record<string, unknown>> };
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export const plainValue = (engine: Engine, value: unknown): LuaValue => (value === undefined ? engine.nil : fieldValue(engine, value as FieldValue));
