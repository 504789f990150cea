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

export interface LuaVariable {
  readonly name: string;
  readonly value: LuaValue;
  /** Writes in place: closures that captured the variable see it. */
  set(value: LuaValue): void;
}

/** `unm` and `bnot` are unary. */
export type ArithmeticOperator = '+' | '-' | '*' | '%' | '^' | '/' | '//' | '&' | '|' | '~' | '<<' | '>>' | 'unm' | 'bnot';

/** Something the program can write to: a variable or a table's field. One object for each; it does not keep it alive. */
export interface WatchTarget {
  /** False once nothing can write it any more: its function has returned, its table is gone. */
  readonly isAlive: boolean;
  /** Of a variable. */
  readonly declared?: { readonly body: FunctionBody; readonly line: number } | undefined;
}

export interface DataWrite {
  readonly target: WatchTarget;
  readonly old: LuaValue;
  readonly value: LuaValue;
  /** Metamethods are not asked; 1 and 1.0 differ. */
  readonly changed: boolean;
}

/** What became of one function when the text of its chunk was replaced. */
export interface CodeChange {
  /** As it was. Goes on describing the old code where that still runs. */
  readonly before: FunctionBody;
  readonly now: FunctionBody;
  /** `unchanged`: only its lines may have moved. `refused`: the functions that exist keep the old code, those made from now on have the new one. */
  readonly kind: 'unchanged' | 'replaced' | 'refused';
  /** Frames go on with the old code. */
  readonly isRunning: boolean;
  /** Variables that the new code uses and the functions that exist have not got. */
  readonly missing: readonly string[];
}

export interface CodeReplacement {
  /** The chunk as it is now: all of its bodies are new objects. */
  readonly main: FunctionBody;
  readonly changes: readonly CodeChange[];
}

export type StepKind = 'over' | 'in' | 'out';

/** A place in the code of a body: only the engine knows what the number means. */
export interface StatementPlace {
  readonly place: number;
  readonly line: number;
}

/** A call that a line makes. */
export interface CallPlace {
  readonly place: number;
  /** The line has not come to it yet. */
  readonly isAhead: boolean;
}

/**
 * Why a stopped program cannot go on at another place. `elsewhere`: the thread is not the one that has stopped; `host function`: a function
 * without Lua code; `host call above`: one is running on top; `scope`: variables of these names (in parentheses: a loop's own) have no value.
 */
export type MoveObstacle =
  | { readonly kind: 'elsewhere' | 'host function' | 'host call above' | 'other function' }
  | { readonly kind: 'scope'; readonly names: readonly string[] };

/** Why the engine hands control to the debugger. */
export type EngineStop =
  /** A stop point (setStopPoint) on a line that is about to run. `stepDone`: the armed step has also ended here. */
  | { readonly kind: 'line'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number; readonly stepDone: boolean }
  /** The armed step has ended on a line without a stop point. */
  | { readonly kind: 'step'; readonly thread: LuaThread; readonly body: FunctionBody; readonly line: number }
  /**
   * Something watched was written (watch). The frame stands on the line that wrote, with the new value in place; for a variable that
   * begins there, on the first line that sees it. In a library function's write, that function is the innermost frame.
   */
  | { readonly kind: 'write'; readonly thread: LuaThread; readonly writes: readonly DataWrite[] }
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
  /** A variable that is watched has gone with its function. (One that an error unwound is found by `isAlive`.) No debugger calls here. */
  watchEnded?(target: WatchTarget): void;
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
  /** The table, function, thread or userdata itself: equal (`===`) exactly when the Lua values are. Primitive for the others: strings are texts in the order of their bytes. */
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
  /** Of a coroutine value, dead ones too. */
  threadOf(value: LuaValue): LuaThread | undefined;
  /**
   * Lua's arithmetic and bit operations on numbers, and on strings that are numerals; a unary one has its operand twice. Undefined for other
   * operands, which would need a metamethod. Throws LuaError where Lua raises one (`1 // 0`, `1.5 | 1`).
   */
  arithmetic(operator: ArithmeticOperator, left: LuaValue, right: LuaValue): LuaValue | undefined;
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
  /** The calls that are compiled for the frame's current line, in the order in which they run. */
  callsOnLine(frame: LuaFrame): readonly CallPlace[];
  /**
   * Arms a step that runs the frame (the innermost one, or one that waits for it) to a call of its line, and ends in what that call runs first.
   * When that is no Lua, or the call does not come, it is a step over the line.
   */
  armStepInto(frame: LuaFrame, place: number): void;
  /** Where the statements of a body start, in the order of the text, nested ones and those without code included; empty for binary chunks. */
  statementsOf(body: FunctionBody): readonly StatementPlace[];
  /** From within `stopped`: the program goes on at a statement of the function it has stopped in. Answers why not. */
  jump(thread: LuaThread, body: FunctionBody, place: number): MoveObstacle | undefined;
  /** Frames up to this level can be restarted, host functions excepted; -1: none. */
  restartLimit(thread: LuaThread): number;
  /** From within `stopped`: the program goes on at the first instruction of a frame, with the parameters' present values. Answers why not. */
  restart(frame: LuaFrame): MoveObstacle | undefined;
  /**
   * Ends a coroutine, past its pcalls: its resume answers false and `why`, now and ever after. True: it is dead now. False: it is running, or has
   * resumed the one that is; it ends as soon as the handler, or the native function that waits, calls `unwind`.
   */
  endThread(thread: LuaThread, why: string): boolean;
  /** Throws what a jump or the end of a thread needs thrown; returns when there is nothing of the kind. The last thing before a handler returns. */
  unwind(): void;
  /** `variable` as `locals` or `upvalues` of this frame answered it; undefined when it cannot be watched (varargs). */
  variableTarget(frame: LuaFrame, variable: LuaVariable): WatchTarget | undefined;
  /** undefined for a key that no field can have: nil, NaN. */
  fieldTarget(table: LuaValue, key: LuaValue): WatchTarget | undefined;
  /**
   * `write` stops when the program changes it; with `everyWrite`, at each write. What the debugger writes is none. One watch for a target at a
   * time; the answer ends it. Costs nothing elsewhere.
   */
  watch(target: WatchTarget, everyWrite: boolean): () => void;
  bodies(): Iterable<FunctionBody>;
  /**
   * Puts the code of a chunk that was compiled for this into the functions of `chunk`: calls run it from now on, frames that are running go on with
   * the old one, the chunk's own statements do not run. `pairs`: for a function of `compiled` those that it replaces; one without any is new.
   * Stop points and watches in `chunk` have to be taken away before.
   */
  replaceCode(chunk: FunctionBody, compiled: FunctionBody, pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>): CodeReplacement;
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
    limit: { /** Milliseconds from now; Infinity: whoever calls watches the time in `debuggerTick`. */ readonly deadlineMs: number; readonly names?: ReadonlyMap<string, LuaValue>; /** Told each of `names` that the text has set, once it has run. */ readonly assigned?: (name: string, value: LuaValue) => void },
  ): LuaValue[];
  /**
   * A condition or logpoint expression, compiled once; fast for comparisons of variables with constants. `names` come before those of the
   * frame, their values with each call. Throws LuaError on a syntax error.
   */
  compileCondition(expression: string, body: FunctionBody, line: number, names?: readonly string[]): (frame: LuaFrame, values?: ReadonlyMap<string, LuaValue>) => LuaValue;
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
