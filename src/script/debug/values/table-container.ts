/** A table as something to open: its sequence, its other entries, its metatable and what its metamethods could tell. */
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { isName } from '../../../lua/token.ts';
import type { Child, Container } from './containers.ts';
import { notSettable } from '../errors.ts';
import type { TableView } from './table-view.ts';
import { keyText, quoted } from './value-text.ts';

export interface TableOptions {
  readonly frame: LuaFrame | undefined;
  /** The Lua expression that reads the table in the frame. */
  readonly expression: string | undefined;
  /** Its string keys are names of their own. */
  readonly isGlobals?: boolean;
  /** What is offered behind the entries. */
  readonly extras?: (expression: string | undefined) => readonly Child[];
}

/** A part of the table: a chunk that was too long to be listed with the others. */
interface Part {
  readonly kind: 'indexed' | 'named';
  readonly from: number;
  readonly to: number;
}

/** Entries listed at once for a front end that asks for all of them. */
const MAX_UNPAGED = 1000;
/** Nobody's page is longer: such a request is for everything, and gets chunks too. */
const MAX_PAGE = 5000;
/** The shortest chunks, and how many of them one list may have before they grow. */
const CHUNK = 100;
const MAX_CHUNKS = 200;

export class TableContainer implements Container {
  readonly #engine: Engine;
  readonly #view: TableView;
  readonly #options: TableOptions;
  readonly #part: Part | undefined;

  constructor(engine: Engine, view: TableView, options: TableOptions, part?: Part) {
    this.#engine = engine;
    this.#view = view;
    this.#options = options;
    this.#part = part;
  }

  get frame(): LuaFrame | undefined {
    return this.#options.frame;
  }

  get value(): LuaValue {
    return this.#view.table;
  }

  get indexed(): number {
    if (this.#part === undefined) return this.#view.indexed;
    return this.#part.kind === 'indexed' ? this.#part.to - this.#part.from : 0;
  }

  get named(): number {
    if (this.#part === undefined) return this.#view.named + this.#extras().length;
    return this.#part.kind === 'named' ? this.#part.to - this.#part.from : 0;
  }

  children(kind: 'indexed' | 'named', start: number, count: number | undefined): readonly Child[] {
    if (this.#part !== undefined && this.#part.kind !== kind) return [];
    const { from, to } = this.#part ?? { from: 0, to: kind === 'indexed' ? this.#view.indexed : this.#view.keys().length };
    const first = Math.min(to, from + start);
    const end = Math.min(to, count === undefined ? to : from + start + count);
    const entries = end - first > (count === undefined ? MAX_UNPAGED : MAX_PAGE) ? this.#chunks(kind, first, end) : this.#entries(kind, first, end);
    if (kind === 'indexed' || this.#part !== undefined) return entries;
    const before = Math.max(0, start - to);
    return [...entries, ...this.#extras().slice(before, count === undefined ? undefined : Math.max(before, start + count - to))];
  }

  find(name: string): Child | undefined {
    const key = this.#keyOf(name);
    return key === undefined ? this.#extras().find((extra) => extra.name === name) : this.#entry(key, /^\[\d+\]$/.test(name) ? 'element' : 'field');
  }

  /** The entry that is shown, without metamethods: Lua's own assignment to an entry that is there runs none either. */
  set(name: string, value: LuaValue): void {
    if (name === '[[metatable]]') return this.#setMetatable(value);
    const key = this.#keyOf(name);
    if (key === undefined) throw notSettable(name, 'there is no such field');
    this.#engine.rawSet(this.#view.table, key, value);
  }

  #setMetatable(value: LuaValue): void {
    const type = this.#engine.type(value);
    if (type !== 'table' && type !== 'nil') throw notSettable('[[metatable]]', `it is a table or nil, and this is of type ${type}`);
    this.#engine.setMetatable(this.#view.table, type === 'nil' ? undefined : value);
  }

  #extras(): readonly Child[] {
    return this.#options.extras?.(this.#options.expression) ?? [];
  }

  #entries(kind: 'indexed' | 'named', from: number, to: number): Child[] {
    if (kind === 'named') return this.#view.keys().slice(from, to).map((key) => this.#entry(key, 'field'));
    return Array.from({ length: to - from }, (_, offset) => this.#entry(this.#engine.number(from + offset + 1), 'element'));
  }

  #entry(key: LuaValue, role: 'element' | 'field'): Child {
    return { name: keyText(this.#engine, key), value: this.#view.get(key), evaluateName: this.#fieldExpression(key), role, key };
  }

  /** `[1..1000]`, `[1001..2000]`; named ones by their first and last key. */
  #chunks(kind: 'indexed' | 'named', from: number, to: number): Child[] {
    let size = CHUNK;
    while ((to - from) / size > MAX_CHUNKS) size *= 10;
    const chunks: Child[] = [];
    for (let start = from; start < to; start += size) {
      const part: Part = { kind, from: start, to: Math.min(to, start + size) };
      const container = new TableContainer(this.#engine, this.#view, this.#options, part);
      chunks.push({ name: this.#chunkName(part), value: this.#engine.nil, evaluateName: undefined, role: 'chunk', text: '', container });
    }
    return chunks;
  }

  #chunkName({ kind, from, to }: Part): string {
    if (kind === 'indexed') return `[${from + 1}..${to}]`;
    const keys = this.#view.keys();
    return `${keyText(this.#engine, keys[from]!)} … ${keyText(this.#engine, keys[to - 1]!)}`;
  }

  #fieldExpression(key: LuaValue): string | undefined {
    const engine = this.#engine;
    const { expression, isGlobals } = this.#options;
    const type = engine.type(key);
    if (type === 'string') {
      const bytes = engine.toBytes(key)!;
      const text = Buffer.from(bytes).toString('latin1');
      if (isGlobals && isName(text)) return text;
      if (expression === undefined) return undefined;
      return isName(text) ? `${expression}.${text}` : `${expression}[${quoted(bytes)}]`;
    }
    const isLiteral = type === 'integer' || type === 'float' || type === 'boolean';
    return expression !== undefined && isLiteral ? `${expression}${keyText(engine, key)}` : undefined;
  }

  #keyOf(name: string): LuaValue | undefined {
    const index = /^\[(\d+)\]$/.exec(name);
    if (index !== null && Number(index[1]) >= 1 && Number(index[1]) <= this.#view.indexed) return this.#engine.number(Number(index[1]));
    return this.#view.keys().find((key) => keyText(this.#engine, key) === name);
  }
}
