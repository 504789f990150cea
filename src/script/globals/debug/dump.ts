/** Shows a value with everything in it as text: sorted keys, limits on depth and size, circles marked, and nothing of the value's own code run. */
import type { Engine, LuaValue } from '../../engine/engine.ts';

export interface DumpOptions {
  readonly max_depth: number;
  readonly indent_size: number;
  /** Bytes. */
  readonly max_string_length: number;
  readonly max_array_elements: number;
  readonly max_table_pairs: number;
  readonly show_types: boolean;
  readonly show_addresses: boolean;
  readonly compact_mode: boolean;
}

export const NORMAL: DumpOptions = {
  max_depth: 10,
  indent_size: 2,
  max_string_length: 200,
  max_array_elements: 50,
  max_table_pairs: 50,
  show_types: false,
  show_addresses: false,
  compact_mode: false,
};
export const COMPACT: DumpOptions = { ...NORMAL, max_depth: 3, indent_size: 0, max_string_length: 50, max_array_elements: 10, max_table_pairs: 10, compact_mode: true };
export const VERBOSE: DumpOptions = {
  ...NORMAL,
  max_depth: 20,
  indent_size: 4,
  max_string_length: 1000,
  max_array_elements: 200,
  max_table_pairs: 200,
  show_types: true,
  show_addresses: true,
};

export function dump(value: LuaValue, engine: Engine, options: DumpOptions): string {
  return new Dumper(engine, options).value(value, 0);
}

class Dumper {
  /** Tables on the way from the outermost to this one. */
  private readonly open: unknown[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly options: DumpOptions,
  ) {}

  value(value: LuaValue, depth: number): string {
    const type = this.engine.type(value);
    if (type === 'table') return this.table(value, depth);
    const text = type === 'string' ? this.string(value) : this.engine.toText(value);
    return this.options.show_types && type !== 'nil' ? `${text} (${type})` : text;
  }

  private string(value: LuaValue): string {
    const bytes = this.engine.toBytes(value)!;
    const limit = this.options.max_string_length;
    if (bytes.length <= limit) return quote(bytes);
    return `${quote(bytes.subarray(0, limit))}... (${bytes.length} bytes)`;
  }

  private table(table: LuaValue, depth: number): string {
    const { engine, options } = this;
    const name = options.show_addresses ? `${engine.toText(table)} ` : '';
    const identity = engine.identity(table);
    if (this.open.includes(identity)) return `<circular${options.show_addresses ? ` ${engine.toText(table)}` : ''}>`;
    if (engine.entryCount(table) === 0) return `${name}{}`;
    if (depth >= options.max_depth) return `${name}{...}`;
    this.open.push(identity);
    const items = [...this.elements(table, depth), ...this.pairs(table, depth)];
    this.open.pop();
    if (options.compact_mode) return `${name}{ ${items.join(', ')} }`;
    const inner = ' '.repeat(options.indent_size * (depth + 1));
    return `${name}{\n${items.map((item) => `${inner}${item}`).join(',\n')}\n${' '.repeat(options.indent_size * depth)}}`;
  }

  /** 1 to `#table`. */
  private elements(table: LuaValue, depth: number): string[] {
    const { engine, options } = this;
    const length = engine.rawLength(table);
    const shown = Math.max(0, Math.min(length, options.max_array_elements));
    const items = Array.from({ length: shown }, (_, i) => this.value(engine.rawGet(table, engine.number(i + 1)), depth + 1));
    return length > shown ? [...items, `... (${length - shown} more elements)`] : items;
  }

  private pairs(table: LuaValue, depth: number): string[] {
    const { engine, options } = this;
    const length = engine.rawLength(table);
    const named: { readonly rank: number; readonly key: LuaValue; readonly name: string; readonly value: LuaValue }[] = [];
    for (const [key, value] of engine.entries(table)) {
      const type = engine.type(key);
      const number = type === 'integer' ? engine.toNumber(key)! : undefined;
      if (number !== undefined && number >= 1 && number <= length) continue;
      named.push({ rank: RANKS.indexOf(type), key, name: engine.toText(key), value });
    }
    named.sort((a, b) => a.rank - b.rank || (a.rank === 0 ? compareNumbers(engine, a.key, b.key) : a.name < b.name ? -1 : 1));
    const shown = named.slice(0, Math.max(0, options.max_table_pairs));
    const items = shown.map(({ key, value }) => `${this.key(key)} = ${this.value(value, depth + 1)}`);
    return named.length > shown.length ? [...items, `... (${named.length - shown.length} more pairs)`] : items;
  }

  private key(key: LuaValue): string {
    if (this.engine.type(key) !== 'string') return `[${this.engine.toText(key)}]`;
    const text = this.engine.toText(key);
    return /^[A-Za-z_]\w*$/.test(text) && !RESERVED.has(text) ? text : `[${quote(this.engine.toBytes(key)!)}]`;
  }
}

/** Words that are no names in Lua. */
const RESERVED = new Set('and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split(' '));

/** Numbers first, then names, then the rest. */
const RANKS: readonly string[] = ['integer', 'string', 'float', 'boolean', 'table', 'function', 'userdata', 'thread'];

const compareNumbers = (engine: Engine, a: LuaValue, b: LuaValue): number => {
  const [x, y] = [engine.toNumber(a)!, engine.toNumber(b)!];
  return x < y ? -1 : x > y ? 1 : 0;
};

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** As a Lua literal; bytes that are no text as decimal escapes. */
export function quote(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    text = Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\${byte}`)).join('');
    return `"${text.replace(/["\n\r\t]|\\(?!\d)/g, (c) => ESCAPES[c]!)}"`;
  }
  return `"${text.replace(/["\\\n\r\t]/g, (c) => ESCAPES[c]!).replace(/\p{Cc}/gu, (c) => `\\${String(c.charCodeAt(0)).padStart(3, '0')}`)}"`;
}
