/**
 * Reading `a.b["c"][1]` without running anything: names, fields and indexing by raw access. Where a field is absent, `__index`
 * tables are followed (reading a table runs no code); a function as `__index`, a call, an operator are refused.
 */
import { lex } from '../../../lua/lexer.ts';
import { stringBytes } from '../../../lua/string-value.ts';
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { evaluationRefused, metamethodRefused, pureFailure } from '../errors.ts';
import { visibleVariable } from '../values/frame-names.ts';
import { hostField, plainValue } from '../values/object-container.ts';

export type PathKey = string | number | Uint8Array;

/** The root name and the keys after it; undefined when the text is anything else than such a path. */
export function parseAccessPath(text: string): { readonly root: string; readonly keys: readonly PathKey[] } | undefined {
  const { tokens, diagnostics } = lex(text, { chunk: 'string' });
  if (diagnostics.length > 0) return undefined;
  const word = (index: number): string => text.slice(tokens.starts[index], tokens.ends[index]);
  if (tokens.kinds[0] !== 'name') return undefined;
  const keys: PathKey[] = [];
  let at = 1;
  while (tokens.kinds[at] !== 'eof') {
    if ((tokens.kinds[at] === '.' || tokens.kinds[at] === ':') && tokens.kinds[at + 1] === 'name') {
      keys.push(word(at + 1));
      at += 2;
      continue;
    }
    const literal = tokens.kinds[at + 1];
    if (tokens.kinds[at] !== '[' || tokens.kinds[at + 2] !== ']' || (literal !== 'string' && literal !== 'number')) return undefined;
    keys.push(literal === 'string' ? stringBytes(word(at + 1)) : Number(word(at + 1)));
    at += 3;
  }
  return { root: word(0), keys };
}

/** `names` come before those of the frame. Throws `evaluation_refused` for what is no path, or would run code. */
export function readAccessPath(engine: Engine, text: string, frame: LuaFrame | undefined, names?: ReadonlyMap<string, LuaValue>): LuaValue {
  const path = parseAccessPath(text.trim());
  if (path === undefined) throw evaluationRefused(`"${text}"`);
  return path.keys.reduce((value, key) => indexed(engine, value, keyValue(engine, key)), names?.get(path.root) ?? rootValue(engine, path.root, frame));
}

/** What a name means in a frame: a variable, or a field of the frame's own `_ENV`. Throws `evaluation_refused`. */
export function rootValue(engine: Engine, name: string, frame: LuaFrame | undefined): LuaValue {
  const variable = frame === undefined ? undefined : visibleVariable(engine, frame, name);
  if (variable !== undefined) return variable.value;
  const env = frame === undefined ? undefined : visibleVariable(engine, frame, '_ENV')?.value;
  return indexed(engine, env ?? engine.globals, engine.string(name));
}

const keyValue = (engine: Engine, key: PathKey): LuaValue => (typeof key === 'number' ? engine.number(key) : engine.string(key));

/** Chains of `__index` may be circles; Lua gives up here too. */
const MAX_CHAIN = 2000;

/** `object[key]` as far as tables alone decide it. Throws `evaluation_refused` where code would, or Lua an error. */
export function indexed(engine: Engine, object: LuaValue, key: LuaValue): LuaValue {
  let holder = object;
  for (let step = 0; step < MAX_CHAIN; step++) {
    if (engine.type(holder) === 'table') {
      const value = engine.rawGet(holder, key);
      if (engine.type(value) !== 'nil') return value;
    }
    // What came with a host object is known without asking it.
    const known = engine.type(holder) === 'userdata' && engine.type(key) === 'string' ? hostField(engine.userdataOf(holder), engine.toText(key)) : undefined;
    if (known !== undefined) return plainValue(engine, known);
    const metatable = engine.metatable(holder);
    const next = metatable === undefined ? engine.nil : engine.rawGet(metatable, engine.string('__index'));
    const type = engine.type(next);
    if (type === 'nil' && engine.type(holder) === 'table') return engine.nil;
    if (type === 'nil') throw pureFailure(`attempt to index a ${luaType(engine, holder)} value`);
    if (type === 'function') throw metamethodRefused('__index');
    holder = next;
  }
  throw pureFailure("'__index' chain too long; possibly a loop");
}

/** As Lua's messages name it. */
export function luaType(engine: Engine, value: LuaValue): string {
  const type = engine.type(value);
  return type === 'integer' || type === 'float' ? 'number' : type;
}
