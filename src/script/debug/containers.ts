/** What a `ref` of the Variables view stands for: something with children, some of which can be set. */
import type { Engine, LuaFrame, LuaValue } from '../engine/engine.ts';
import { isName } from '../../lua/token.ts';
import { notSettable } from './errors.ts';
import type { FrameName } from './frame-names.ts';
import { TableView } from './table-view.ts';
import { keyText, quoted } from './value-text.ts';

export interface Child {
  readonly name: string;
  readonly value: LuaValue;
  readonly evaluateName: string | undefined;
  readonly hint?: 'metatable' | 'rest';
  /** Instead of a value: children that did not fit (`rest`). */
  readonly container?: Container;
}

export interface Container {
  /** The frame in which new values are evaluated. */
  readonly frame: LuaFrame | undefined;
  readonly indexed: number;
  readonly named: number;
  /** Both ends count within the kind; without `count` all of them, as far as is sensible. */
  children(kind: 'indexed' | 'named', start: number, count: number | undefined): Child[];
  /** Throws `not_settable`. */
  set(name: string, value: LuaValue): void;
}

/** Named children shown at once when a front end asks for all; the rest is one more child. */
const MAX_NAMED = 1000;

/** A scope: variables of a frame. */
export function variablesContainer(frame: LuaFrame, names: readonly FrameName[]): Container {
  return {
    frame,
    indexed: 0,
    named: names.length,
    children(kind, start, count) {
      if (kind === 'indexed') return [];
      const end = count === undefined ? names.length : start + count;
      return names.slice(start, end).map(({ title, variable, evaluateName }) => ({ name: title, value: variable.value, evaluateName }));
    },
    set(name, value) {
      const found = names.find(({ title }) => title === name);
      if (found === undefined) throw notSettable(name, 'there is no such variable here');
      found.variable.set(value);
    },
  };
}

/** Several results of one evaluation. */
export function resultsContainer(frame: LuaFrame | undefined, values: readonly LuaValue[]): Container {
  return {
    frame,
    indexed: values.length,
    named: 0,
    children(kind, start, count) {
      if (kind === 'named') return [];
      const end = count === undefined ? values.length : start + count;
      return values.slice(start, end).map((value, index) => ({ name: `[${start + index + 1}]`, value, evaluateName: undefined }));
    },
    set(name) {
      throw notSettable(name, 'it is a result');
    },
  };
}

/** Fields of a host object, as it came with the object: copies, so they are shown and not set. */
export function fieldsContainer(engine: Engine, fields: Readonly<Record<string, unknown>>, metatable: LuaValue | undefined): Container {
  const children: Child[] = Object.entries(fields).map(([name, value]) => ({ name, value: plainValue(engine, value), evaluateName: undefined }));
  if (metatable !== undefined) children.push({ name: '[[metatable]]', value: metatable, evaluateName: undefined, hint: 'metatable' });
  return {
    frame: undefined,
    indexed: 0,
    named: children.length,
    children: (kind, start, count) => (kind === 'indexed' ? [] : children.slice(start, count === undefined ? undefined : start + count)),
    set(name) {
      throw notSettable(name, 'it belongs to the host');
    },
  };
}

function plainValue(engine: Engine, value: unknown): LuaValue {
  if (typeof value === 'boolean') return engine.boolean(value);
  if (typeof value === 'number' || typeof value === 'bigint') return engine.number(value);
  return typeof value === 'string' ? engine.string(value) : engine.nil;
}

/** A table. `expression` reads it in the frame; `globals`: its string keys are names of their own. */
export class TableContainer implements Container {
  readonly #engine: Engine;
  readonly #table: LuaValue;
  readonly #expression: string | undefined;
  readonly #isGlobals: boolean;
  readonly #view: TableView;
  readonly frame: LuaFrame | undefined;
  /** Where a rest starts. */
  readonly #offset: number;

  constructor(engine: Engine, table: LuaValue, frame: LuaFrame | undefined, expression: string | undefined, isGlobals = false, offset = 0) {
    this.#engine = engine;
    this.#table = table;
    this.frame = frame;
    this.#expression = expression;
    this.#isGlobals = isGlobals;
    this.#offset = offset;
    this.#view = new TableView(engine, table);
  }

  get indexed(): number {
    return this.#offset > 0 ? 0 : this.#view.indexed;
  }

  get named(): number {
    return this.#view.named - this.#offset;
  }

  children(kind: 'indexed' | 'named', start: number, count: number | undefined): Child[] {
    return kind === 'indexed' ? this.#sequence(start, count) : this.#others(start, count);
  }

  set(name: string, value: LuaValue): void {
    if (name === '[[metatable]]') throw notSettable(name, 'use setmetatable in the Debug Console');
    const key = this.#keyOf(name);
    if (key === undefined) throw notSettable(name, 'there is no such field');
    this.#engine.rawSet(this.#table, key, value);
  }

  #sequence(start: number, count: number | undefined): Child[] {
    const children: Child[] = [];
    const end = Math.min(this.indexed, count === undefined ? Infinity : start + count);
    for (let index = start + 1; index <= end; index++) {
      const evaluateName = this.#expression === undefined ? undefined : `${this.#expression}[${index}]`;
      children.push({ name: `[${index}]`, value: this.#view.at(index), evaluateName });
    }
    return children;
  }

  #others(start: number, count: number | undefined): Child[] {
    const keys = this.#view.keys();
    const from = this.#offset + start;
    const to = Math.min(keys.length, from + (count ?? MAX_NAMED));
    const children = keys.slice(from, to).map((key): Child => {
      return { name: keyText(this.#engine, key), value: this.#view.get(key), evaluateName: this.#fieldExpression(key) };
    });
    if (count === undefined && to < keys.length) {
      const rest = new TableContainer(this.#engine, this.#table, this.frame, this.#expression, this.#isGlobals, to);
      children.push({ name: `… ${keys.length - to} more`, value: this.#engine.nil, evaluateName: undefined, hint: 'rest', container: rest });
    }
    const { metatable } = this.#view;
    const isLastPage = to >= keys.length && (count === undefined || children.length < count);
    if (metatable !== undefined && this.#offset === 0 && (isLastPage || (count === undefined && to < keys.length))) {
      const expression = this.#expression === undefined ? undefined : `debug.getmetatable(${this.#expression})`;
      children.push({ name: '[[metatable]]', value: metatable, evaluateName: expression, hint: 'metatable' });
    }
    return children;
  }

  #fieldExpression(key: LuaValue): string | undefined {
    const engine = this.#engine;
    const type = engine.type(key);
    if (type === 'string') {
      const bytes = engine.toBytes(key)!;
      const text = Buffer.from(bytes).toString('latin1');
      if (this.#isGlobals && isName(text)) return text;
      if (this.#expression === undefined) return undefined;
      return isName(text) ? `${this.#expression}.${text}` : `${this.#expression}[${quoted(bytes)}]`;
    }
    const isLiteral = type === 'integer' || type === 'float' || type === 'boolean';
    return this.#expression !== undefined && isLiteral ? `${this.#expression}[${engine.toText(key)}]` : undefined;
  }

  #keyOf(name: string): LuaValue | undefined {
    const index = /^\[(\d+)\]$/.exec(name);
    if (index !== null && Number(index[1]) >= 1 && Number(index[1]) <= this.indexed) return this.#engine.number(Number(index[1]));
    return this.#view.keys().find((key) => keyText(this.#engine, key) === name);
  }
}
