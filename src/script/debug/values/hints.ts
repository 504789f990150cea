/** What a front end is told of a variable beside its value: which kind of thing it is, whether it can be set, whether it waits to be asked. */
import type { JsonObject } from '../../../common/json.ts';
import type { LuaType } from '../../engine/engine.ts';

/** What a child is to what it is shown under. A `chunk` stands for children that did not fit, `asked` is what a metamethod has answered. */
export type Role = 'variable' | 'element' | 'field' | 'host field' | 'result' | 'metatable' | 'lazy' | 'chunk' | 'asked';

const virtual: ReadonlySet<Role> = new Set<Role>(['metatable', 'lazy', 'chunk', 'asked']);
const readOnly: ReadonlySet<Role> = new Set<Role>(['host field', 'result', 'lazy', 'chunk', 'asked']);
const properties: ReadonlySet<Role> = new Set<Role>(['field', 'host field']);

/** DAP's VariablePresentationHint. */
export function hintOf(role: Role, type: LuaType): JsonObject {
  const attributes = [...(readOnly.has(role) ? ['readOnly'] : []), ...(type === 'string' && role !== 'lazy' && role !== 'chunk' ? ['rawString'] : [])];
  return {
    kind: kindOf(role, type),
    ...(attributes.length > 0 && { attributes }),
    ...(role === 'lazy' && { lazy: true }),
  };
}

function kindOf(role: Role, type: LuaType): string {
  if (virtual.has(role)) return 'virtual';
  if (type === 'function') return 'method';
  return properties.has(role) ? 'property' : 'data';
}
