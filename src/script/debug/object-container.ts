/** A userdata as something to open: the fields that came with a host object, its metatable and what its metamethods could tell. */
import type { Engine, LuaFrame, LuaValue } from '../engine/engine.ts';
import { page, type Child, type Container } from './containers.ts';
import { notSettable } from './errors.ts';

/** The fields are copies of the host's: they are shown and not set. */
export function objectContainer(engine: Engine, value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined, extras: readonly Child[]): Container {
  const fields = Object.entries(hostFields(engine.userdataOf(value))).map(([name, field]): Child => {
    const evaluateName = expression === undefined ? undefined : `${expression}.${name}`;
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

function plainValue(engine: Engine, value: unknown): LuaValue {
  if (typeof value === 'boolean') return engine.boolean(value);
  if (typeof value === 'number' || typeof value === 'bigint') return engine.number(value);
  return typeof value === 'string' ? engine.string(value) : engine.nil;
}
