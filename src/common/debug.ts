/**
 * Requests and events between a debug front end (the DAPBridge in the kernel) and the ExecutionManager in a script worker.
 * It speaks of frames, threads and values as Lua has them; nothing here is DAP's. Lines and columns count from 1.
 *
 * References (`ref`) are valid until the VM runs again; a stale one answers with the error code `stale_reference`.
 */
import type { JsonObject } from './json.ts';
import type { SourceLine } from './events.ts';

/** What a debugger wants from the first instruction on. */
export interface DebugSetup {
  readonly stopOnEntry: boolean;
  /** Globs over absolute paths; steps do not stop in such files. */
  readonly skipFiles: readonly string[];
  readonly breakpoints: readonly SourceBreakpoints[];
  readonly functionBreakpoints?: readonly FunctionBreakpointSpec[];
  readonly dataBreakpoints?: readonly DataBreakpointSpec[];
  readonly exceptions: readonly ExceptionFilter[];
}

/** A source is a file (path) or a chunk that has none (`sourceReference`, from `load`). */
export interface SourceRef {
  readonly path?: string;
  readonly sourceReference?: number;
  readonly name: string;
  /** Where a text comes from, for people. */
  readonly origin?: string;
}

export interface SourceBreakpoints {
  readonly source: SourceRef;
  readonly breakpoints: readonly BreakpointSpec[];
}
export interface BreakpointSpec {
  readonly id: number;
  readonly line: number;
  readonly condition?: string;
  /** `3` third hit only, `>=3`, `>3`, `<3`, `==3`, `%3`. */
  readonly hitCondition?: string;
  /** Text with `{expr}`; the program does not stop. */
  readonly logMessage?: string;
}
/** Named as written: `name`, `M.f`, `Obj:m`; local functions of that name count too. */
export type FunctionBreakpointSpec = Omit<BreakpointSpec, 'line'> & { readonly name: string };
/** `data` as `dataBreakpointInfo` answered it. Without a condition it stops at changes; with one, asked at every write: `old` and `new` are names in it. */
export type DataBreakpointSpec = Omit<BreakpointSpec, 'line' | 'logMessage'> & { readonly data: string; readonly access?: 'read' | 'write' | 'readWrite' };
export interface DataBreakpointInfo {
  /** Names what can be watched; without it, `description` says why it cannot. */
  readonly data?: string;
  readonly description: string;
  /** Another run of the program can find it too. */
  readonly persists: boolean;
}
export interface BreakpointStatus {
  readonly id: number;
  readonly verified: boolean;
  /** The line it really stands on (an empty line moves to the next executable one). */
  readonly line?: number;
  /** Why it is not verified, or what is wrong with its condition. */
  readonly message?: string;
  /** Not verified yet, but it may be once more is loaded. */
  readonly pending?: boolean;
  readonly source?: SourceRef;
}
export interface ExceptionFilter {
  /** By which the client is told how it stands. */
  readonly id: number;
  readonly filter: string;
  readonly condition?: string;
}

export interface ThreadInfo {
  readonly id: number;
  readonly name: string;
  readonly status: 'running' | 'suspended' | 'normal' | 'dead';
}
export interface FrameInfo {
  readonly ref: number;
  readonly name: string;
  readonly source?: SourceRef;
  readonly line: number;
  readonly column: number;
  /** The arguments, where they were asked for. */
  readonly parameters?: readonly Pick<VariableInfo, 'name' | 'type' | 'value'>[];
  /** `subtle` for skipped files and host functions. */
  readonly hint: 'normal' | 'subtle' | 'label';
  /** Whether `restartFrame` can begin it anew. */
  readonly canRestart: boolean;
}
/** A call that "step into" can choose; the place is the callee's name. */
export interface StepTargetInfo {
  readonly id: number;
  readonly label: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
/** A statement that the program can be told to go on at. */
export interface JumpTargetInfo {
  readonly id: number;
  readonly label: string;
  readonly line: number;
  readonly column?: number;
}
export interface ScopeInfo {
  readonly name: 'Error' | 'Request' | 'Response' | 'Arguments' | 'Locals' | 'Varargs' | 'Upvalues' | 'Globals';
  readonly ref: number;
  readonly named: number;
  readonly indexed: number;
  readonly expensive: boolean;
}
export interface VariableInfo {
  readonly name: string;
  readonly value: string;
  /** As Lua's `type`, with `integer` and `float` told apart. */
  readonly type: string;
  /** 0 = no children. */
  readonly ref: number;
  readonly named?: number;
  readonly indexed?: number;
  /** A Lua expression that names it in this frame, where there is one. */
  readonly evaluateName?: string;
  readonly hint?: JsonObject;
  /** The code behind the value: where a function is defined, where a coroutine stands or was created. */
  readonly valueLocation?: SourcePlace;
  /** Where the variable itself is declared. */
  readonly declarationLocation?: SourcePlace;
}
export interface CompletionInfo {
  readonly label: string;
  /** What is put in, when it is not the label. */
  readonly text?: string;
  readonly type: 'method' | 'function' | 'field' | 'variable' | 'class' | 'module' | 'property' | 'value' | 'keyword';
  readonly detail?: string;
  readonly sortText?: string;
  /** What it takes the place of: an offset in the text, and UTF-16 units. */
  readonly start: number;
  readonly length: number;
}
export interface SourcePlace {
  readonly source: SourceRef;
  readonly line: number;
  readonly column?: number;
}
export interface ExceptionDetails {
  readonly exceptionId: string;
  readonly description: string;
  /** The error's own text, where the description is about something else. */
  readonly message?: string;
  readonly breakMode: 'always' | 'unhandled';
  readonly stackTrace: string;
  readonly value: VariableInfo;
}

/** What became of the functions of a file that was saved, by their names. */
export interface SavedFile {
  /** Run their new code from now on. */
  readonly replaced: readonly string[];
  /** Are running: they end with their old code; the next call runs the new one. */
  readonly kept: readonly string[];
  /** Keep their old code. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Why there was nothing to do; or what a restart is needed for. */
  readonly message?: string;
  /** Frames stand on other lines now, or in old code. */
  readonly movesFrames: boolean;
}

/** Request name → [parameters, answer]. One entry each; the bridge and the manager are both checked against it. */
export interface DebugRequests {
  setBreakpoints: [SourceBreakpoints, readonly BreakpointStatus[]];
  setFunctionBreakpoints: [{ readonly breakpoints: readonly FunctionBreakpointSpec[] }, readonly BreakpointStatus[]];
  setDataBreakpoints: [{ readonly breakpoints: readonly DataBreakpointSpec[] }, readonly BreakpointStatus[]];
  /** A child of a reference, or an expression of a frame (without one: of the globals). */
  dataBreakpointInfo: [{ readonly ref?: number; readonly name: string; readonly frame?: number }, DataBreakpointInfo];
  setExceptionFilters: [{ readonly filters: readonly ExceptionFilter[] }, readonly BreakpointStatus[]];
  breakpointLocations: [{ readonly source: SourceRef; readonly line: number; readonly endLine?: number }, readonly number[]];
  threads: [Record<string, never>, readonly ThreadInfo[]];
  stackTrace: [{ readonly thread: number; readonly start: number; readonly levels: number; /** With their arguments, integers in hexadecimal if so. */ readonly parameters?: { readonly hex: boolean } }, { readonly frames: readonly FrameInfo[]; readonly total: number }];
  scopes: [{ readonly frame: number }, readonly ScopeInfo[]];
  variables: [{ readonly ref: number; readonly start?: number; readonly count?: number; readonly filter?: 'named' | 'indexed'; readonly hex?: boolean; /** Nothing may run: what is lazy is refused. */ readonly onlyLooks?: boolean }, readonly VariableInfo[]];
  evaluate: [
    {
      readonly expression: string;
      readonly frame?: number;
      readonly context: 'hover' | 'watch' | 'repl' | 'clipboard' | 'variables';
      /** Lua time; waiting for the host does not count. */
      readonly timeoutMs: number;
      /** Integers in hexadecimal. */
      readonly hex?: boolean;
    },
    VariableInfo,
  ];
  setVariable: [{ readonly ref: number; readonly name: string; readonly value: string; readonly hex?: boolean }, VariableInfo];
  setExpression: [{ readonly expression: string; readonly value: string; readonly frame?: number; readonly hex?: boolean }, VariableInfo];
  /** A value as text that something else can read: of a reference, of its child `name`, or of an expression. */
  valueText: [{ readonly ref?: number; readonly name?: string; readonly expression?: string; readonly frame?: number; readonly format: 'json' | 'lua'; /** Nothing may run, as in a hover. */ readonly onlyLooks?: boolean }, { readonly text: string }];
  /** `offset` of the cursor in UTF-16 units from the start of the whole text. */
  completions: [{ readonly text: string; readonly offset: number; readonly frame?: number }, readonly CompletionInfo[]];
  exceptionInfo: [{ readonly thread: number }, ExceptionDetails];
  source: [{ readonly sourceReference: number }, { readonly content: string }];
  loadedSources: [Record<string, never>, readonly SourceRef[]];
  /** A file has a new text: puts it into the functions of the program. */
  fileSaved: [{ readonly path: string }, SavedFile];
  continue: [{ readonly thread: number }, null];
  /** `target`: the call to step into, from `stepInTargets`. */
  step: [{ readonly thread: number; readonly kind: 'over' | 'in' | 'out'; readonly target?: number }, null];
  stepInTargets: [{ readonly frame: number }, readonly StepTargetInfo[]];
  gotoTargets: [{ readonly source: SourceRef; readonly line: number }, readonly JumpTargetInfo[]];
  /** Goes on at a target of `gotoTargets`; the program stays stopped. */
  goto: [{ readonly thread: number; readonly target: number }, null];
  /** Begins a frame anew, with the values that its parameters have now; the program stays stopped. */
  restartFrame: [{ readonly frame: number }, null];
  /**
   * Ends coroutines. `endsProgram`: the main thread is among them; nothing was done. When an active one has ended, the program runs to where it was
   * resumed.
   */
  terminateThreads: [{ readonly threads: readonly number[] }, { readonly endsProgram: boolean }];
  pause: [{ readonly thread: number }, null];
  /** Ends the evaluate that is running. */
  cancelEvaluate: [Record<string, never>, null];
}
export type DebugMethod = keyof DebugRequests;
export type DebugRequest = { [M in DebugMethod]: { readonly method: M; readonly params: DebugRequests[M][0] } }[DebugMethod];

export type StopReason = 'entry' | 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'step' | 'pause' | 'exception' | 'goto' | 'restart';

export type DebugEvent =
  | {
      readonly type: 'stopped';
      readonly reason: StopReason;
      readonly thread: number;
      readonly description?: string;
      /** The error's text, for `exception`. */
      readonly text?: string;
      readonly hitBreakpoints?: readonly number[];
      readonly site?: SourceLine;
    }
  | { readonly type: 'continued'; readonly thread: number }
  | { readonly type: 'thread'; readonly reason: 'started' | 'exited'; readonly thread: number }
  | { readonly type: 'breakpoint'; readonly status: BreakpointStatus }
  | { readonly type: 'loadedSource'; readonly reason: 'new' | 'changed'; readonly source: SourceRef }
  /** A logpoint's text, or a condition that failed: for the Debug Console. */
  | { readonly type: 'message'; readonly category: 'console' | 'important'; readonly text: string; readonly site?: SourceLine };
