/** Threads and what is on their stacks. Debugger calls, all of them. */
import type { FunctionBody } from './code.ts';
import type { LuaValue, LuaVariable } from './values.ts';

/** A thread of Lua: the main one or a coroutine. */
export interface LuaThread {
  readonly id: number;
  readonly isMain: boolean;
  readonly status: 'running' | 'suspended' | 'normal' | 'dead';
  /** The function it was created with, for its name. */
  readonly body: FunctionBody | undefined;
  /** Where `coroutine.create` or `wrap` was called. */
  readonly createdAt: { readonly source: string; readonly line: number; readonly body: FunctionBody | undefined; readonly threadId: number } | undefined;
  readonly value: LuaValue;
}

/** One activation on a thread's stack. Valid until the VM runs again. Level 0 is the innermost. */
export interface LuaFrame {
  readonly thread: LuaThread;
  readonly level: number;
  /** undefined for a host function. */
  readonly body: FunctionBody | undefined;
  /** 0 when unknown. */
  readonly line: number;
  /** Name as `debug.getinfo` finds it, with its kind (`local`, `method`, `field`, `global`, `metamethod`, `for iterator`, ``). */
  readonly name: string | undefined;
  readonly nameKind: string;
  readonly isTailCall: boolean;
  readonly function: LuaValue;
  /** Equal for the same activation across stops, while it lives. */
  readonly activation: object;
}

/** A Lua function that is being called, and the line where it stands. */
export interface ActiveCall {
  /** undefined for code that the engine no longer knows. */
  readonly body: FunctionBody | undefined;
  readonly line: number;
}

export interface StackAccess {
  /**
   * What runs right now, innermost first, through the coroutines that have resumed it; host functions are left out. At most `limit`, cheaply, and
   * legal at any time.
   */
  activeCalls(limit: number): readonly ActiveCall[];
  threads(): readonly LuaThread[];
  frames(thread: LuaThread): readonly LuaFrame[];
  /** The innermost frame alone, cheaply: conditions in hot lines ask for it at every hit. */
  topFrame(thread: LuaThread): LuaFrame | undefined;
  locals(frame: LuaFrame): readonly LuaVariable[];
  /** The first `parameters` of `locals` that are arguments. */
  varargs(frame: LuaFrame): readonly LuaVariable[];
  upvalues(frame: LuaFrame): readonly LuaVariable[];
  /** Shared by frames and closures: writing the one writes the other. */
  isSameVariable(a: LuaVariable, b: LuaVariable): boolean;
  /** The locals of that name of a function which functions inside it have captured, each once. Looks through the whole heap. */
  capturedVariables(owner: FunctionBody, name: string): readonly LuaVariable[];
  /** Traceback text of a thread, as Lua writes it. */
  traceback(thread: LuaThread, message?: string): string;
}
