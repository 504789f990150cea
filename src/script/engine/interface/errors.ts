/** How a run of Lua ends early. */
import type { LuaValue } from './values.ts';

/** A Lua error as JavaScript sees it: `value` keeps its type. */
export class LuaError extends Error {
  readonly value: LuaValue;
  /** Lua traceback of the script's own frames, whole paths; filled when the error left the outermost call. */
  readonly traceback: string;
  constructor(message: string, value: LuaValue, traceback = '') {
    super(message);
    this.name = 'LuaError';
    this.value = value;
    this.traceback = traceback;
  }
}

/** Ends the run and passes every pcall, coroutine and error handler. */
export class LuaInterrupt extends Error {
  readonly reason: 'terminated' | 'interrupted' | 'exit' | 'time' | 'output';
  readonly exitCode: number;
  constructor(reason: LuaInterrupt['reason'], message: string, exitCode = 1) {
    super(message);
    this.name = 'LuaInterrupt';
    this.reason = reason;
    this.exitCode = exitCode;
  }
}
