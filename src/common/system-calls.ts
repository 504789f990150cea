/**
 * What the Lua libraries in the worker ask the kernel to do for them: everything a script can learn from or do to the world beside the Lua
 * API. Scripts cannot call these by name. As each answer passes here as plain data, a recorded run can be given the same answers again.
 *
 * Name → [arguments, answer].
 */

/** Failures that Lua reports as `nil, message, code`. */
export type SystemResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string; readonly code: number };

export interface OpenedFile {
  readonly id: number;
  /** false for pipes and devices: no positions, read and written in order. */
  readonly seekable: boolean;
}

/** Lua source found on disk. */
export interface SourceText {
  /** Absolute and real: `..` and symlinks resolved. */
  readonly path: string;
  readonly content: Uint8Array;
}

export type FoundModule = { readonly ok: true; readonly value: SourceText } | { readonly ok: false; /** One line for each place looked at. */ readonly tried: readonly string[] };

export interface DebugSettings {
  readonly enabled: boolean;
  readonly level: string;
  /** Log entries that are kept. */
  readonly capturedEntries: number;
}

/** What somebody waits for who deals with a program: its next output, room to write more, or its end. Output is told in any case. */
export type ProcessWait = 'output' | 'room' | 'end';

export type ProcessEvent =
  | { readonly kind: 'output'; /** The stream of the script that it belongs to. */ readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  /** No more output will come. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'room' }
  | { readonly kind: 'end'; readonly how: 'exit' | 'signal'; /** Exit code, or number of the signal. */ readonly code: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code: number };

export interface SystemCalls {
  /** Mode as in `io.open`, checked already. */
  '$file.open': [[path: string, mode: string], SystemResult<OpenedFile>];
  /** At most `count` bytes from `position` (null: where the last one ended); empty at the end of the file. */
  '$file.read': [[id: number, position: number | null, count: number], SystemResult<Uint8Array>];
  /** At `position`; null: at the end (append), or where the last one ended. */
  '$file.write': [[id: number, position: number | null, bytes: Uint8Array], SystemResult<null>];
  '$file.size': [[id: number], SystemResult<number>];
  '$file.close': [[id: number], SystemResult<null>];
  '$file.remove': [[path: string], SystemResult<null>];
  '$file.rename': [[from: string, to: string], SystemResult<null>];
  /** The path of a new, empty file in the temporary folder. */
  '$file.temporary': [[], SystemResult<string>];
  /** For `dofile` and `loadfile`. */
  '$source.read': [[path: string], SystemResult<SourceText>];
  /** For `require` and `package.searchpath`: the first of the candidates that is there and may be read. */
  '$source.find': [[candidates: readonly string[]], FoundModule];
  /** Starts a program and answers its number. `r`: its output is read; `w`: it is written to; `x`: neither. */
  '$process.start': [[command: string, mode: 'r' | 'w' | 'x'], SystemResult<number>];
  '$process.next': [[id: number, until: ProcessWait], ProcessEvent];
  /** Does not wait until the program has taken it. */
  '$process.write': [[id: number, bytes: Uint8Array], null];
  /** The script's end of the pipe. */
  '$process.closeEnd': [[id: number], null];
  /** Whether any program may be started. */
  '$process.available': [[], boolean];
  '$variable.read': [[name: string], { readonly value: string | null; readonly refusal: string | null }];
  /** Some bytes of the standard input; null at its end. */
  '$input.read': [[], Uint8Array | null];
  /** What `Debug.*` starts with; a level by any of its names. */
  '$debug.settings': [[], DebugSettings];
}
export type SystemCallName = keyof SystemCalls;
