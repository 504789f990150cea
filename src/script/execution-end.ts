/** How an execution ended, in words for its user: Lua's error with its traceback, an exit code, or who ended it. */
import type { ExecutionEnd } from '../common/execution.ts';
import { LuaError, LuaInterrupt, type Engine } from './engine/engine.ts';
import { ProgramError } from './program-text.ts';

/** As the `lua` command shows errors: an object with `__tostring` speaks for itself. */
function messageOf(error: LuaError, engine: Engine): string {
  const metatable = engine.metatable(error.value);
  if (engine.type(error.value) === 'string' || metatable === undefined) return error.message;
  if (engine.type(engine.rawGet(metatable, engine.string('__tostring'))) === 'nil') return error.message;
  try {
    return engine.toDisplay(error.value);
  } catch (failure) {
    if (failure instanceof LuaError) return error.message;
    throw failure;
  }
}

/** Lua's own words, with or without a line before them; a script may have passed them on. */
const isOutOfMemory = (message: string, engine: Engine): boolean => engine.memory().limitBytes > 0 && message.endsWith('not enough memory');

export function describeEnd(error: unknown, engine: Engine): ExecutionEnd {
  if (error instanceof LuaError) {
    const traceback = error.traceback === '' ? '' : `\n${error.traceback}`;
    const message = messageOf(error, engine);
    return { exitCode: 1, reason: 'error', error: `${message}${traceback}`, ...(isOutOfMemory(message, engine) && { limit: 'memory' }) };
  }
  if (error instanceof LuaInterrupt) {
    if (error.reason === 'exit') return { exitCode: error.exitCode, reason: 'exit' };
    if (error.reason === 'output') return { exitCode: 1, reason: 'error', error: error.message, limit: 'output' };
    if (error.reason === 'time') return { exitCode: 1, reason: 'error', error: error.message };
    return { exitCode: 1, reason: error.reason };
  }
  if (error instanceof ProgramError) return { exitCode: 1, reason: 'error', error: error.message };
  return { exitCode: 1, reason: 'crashed', error: `the Lua VM failed: ${error instanceof Error ? error.message : String(error)}` };
}
