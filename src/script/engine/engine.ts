/**
 * What the ExecutionManager and the bindings need from a Lua engine. fengari implements it (`fengari/`); a second engine must fit
 * without touching a caller. Nothing outside `src/script/engine` knows more than this file.
 *
 * Values are opaque (`LuaValue`): ask the engine about them. All calls are synchronous and happen on the worker's one thread.
 * "Debugger calls" (frames, locals, evaluate, ...) are legal only inside a handler of EngineHandlers; they leave the stack of the
 * stopped program exactly as found.
 */

/** A Lua value held by JavaScript. Two handles of one table are `===` after `identity`. */
export interface LuaValue {
  readonly __lua: unique symbol;
}

export type LuaType = 'nil' | 'boolean' | 'integer' | 'float' | 'string' | 'table' | 'function' | 'userdata' | 'thread';

/** A compiled function body: what breakpoints are set in. One object for each, as long as the engine knows it. */
export interface FunctionBody {
  readonly id: number;
  /** The chunk name as Lua has it, with `@` or `=`; for strings from `load` the text itself. */
  readonly source: string;
  /** 0 for a main chunk. */
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  readonly isVararg: boolean;
  readonly parameters: number;
  readonly children: readonly FunctionBody[];
  readonly parent: FunctionBody | undefined;
  /** Lines on which a stop is possible, ascending. */
  readonly lines: readonly number[];
  /** Line of the first place where a stop is possible after a call of it (not always the smallest of `lines`). */
  readonly entryLine: number;
}

/** A thread of Lua: the main one or a coroutine. */
export interface LuaThread {
  readonly id: number;
  readonly isMain: boolean;
  readonly status: 'running' | 'suspended' | 'normal' | 'dead';
  /** The function it was created with, for its name. */
  readonly body: FunctionBody | undefined;
  /** Where `coroutine.create` or `wrap` was called. */
  readonly createdAt: { readonly source: string; readonly line: number } | undefined;
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

export interface LuaVariable {
  readonly name: string;
  readonly value: LuaValue;
  /** Writes in place: closures that captured the variable see it. */
  set(value: LuaValue): void;
}

export type StepKind = 'over' | 'in' | 'out';

/** Why the engine hands control to the debugger. */
export type EngineStop =
  /** A stop point (setStopPoint) on a line that is about to run. `stepDone`: the armed step has also ended here. */
  | { readonly kind: 'line'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number; readonly stepDone: boolean }
  /** The armed step has ended on a line without a stop point. */
  | { readonly kind: 'step'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number }
  /** Somebody asked for attention (requestAttention), or the tick limit was reached. */
  | { readonly kind: 'tick'; readonly thread: LuaThread }
  /** An error is about to unwind; the stack is whole. `caught`: a pcall, xpcall or coroutine.resume will get it. */
  | { readonly kind: 'error'; readonly thread: LuaThread; readonly value: LuaValue; readonly caught: boolean; readonly inHostCall: boolean };

export interface EngineHandlers {
  /** Called with the program stopped; it goes on when the handler returns. Never called while a handler is running. */
  stopped?(stop: EngineStop): void;
  /** A chunk was compiled (file, `load`, `require`): set stop points before its first instruction runs. */
  loaded?(main: FunctionBody, text: Uint8Array | undefined): void;
  threadStarted?(thread: LuaThread): void;
  threadEnded?(thread: LuaThread): void;
  /** Every error that is raised passes here first when true (asked at each error); costs only when errors happen. */
  readonly wantsErrors?: boolean;
  /**
   * A tick while Lua runs for the debugger (evaluate, a condition, toDisplay inside a handler): when attention is asked for and at least every
   * few milliseconds. A LuaInterrupt thrown here ends that piece of Lua past every pcall and comes out of the debugger call.
   */
  debuggerTick?(): void;
}

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
  readonly reason: 'terminated' | 'interrupted' | 'exit' | 'time';
  readonly exitCode: number;
  constructor(reason: LuaInterrupt['reason'], message: string, exitCode = 1) {
    super(message);
    this.name = 'LuaInterrupt';
    this.reason = reason;
    this.exitCode = exitCode;
  }
}

/** A function that JavaScript gives to Lua. Throw LuaError (engine.error) to raise a Lua error; other exceptions become Lua errors too. */
export type NativeFunction = (args: readonly LuaValue[], engine: Engine) => readonly LuaValue[] | void;

export interface EngineOptions {
  /** Bytes of live memory; 0 = no limit. Over it the script gets "not enough memory", once garbage is collected. */
  readonly memoryLimit: number;
  readonly handlers: EngineHandlers;
}

export interface Engine {
  // -- running
  /** Compiles text (or a binary chunk). Throws LuaError with `chunk:line: message` for a syntax error. */
  load(text: Uint8Array, chunkName: string): LuaValue;
  /** Calls on the main thread, or nested inside a native function on the thread that called it. Throws LuaError, LuaInterrupt. */
  call(fn: LuaValue, args: readonly LuaValue[]): LuaValue[];
  readonly globals: LuaValue;
  /** `package.loaded`, `package.preload`, searchers: the script's own tables, for the module loader of `globals/`. */
  readonly registry: LuaValue;

  // -- values
  type(value: LuaValue): LuaType;
  readonly nil: LuaValue;
  boolean(value: boolean): LuaValue;
  /** Integer when it is a whole safe number or a BigInt, else a float. */
  number(value: number | bigint): LuaValue;
  float(value: number): LuaValue;
  /** Text as UTF-8, or the bytes. */
  string(value: string | Uint8Array): LuaValue;
  table(): LuaValue;
  native(name: string, fn: NativeFunction): LuaValue;
  /** A full userdata holding `data`, with a metatable. */
  userdata(data: object, metatable: LuaValue): LuaValue;
  userdataOf(value: LuaValue): object | undefined;
  toBoolean(value: LuaValue): boolean;
  toNumber(value: LuaValue): number | bigint | undefined;
  toBytes(value: LuaValue): Uint8Array | undefined;
  /** Like Lua's `tostring` without metamethods: `table: 0x…`, numbers as Lua prints them, bytes that are no UTF-8 as U+FFFD. */
  toText(value: LuaValue): string;
  /** Like Lua's `tostring`, `__tostring` and `__name` honoured: may run Lua. */
  toDisplay(value: LuaValue): string;
  /** The table, function, thread or userdata itself: equal (`===`) exactly when the Lua values are. Primitive for the others. */
  identity(value: LuaValue): unknown;
  rawGet(table: LuaValue, key: LuaValue): LuaValue;
  rawSet(table: LuaValue, key: LuaValue, value: LuaValue): void;
  /** With metamethods: may run Lua. */
  get(object: LuaValue, key: LuaValue): LuaValue;
  set(object: LuaValue, key: LuaValue, value: LuaValue): void;
  rawLength(table: LuaValue): number;
  /** All pairs, in no order that means anything; a snapshot is not made: do not write while walking. */
  entries(table: LuaValue): Iterable<readonly [LuaValue, LuaValue]>;
  entryCount(table: LuaValue): number;
  metatable(value: LuaValue): LuaValue | undefined;
  setMetatable(value: LuaValue, metatable: LuaValue | undefined): void;
  functionBody(value: LuaValue): FunctionBody | undefined;
  upvaluesOf(fn: LuaValue): readonly LuaVariable[];
  /** Makes the error `native` functions throw; `level` as in Lua's `error`: 1 adds the calling line. */
  error(message: string | LuaValue, level?: 0 | 1 | 2): LuaError;
  /** The Lua line that called the running native function; with `accept`, the nearest calling line whose chunk it accepts. */
  callSite(accept?: (source: string) => boolean): { readonly source: string; readonly line: number } | undefined;

  // -- debugging
  setHandlers(handlers: EngineHandlers): void;
  /** On or off, for every place on which this line of this body starts. Costs nothing until reached. */
  setStopPoint(body: FunctionBody, line: number, on: boolean): void;
  /**
   * Ends by a `step` (or `line` with stepDone) stop. Only from within `stopped` or a native function that waits. One at a time. Other stops on its
   * way (a breakpoint whose condition is false, a tick, an error nobody filters) leave it armed: whoever really stops there calls disarmStep.
   */
  armStep(kind: StepKind): void;
  disarmStep(): void;
  bodies(): Iterable<FunctionBody>;
  threads(): readonly LuaThread[];
  frames(thread: LuaThread): readonly LuaFrame[];
  /** The innermost frame alone, cheaply: conditions in hot lines ask for it at every hit. */
  topFrame(thread: LuaThread): LuaFrame | undefined;
  locals(frame: LuaFrame): readonly LuaVariable[];
  /** The first `parameters` of `locals` that are arguments. */
  varargs(frame: LuaFrame): readonly LuaVariable[];
  upvalues(frame: LuaFrame): readonly LuaVariable[];
  /**
   * Runs Lua in a frame: names are locals, then upvalues, then the frame's own `_ENV`; assignments reach them. Without a frame: in the globals.
   * Expression first, then statements. Debugger stops are off meanwhile, the tick counter is kept. Throws LuaError; LuaInterrupt `time` at the deadline.
   * `names` come before the locals (`err` of an exception condition). Also legal in a native function: the program waits there.
   */
  evaluate(
    text: string,
    frame: LuaFrame | undefined,
    limit: { /** Milliseconds from now; Infinity: whoever calls watches the time in `debuggerTick`. */ readonly deadlineMs: number; readonly names?: ReadonlyMap<string, LuaValue> },
  ): LuaValue[];
  /** A condition or logpoint expression, compiled once; fast for comparisons of variables with constants. Throws LuaError on a syntax error. */
  compileCondition(expression: string, body: FunctionBody, line: number): (frame: LuaFrame) => LuaValue;
  /** Traceback text of a thread, as Lua writes it. */
  traceback(thread: LuaThread, message?: string): string;

  // -- time and memory
  /** Float64 [ticks, limit], shared: setting limit to 0 from another thread brings a `tick` stop at the next back edge or call. */
  readonly tickBuffer: SharedArrayBuffer;
  readonly ticks: number;
  /** Live bytes. */
  memoryUsed(): number;
  collectGarbage(): void;
}
