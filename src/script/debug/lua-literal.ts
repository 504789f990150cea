/** A value as Lua source, for the clipboard: pasted into a script it makes an equal value, as far as Lua can write it down. */
import type { Engine, LuaValue } from '../engine/engine.ts';
import { TableView } from './table-view.ts';
import { keyText, quoted, valueText } from './value-text.ts';

/** Characters; a clipboard with more is of no use to anyone. */
const MAX_LENGTH = 1_000_000;

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
    const engine = this.#engine;
    switch (engine.type(value)) {
      case 'string':
        this.text += quoted(engine.toBytes(value)!, MAX_LENGTH);
        return;
      case 'table':
        this.#table(value, indent);
        return;
      case 'float':
        this.text += floatLiteral(engine.toText(value));
        return;
      case 'nil':
      case 'boolean':
      case 'integer':
        this.text += engine.toText(value);
        return;
      default:
        this.text += `nil --[[${valueText(engine, value)}]]`;
    }
  }

  #table(table: LuaValue, indent: string): void {
    const identity = this.#engine.identity(table);
    if (this.#open.has(identity)) {
      this.text += 'nil --[[cycle]]';
      return;
    }
    this.#open.add(identity);
    const view = new TableView(this.#engine, table);
    const inner = `${indent}  `;
    let written = 0;
    this.text += '{';
    const entry = (key: string, value: LuaValue): void => {
      written++;
      if (this.text.length > MAX_LENGTH) return;
      this.text += `\n${inner}${key}`;
      this.write(value, inner);
      this.text += ',';
    };
    for (let index = 1; index <= view.indexed; index++) entry('', view.at(index));
    for (const key of view.keys()) entry(`${keyText(this.#engine, key)} = `, view.get(key));
    if (this.text.length > MAX_LENGTH) this.text += ' --[[…]]';
    this.text += written > 0 ? `\n${indent}}` : '}';
    this.#open.delete(identity);
  }
}

/** `inf` and `nan` are no literals of Lua. */
function floatLiteral(text: string): string {
  if (text === 'inf') return 'math.huge';
  if (text === '-inf') return '-math.huge';
  return text.endsWith('nan') ? '(0/0)' : text;
}
