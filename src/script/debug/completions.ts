/** What can be typed next in the Debug Console: names of the frame, globals, keywords; after a dot or colon the fields of what stands before it. */
import type { Engine, LuaFrame, LuaValue } from '../engine/engine.ts';
import { isName, keywords } from '../../lua/token.ts';
import { indexed, readAccessPath } from './access-path.ts';
import { DebugError } from './errors.ts';
import { frameNames } from './frame-names.ts';
import { TableView } from './table-view.ts';

export interface Completion {
  readonly label: string;
  readonly type: string;
}

/** A list nobody can read any more. */
const MAX_COMPLETIONS = 500;

/** `column` counts from 1; only the text before it matters. */
export function completions(engine: Engine, text: string, column: number, frame: LuaFrame | undefined): Completion[] {
  const before = text.slice(0, Math.max(0, column - 1)).split('\n').at(-1)!;
  const member = /([A-Za-z_][\w.:[\]"']*)\s*([.:])\s*(\w*)$/.exec(before);
  const found = member === null ? names(engine, frame) : members(engine, member[1]!, member[2] === ':', frame);
  const prefix = (member === null ? /\w*$/.exec(before)![0] : member[3]!).toLowerCase();
  const matching = [...found].filter(([label]) => label.toLowerCase().startsWith(prefix));
  return matching.slice(0, MAX_COMPLETIONS).map(([label, type]) => ({ label, type }));
}

function names(engine: Engine, frame: LuaFrame | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (frame !== undefined) {
    const { args, locals, upvalues } = frameNames(engine, frame);
    for (const { evaluateName, variable } of [...args, ...locals, ...upvalues]) {
      if (evaluateName !== undefined) found.set(evaluateName, kind(engine, variable.value, 'variable'));
    }
  }
  addFields(engine, engine.globals, found, false);
  for (const keyword of keywords) if (!found.has(keyword)) found.set(keyword, 'keyword');
  return found;
}

function members(engine: Engine, path: string, methodsOnly: boolean, frame: LuaFrame | undefined): Map<string, string> {
  const found = new Map<string, string>();
  let holder: LuaValue;
  try {
    holder = readAccessPath(engine, path, frame);
  } catch (error) {
    if (error instanceof DebugError) return found;
    throw error;
  }
  // What inherits by `__index` tables has their fields too; the chain may be a circle.
  const seen = new Set<unknown>();
  for (let at: LuaValue | undefined = holder; at !== undefined && !seen.has(engine.identity(at)); at = parent(engine, at)) {
    seen.add(engine.identity(at));
    if (engine.type(at) === 'table') addFields(engine, at, found, methodsOnly);
  }
  return found;
}

function parent(engine: Engine, value: LuaValue): LuaValue | undefined {
  const metatable = engine.metatable(value);
  const next = metatable === undefined ? undefined : engine.rawGet(metatable, engine.string('__index'));
  return next !== undefined && engine.type(next) === 'table' ? next : undefined;
}

function addFields(engine: Engine, table: LuaValue, found: Map<string, string>, methodsOnly: boolean): void {
  const view = new TableView(engine, table);
  for (const key of view.keys()) {
    if (engine.type(key) !== 'string') continue;
    const name = engine.toText(key);
    const value = indexed(engine, table, key);
    if (!isName(name) || found.has(name) || (methodsOnly && engine.type(value) !== 'function')) continue;
    found.set(name, kind(engine, value, 'field'));
  }
}

function kind(engine: Engine, value: LuaValue, otherwise: 'variable' | 'field'): string {
  return engine.type(value) === 'function' ? 'function' : otherwise;
}
