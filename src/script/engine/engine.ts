/**
 * What the ExecutionManager and the bindings need from a Lua engine. fengari implements it (`fengari/`); a second engine must fit
 * without touching a caller. Nothing outside `src/script/engine` knows more than this file. Each concern has a file in `interface/`.
 *
 * All calls are synchronous and happen on the worker's one thread. "Debugger calls" (frames, locals, evaluate, ...) are legal only inside a
 * handler of EngineHandlers; they leave the stack of the stopped program exactly as found.
 */
import type { CodeAccess } from './interface/code.ts';
import type { EvaluationAccess } from './interface/evaluation.ts';
import type { EngineHandlers } from './interface/handlers.ts';
import type { Running } from './interface/running.ts';
import type { StackAccess } from './interface/stack.ts';
import type { Steering } from './interface/steering.ts';
import type { ValueAccess } from './interface/values.ts';
import type { Watching } from './interface/watching.ts';

export * from './interface/code.ts';
export * from './interface/errors.ts';
export * from './interface/evaluation.ts';
export * from './interface/handlers.ts';
export * from './interface/running.ts';
export * from './interface/stack.ts';
export * from './interface/steering.ts';
export * from './interface/values.ts';
export * from './interface/watching.ts';

export interface EngineOptions {
  /** Bytes of live memory; 0 = no limit. Over it the script gets "not enough memory", once garbage is collected. */
  readonly memoryLimit: number;
  readonly handlers: EngineHandlers;
}

export interface Engine extends Running, ValueAccess, CodeAccess, StackAccess, Steering, Watching, EvaluationAccess {
  setHandlers(handlers: EngineHandlers): void;
}
