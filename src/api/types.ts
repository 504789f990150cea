/**
 * The shape of the description of the Lua API: each function once, as pure data. Argument checks, the binding in the VM, the library
 * definitions, completion, hover and the manual all come from it.
 *
 * A name is `Global.function` (called with a dot), `Class:method` (called with a colon on an object of that class) or a bare global.
 */

/**
 * A LuaCATS type: `string`, `integer?`, `string|table`, `string[]`, `fun(chunk: string)`, `"a"|"b"`, a class name, `any`.
 * A trailing `?` makes a parameter optional. `any` takes every value, but not a missing one.
 */
export type LuaTypeName = string;

export interface ApiParameter {
  /** `...` for the rest of the arguments; each has the type. */
  readonly name: string;
  readonly type: LuaTypeName;
  readonly doc: string;
  /** The kernel gets the value with nothing lost (ExactValue) instead of as plain data: for what is kept and given back to scripts later. */
  readonly exact?: boolean;
  /** For strings: the kernel gets the bytes as they are, not as text. */
  readonly bytes?: boolean;
  /** Behind the message that it is missing: what its writer may not know. */
  readonly whenMissing?: string;
  /** For numbers: the smallest and the largest that fit. */
  readonly min?: number;
  readonly max?: number;
  /** For table parameters: the fields that are understood. */
  readonly fields?: readonly ApiParameter[];
  /** For table parameters with fields: what the script adds of its own reaches the kernel as one exact table of this name. */
  readonly exactRest?: string;
  /** For table parameters with fields: there are no others, and one that is misspelled is an error instead of an option without effect. */
  readonly closed?: true;
}

export interface ApiResult {
  readonly name?: string;
  readonly type: LuaTypeName;
  readonly doc: string;
}

/**
 * Who implements it: `vm` src/script/globals; `host` src/runtime, the script waits for the answer; `engine` the Lua engine's own library,
 * described so that editors know it.
 */
export type ApiThread = 'vm' | 'host' | 'engine';

export interface ApiFunction<Name extends string = string> {
  readonly name: Name;
  readonly thread: ApiThread;
  /** One paragraph, Markdown; the first sentence stands alone. */
  readonly doc: string;
  readonly parameters: readonly ApiParameter[];
  readonly results: readonly ApiResult[];
  readonly example?: string;
  /** The other spelling this one stands beside. */
  readonly aliasOf?: string;
}

/** A class of objects scripts hold: builders, agents, files. */
export interface ApiClass {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly ApiParameter[];
}

/** A global table (`Agent`), or a value in one or beside them (`arg`, `io.stdout`). */
export interface ApiValue {
  readonly name: string;
  readonly type: LuaTypeName;
  readonly doc: string;
}

/** One file of the description: what belongs together in the manual and in one library file. */
export interface ApiModule {
  /** Names the library file: `library/<id>.lua`, and the section of the manual. */
  readonly id: string;
  readonly title: string;
  readonly doc: string;
  /** Lua's own library: editors know its names, so it gets no library file. */
  readonly isStandard?: boolean;
  readonly values: readonly ApiValue[];
  readonly classes: readonly ApiClass[];
  readonly functions: readonly ApiFunction[];
}
