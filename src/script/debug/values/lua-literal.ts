/**
 * A value as Lua source, for the clipboard: pasted into a script it makes an equal value, as far as Lua can write it down. What it cannot
 * (functions, coroutines, objects, cycles, tables as keys) becomes `nil` or nothing, with a comment that says what was there.
 */
import { MAX_JSON_DEPTH } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { valueTooLarge } from '../errors.ts';
import { TableView } from './table-view.ts';
import { keyText, plainText, quoted, valueText } from './value-text.ts';

/** Characters; nobody pastes more. */
const MAX_LENGTH = 16_000_000;

/** Throws `value_too_large`. */
export function luaLiteral(engine: Engine, value: LuaValue): string {
  const writer = new Writer(engine);
  writer.write(value, '');
  return writer.text;
}

class Writer {
  readonly #engine: Engine;
  /** Tables on the way down to here. */
  readonly #open = new Set<unknown>();
  text = '';

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  write(value: LuaValue, indent: string): void {
    if (this.text.length > MAX_LENGTH) throw valueTooLarge('Lua', '16 million characters');
    if (this.#engine.type(value) === 'table') this.#table(value, indent);
    else this.text += this.#scalar(value);
  }

  #scalar(value: LuaValue): string {
    const engine = this.#engine;
    switch (engine.type(value)) {
      case 'string':
        return quoted(engine.toBytes(value)!);
      case 'float':
        return floatLiteral(engine, value);
      case 'integer':
        return integerLiteral(engine.toText(value));
      case 'nil':
      case 'boolean':
        return engine.toText(value);
      default:
        return `nil ${comment(valueText(engine, value))}`;
    }
  }

  #table(table: LuaValue, indent: string): void {
    const identity = this.#engine.identity(table);
    if (this.#open.has(identity) || this.#open.size >= MAX_JSON_DEPTH) {
      this.text += `nil ${comment(this.#open.has(identity) ? 'cycle' : 'nested too deep')}`;
      return;
    }
    this.#open.add(identity);
    const view = new TableView(this.#engine, table);
    const inner = `${indent}  `;
    let written = 0;
    this.text += '{';
    const line = (text: string): void => {
      written++;
      this.text += `\n${inner}${text}`;
    };
    for (let index = 1; index <= view.indexed; index++) {
      line('');
      this.write(view.at(index), inner);
      this.text += ',';
    }
    for (const key of view.keys()) {
      const name = this.#key(key);
      if (name === undefined) {
        line(comment(`${keyText(this.#engine, key)} = ${valueText(this.#engine, view.get(key))}`));
        continue;
      }
      line(`${name} = `);
      this.write(view.get(key), inner);
      this.text += ',';
    }
    this.text += written > 0 ? `\n${indent}}` : '}';
    this.#open.delete(identity);
  }

  /** Undefined for a key that has no literal. */
  #key(key: LuaValue): string | undefined {
    const engine = this.#engine;
    switch (engine.type(key)) {
      case 'string': {
        const name = keyText(engine, key);
        return name.startsWith('[') ? `[${quoted(engine.toBytes(key)!)}]` : name;
      }
      case 'integer':
      case 'float':
      case 'boolean':
        return `[${this.#scalar(key)}]`;
      default:
        return undefined;
    }
  }
}

/** `]]` would end it. */
const comment = (text: string): string => `--[[${plainText(text).replaceAll(']]', '] ]')}]]`;

/** Lua reads `-9223372036854775808` as a float: minus, applied to a number beyond 64 bits. */
const integerLiteral = (text: string): string => (text === '-9223372036854775808' ? 'math.mininteger' : text);

/** `inf` and `nan` are no literals of Lua; the 14 digits that Lua prints are not always the whole number. */
function floatLiteral(engine: Engine, value: LuaValue): string {
  const number = Number(engine.toNumber(value));
  if (Number.isNaN(number)) return '(0/0)';
  if (!Number.isFinite(number)) return number > 0 ? 'math.huge' : '-math.huge';
  const text = engine.toText(value);
  if (Number(text) === number) return text;
  const exact = String(number);
  return /[.e]/.test(exact) ? exact : `${exact}.0`;
}
