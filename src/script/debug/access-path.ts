/**
 * Reading `a.b["c"][1]` without running anything: names, fields and indexing by raw access. Where a field is absent, `__index`
 * tables are followed (reading a table runs no code); a function as `__index`, a call, an operator are refused.
 */
import { lex } from '../../lua/lexer.ts';
import { stringBytes } from '../../lua/string-value.ts';
import type { Engine, LuaFrame, LuaValue } from '../engine/engine.ts';
import { evaluationRefused } from './errors.ts';
import { visibleVariable } from './frame-names.ts';

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

/** Throws `evaluation_refused` for what is no path, or would run code. */
export function readAccessPath(engine: Engine, text: string, frame: LuaFrame | undefined): LuaValue {
  const path = parseAccessPath(text.trim());
  if (path === undefined) throw evaluationRefused(`"${text}"`);
  return path.keys.reduce((value, key) => indexed(engine, value, keyValue(engine, key)), rootValue(engine, path.root, frame));
}

function rootValue(engine: Engine, name: string, frame: LuaFrame | undefined): LuaValue {
  const variable = frame === undefined ? undefined : visibleVariable(engine, frame, name);
  if (variable !== undefined) return variable.value;
  const env = frame === undefined ? undefined : visibleVariable(engine, frame, '_ENV')?.value;
  const globals = env !== undefined && engine.type(env) === 'table' ? env : engine.globals;
  return indexed(engine, globals, engine.string(name));
}

const keyValue = (engine: Engine, key: PathKey): LuaValue => (typeof key === 'number' ? engine.number(key) : engine.string(key));

/** Chains of `__index` may be circles. */
const MAX_CHAIN = 100;

/** `object[key]` as far as tables alone decide it. */
export function indexed(engine: Engine, object: LuaValue, key: LuaValue): LuaValue {
  let holder = object;
  for (let step = 0; step < MAX_CHAIN; step++) {
    if (engine.type(holder) === 'table') {
      const value = engine.rawGet(holder, key);
      if (engine.type(value) !== 'nil') return value;
    }
    const metatable = engine.metatable(holder);
    const next = metatable === undefined ? engine.nil : engine.rawGet(metatable, engine.string('__index'));
    const type = engine.type(next);
    if (type === 'nil' && engine.type(holder) === 'table') return engine.nil;
    if (type !== 'table') throw evaluationRefused(`Indexing a ${engine.type(holder)}`);
    holder = next;
  }
  return engine.nil;
}
