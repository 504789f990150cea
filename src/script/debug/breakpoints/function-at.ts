/** The function that a global path (`name`, `M.f`, `Obj:m`) names now. */
import type { Engine, FunctionBody } from '../../engine/engine.ts';
import { readAccessPath } from '../evaluation/access-path.ts';
import { DebugError } from '../errors.ts';

/** undefined when there is none, or it is no Lua function. */
export function functionAt(engine: Engine, name: string): FunctionBody | undefined {
  try {
    return engine.functionBody(readAccessPath(engine, name, undefined));
  } catch (error) {
    if (error instanceof DebugError) return undefined;
    throw error;
  }
}
