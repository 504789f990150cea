/** Lua that runs for the debugger, in a frame of the program. */
import type { FunctionBody } from './code.ts';
import type { LuaFrame } from './stack.ts';
import type { LuaValue, LuaVariable } from './values.ts';

export interface EvaluateLimit {
  /** Milliseconds from now; Infinity: whoever calls watches the time in `debuggerTick`. */
  readonly deadlineMs: number;
  /** These come before the locals (`err` of an exception condition). */
  readonly names?: ReadonlyMap<string, LuaValue>;
  /** Variables of other frames that the text can use too. */
  readonly variables?: ReadonlyMap<string, LuaVariable>;
  /** Told each of `names` that the text has set, once it has run. */
  readonly assigned?: (name: string, value: LuaValue) => void;
}

/** `values`: of the names that the condition was compiled with. */
export type CompiledCondition = (frame: LuaFrame, values?: ReadonlyMap<string, LuaValue>) => LuaValue;

export interface EvaluationAccess {
  /**
   * Runs Lua in a frame: names are locals, then upvalues, then the frame's own `_ENV`; assignments reach them. Without a frame: in the globals.
   * Expression first, then statements. Debugger stops are off meanwhile, the tick counter is kept. Throws LuaError; LuaInterrupt `time` at the deadline.
   * Also legal in a native function: the program waits there.
   */
  evaluate(text: string, frame: LuaFrame | undefined, limit: EvaluateLimit): LuaValue[];
  /**
   * A condition or logpoint expression, compiled once; fast for comparisons of variables with constants. `names` come before those of the
   * frame, their values with each call. Throws LuaError on a syntax error.
   */
  compileCondition(expression: string, body: FunctionBody, line: number, names?: readonly string[]): CompiledCondition;
}
