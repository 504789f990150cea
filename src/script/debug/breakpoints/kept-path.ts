/**
 * Variables and fields that another run can find again: by the names that lead to them from the globals, or from a local of a file's main
 * chunk: `state.items[3].name`. The links on the way can be watched: one may bring a table that is not there yet, or another one.
 */
import type { Engine, LuaFrame, LuaValue, LuaVariable, WatchTarget } from '../../engine/engine.ts';
import { parseAccessPath, type PathKey } from '../evaluation/access-path.ts';
import { visibleVariable } from '../values/frame-names.ts';
import type { MainLocal, MainLocals } from './main-locals.ts';

const GLOBAL = 'global:';
const LOCAL = 'local:';

export type Found = {
  /** What is to be written before it leads elsewhere, from the outside in. */
  readonly links: readonly WatchTarget[];
} & (
  | { readonly target: WatchTarget }
  /** What is to be written before there is more. */
  | { readonly missing: WatchTarget }
  /** The local from which it starts has not begun yet. */
  | { readonly awaited: MainLocal }
);

export class KeptPath {
  readonly text: string;
  readonly local: MainLocal | undefined;
  readonly #engine: Engine;
  readonly #keys: readonly PathKey[];
  /** The local it starts from, from its beginning to its end. */
  #root: { readonly target: WatchTarget; readonly variable: LuaVariable } | undefined;

  private constructor(engine: Engine, text: string, local: MainLocal | undefined) {
    const path = parseAccessPath(text);
    this.#engine = engine;
    this.#keys = path === undefined ? [] : [path.root, ...path.keys];
    this.text = text;
    this.local = local;
  }

  /** undefined for a name of something else. */
  static named(engine: Engine, name: string): KeptPath | undefined {
    const isLocal = name.startsWith(LOCAL);
    if (!isLocal && !name.startsWith(GLOBAL)) return undefined;
    const { text, local } = isLocal ? localNamed(name.slice(LOCAL.length)) : { text: name.slice(GLOBAL.length), local: undefined };
    const path = new KeptPath(engine, text, local);
    return path.#keys.length === 0 ? undefined : path;
  }

  /** The path of an expression of a frame, if it is one and leads to just this target. */
  static to(engine: Engine, locals: MainLocals, expression: string, frame: LuaFrame | undefined, target: WatchTarget): KeptPath | undefined {
    const root = parseAccessPath(expression)?.root;
    if (root === undefined) return undefined;
    const variable = frame === undefined ? undefined : visibleVariable(engine, frame, root);
    const local = variable && locals.of(frame!, variable);
    if (variable !== undefined && local === undefined) return undefined;
    const path = new KeptPath(engine, expression, local);
    if (variable !== undefined) path.begin(frame!, variable);
    const found = path.find();
    return 'target' in found && found.target === target ? path : undefined;
  }

  /** As another run knows it. */
  get name(): string {
    const { local, text } = this;
    return local === undefined ? GLOBAL + text : LOCAL + JSON.stringify([local.file, local.line, text]);
  }

  /** The local has begun. */
  begin(frame: LuaFrame, variable: LuaVariable): void {
    this.#root = { target: this.#engine.variableTarget(frame, variable)!, variable };
  }

  /** Whether it can be walked now: it starts from the globals, or from a local that has begun and not ended. */
  get isRooted(): boolean {
    return this.local === undefined || this.#root?.target.isAlive === true;
  }

  /** The local has ended, or cannot be told any more. */
  end(): void {
    this.#root = undefined;
  }

  find(): Found {
    const engine = this.#engine;
    const links: WatchTarget[] = [];
    let value = engine.globals;
    let keys = this.#keys;
    if (this.local !== undefined) {
      if (this.#root === undefined) return { awaited: this.local, links };
      links.push(this.#root.target);
      value = this.#root.variable.value;
      keys = keys.slice(1);
    }
    for (const key of keys) {
      if (engine.type(value) !== 'table') return { missing: links.pop()!, links };
      const name = keyValue(engine, key);
      // Names and literals: neither nil nor NaN.
      links.push(engine.fieldTarget(value, name)!);
      value = engine.rawGet(value, name);
    }
    return { target: links.pop()!, links };
  }

  /** What it would lead to with this value in the link of that number. */
  behind(link: number, value: LuaValue): LuaValue {
    const engine = this.#engine;
    return this.#keys.slice(link + 1).reduce((holder, key) => (engine.type(holder) === 'table' ? engine.rawGet(holder, keyValue(engine, key)) : engine.nil), value);
  }
}

const keyValue = (engine: Engine, key: PathKey): LuaValue => (typeof key === 'number' ? engine.number(key) : engine.string(key));

/** Comes from a client, which may have kept anything. */
function localNamed(json: string): { readonly text: string; readonly local: MainLocal | undefined } {
  try {
    const [file, line, text] = JSON.parse(json) as unknown[];
    const name = typeof text === 'string' ? parseAccessPath(text)?.root : undefined;
    if (typeof file === 'string' && typeof line === 'number' && name !== undefined) return { text: text as string, local: { file, line, name } };
  } catch {
    // No name of ours.
  }
  return { text: '', local: undefined };
}
