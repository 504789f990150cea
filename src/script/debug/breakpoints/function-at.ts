/** The function that a global path (`name`, `M.f`, `Obj:m`) names now. */
import type { Engine, FunctionBody, LuaValue } from '../../engine/engine.ts';
import { readAccessPath } from '../evaluation/access-path.ts';
import { DebugError } from '../errors.ts';

/** undefined when there is none, or it is no Lua function. */
export function functionAt(engine: Engine, name: string): FunctionBody | undefined {
  const value = valueAt(engine, name);
  return value && engine.functionBody(value);
}

/** Whether the name is that of a function without Lua code: `print`. */
export function isHostFunction(engine: Engine, name: string): boolean {
  const value = valueAt(engine, name);
  return value !== undefined && engine.type(value) === 'function' && engine.functionBody(value) === undefined;
}

function valueAt(engine: Engine, name: string): LuaValue | undefined {
  try {
    return readAccessPath(engine, name, undefined);
  } catch (error) {
    if (error instanceof DebugError) return undefined;
    throw error;
  }
}
