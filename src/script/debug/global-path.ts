/**
 * Fields that can be found again in another run: by the names that lead to them from the globals, `state.items[3].name`. As long as a table
 * on the way is not there yet, the link that will bring it can be watched.
 */
import type { Engine, LuaFrame, LuaValue, WatchTarget } from '../engine/engine.ts';
import { parseAccessPath, type PathKey } from './access-path.ts';
import { visibleVariable } from './frame-names.ts';

export class GlobalPath {
  readonly text: string;
  readonly #engine: Engine;
  readonly #keys: readonly PathKey[];

  private constructor(engine: Engine, text: string, keys: readonly PathKey[]) {
    this.#engine = engine;
    this.text = text;
    this.#keys = keys;
  }

  /** undefined for a text that is no such path. */
  static parse(engine: Engine, text: string): GlobalPath | undefined {
    const path = parseAccessPath(text);
    return path && new GlobalPath(engine, text, [path.root, ...path.keys]);
  }

  /** The path of an expression of a frame, if it leads from the globals to just this field. */
  static to(engine: Engine, expression: string, frame: LuaFrame | undefined, field: WatchTarget): GlobalPath | undefined {
    const path = GlobalPath.parse(engine, expression);
    if (path === undefined || (frame !== undefined && visibleVariable(engine, frame, String(path.#keys[0])) !== undefined)) return undefined;
    const found = path.find();
    return 'field' in found && found.field === field ? path : undefined;
  }

  /** The field, or the link at which the way ends for now. */
  find(): { readonly field: WatchTarget } | { readonly missing: WatchTarget } {
    const engine = this.#engine;
    let table: LuaValue = engine.globals;
    for (const [index, key] of this.#keys.entries()) {
      const name = typeof key === 'number' ? engine.number(key) : engine.string(key);
      // Names and literals: neither nil nor NaN.
      const link = engine.fieldTarget(table, name)!;
      if (index === this.#keys.length - 1) return { field: link };
      const next = engine.rawGet(table, name);
      if (engine.type(next) !== 'table') return { missing: link };
      table = next;
    }
    throw new Error('a path has at least one name');
  }
}
