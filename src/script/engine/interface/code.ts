/** Compiled code: the bodies of functions, and new code for functions that exist. */

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
  /** What it does on a line is no more than to make functions that lie wholly on that line, and to give them their names. */
  onlyDefines(line: number): boolean;
}

/** A place in the code of a body: only the engine knows what the number means. */
export interface StatementPlace {
  readonly place: number;
  readonly line: number;
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

export interface CodeAccess {
  bodies(): Iterable<FunctionBody>;
  /** Where the statements of a body start, in the order of the text, nested ones and those without code included; empty for binary chunks. */
  statementsOf(body: FunctionBody): readonly StatementPlace[];
  /**
   * Puts the code of a chunk that was compiled for this into the functions of `chunk`: calls run it from now on, frames that are running go on with
   * the old one, the chunk's own statements do not run. `pairs`: for a function of `compiled` those that it replaces; one without any is new.
   * Stop points and watches in `chunk` have to be taken away before.
   */
  replaceCode(chunk: FunctionBody, compiled: FunctionBody, pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>): CodeReplacement;
}
