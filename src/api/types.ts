/**
 * The shape of the description of the Lua API (design section 4): each function once. Pure data.
 *
 * A name is `Global.function` (called with a dot), `Class:method` (called with a colon on an object of that class) or a bare global.
 */
export type LuaTypeName = string;

export interface ApiParameter {
  readonly name: string;
  /** LuaCATS type: `string`, `integer?`, `table`, `fun(chunk: string)`, a class name. A trailing `?` makes it optional. */
  readonly type: LuaTypeName;
  readonly doc: string;
  /** For table parameters: the fields that are understood. */
  readonly fields?: readonly ApiParameter[];
}

export interface ApiResult {
  readonly type: LuaTypeName;
  readonly doc: string;
}

export interface ApiFunction<Name extends string = string> {
  readonly name: Name;
  /** `vm`: implemented in src/script/globals. `host`: implemented in src/runtime, the script waits for the answer. */
  readonly thread: 'vm' | 'host';
  /** One paragraph, Markdown; the first sentence stands alone. */
  readonly doc: string;
  readonly parameters: readonly ApiParameter[];
  readonly results: readonly ApiResult[];
  readonly example?: string;
  /** The other spelling this one stands beside (design section 6). */
  readonly aliasOf?: string;
}

/** A class of objects scripts hold: builders, agents. */
export interface ApiClass {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly ApiParameter[];
}
