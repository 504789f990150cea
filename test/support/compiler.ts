/** The engine's own compiler as the judge of what is valid Lua: for tests of everything that claims to know. */
import { LuaError } from '../../src/script/engine/engine.ts';
import { createEngine } from '../../src/script/engine/index.ts';

const engine = createEngine({ memoryLimit: 0, handlers: {} });

/** The compiler's message; undefined for a valid chunk. */
export function compileError(text: string): string | undefined {
  try {
    engine.load(new TextEncoder().encode(text), '=chunk');
    return undefined;
  } catch (error) {
    if (error instanceof LuaError) return error.message;
    throw error;
  }
}
