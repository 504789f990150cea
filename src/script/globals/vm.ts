/** What the functions of this folder are given: the engine, the worker they live in, and the helpers that all of them need. */
import type { VmName } from '../../api/index.ts';
import type { SystemCallName, SystemCalls } from '../../common/system-calls.ts';
import type { Engine, LuaError, LuaValue } from '../engine/engine.ts';
import type { WorkerServices } from '../services.ts';
import type { ScriptObjects } from './script-objects.ts';

export interface Vm {
  readonly engine: Engine;
  readonly services: WorkerServices;
  readonly objects: ScriptObjects;
  /** Asks the kernel to do something to the world; a failure of ours is a Lua error. */
  system<Name extends SystemCallName>(name: Name, ...args: SystemCalls[Name][0]): SystemCalls[Name][1];
  /** Lua's `tonumber`, whatever scripts have made of the global. */
  readonly tonumber: LuaValue;
  /** To be thrown: an error at the line that called the running function. */
  error(message: string): LuaError;
  /** The text of a string, or undefined. Bytes that are no UTF-8 become U+FFFD. */
  text(value: LuaValue | undefined): string | undefined;
}

/** Arguments are checked against the description; for a method the object comes first. */
export type VmFunction = (vm: Vm, args: readonly LuaValue[]) => readonly LuaValue[] | void;

/** The type proves that each function that is described as `vm` has exactly one implementation. */
export type VmFunctions = { readonly [Name in VmName]: VmFunction };
