/**
 * JSON text to Lua values, straight: JavaScript's own parser would lose 64-bit integers and the difference between 1 and 1.0. An array or
 * object may nest as deep as the text does, up to a limit that keeps the stack whole.
 */
import { MAX_JSON_DEPTH } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';

export class JsonSyntaxError extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Characters that need no attention within a string: from the space on. */
const PLAIN = /[ !#-[\]-\uffff]+/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

export function parseJson(text: string, engine: Engine): LuaValue {
  return new Parser(text, engine).document();
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly engine: Engine,
  ) {}

  document(): LuaValue {
    const value = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) throw this.unexpected('end of text');
    return value;
  }

  private value(depth: number): LuaValue {
    if (depth > MAX_JSON_DEPTH) throw this.error(`nested deeper than ${MAX_JSON_DEPTH} levels`);
    this.skipSpace();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.engine.string(this.string());
      case 't':
        return this.word('true', this.engine.boolean(true));
      case 'f':
        return this.word('false', this.engine.boolean(false));
      case 'n':
        return this.word('null', this.engine.nil);
      default:
        return this.number();
    }
  }

  private object(depth: number): LuaValue {
    const { engine } = this;
    const table = engine.table();
    this.items('}', () => {
      this.skipSpace();
      if (this.text[this.at] !== '"') throw this.unexpected('a key in quotes');
      const key = engine.string(this.string());
      this.skipSpace();
      if (this.text[this.at] !== ':') throw this.unexpected("':'");
      this.at += 1;
      engine.rawSet(table, key, this.value(depth + 1));
    });
    return table;
  }

  private array(depth: number): LuaValue {
    const { engine } = this;
    const table = engine.table();
    let index = 0;
    this.items(']', () => {
      const value = this.value(depth + 1);
      index += 1; // null leaves a hole, as nil does
      engine.rawSet(table, engine.number(index), value);
    });
    return table;
  }

  /** From the opening bracket past the closing one, commas between. */
  private items(close: string, item: () => void): void {
    this.at += 1;
    this.skipSpace();
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.skipSpace();
      const next = this.text[this.at];
      if (next !== ',' && next !== close) throw this.unexpected(`',' or '${close}'`);
      this.at += 1;
      if (next === close) return;
    }
  }

  private string(): string {
    let result = '';
    this.at += 1;
    for (;;) {
      result += this.match(PLAIN) ?? '';
      const next = this.text[this.at];
      if (next === '"') {
        this.at += 1;
        return result;
      }
      if (next !== '\\') throw next === undefined ? this.unexpected('the end of a string') : this.error('a control character in a string must be escaped');
      result += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error('an escape that JSON does not have');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): LuaValue {
    const digits = this.match(NUMBER);
    if (digits === undefined) throw this.unexpected('a value');
    if (/[.eE]/.test(digits)) return this.engine.float(Number(digits));
    if (digits === '-0') return this.engine.float(-0);
    const integer = BigInt(digits);
    if (integer < MIN_INTEGER || integer > MAX_INTEGER) return this.engine.float(Number(digits));
    return this.engine.number(integer);
  }

  private word(word: string, value: LuaValue): LuaValue {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected('a value');
    this.at += word.length;
    return value;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  private unexpected(wanted: string): JsonSyntaxError {
    const found = this.text[this.at];
    return this.error(`${wanted} expected, got ${found === undefined ? 'the end of the text' : JSON.stringify(found)}`);
  }

  private error(message: string): JsonSyntaxError {
    const before = this.text.slice(0, this.at).split('\n');
    return new JsonSyntaxError(`JSON parse error: ${message} at line ${before.length} column ${before.at(-1)!.length + 1}`);
  }
}
