/**
 * A value as JSON, to look at and to copy. It is always valid JSON, and the same for equal values: keys are sorted. What JSON cannot hold is
 * said in a string: functions, coroutines, cycles (with the path they lead back to). Not numbers and infinities are null. A table with holes or
 * with other keys beside its sequence is an object, whose numbers as keys become texts.
 */
import { MAX_JSON_DEPTH } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { valueTooLarge } from '../errors.ts';
import { hostFields } from './object-container.ts';
import { TableView } from './table-view.ts';
import { keyText, plainText, valueText } from './value-text.ts';

const MAX_LENGTH = 16_000_000;

/** Throws `value_too_large`. */
export function jsonText(engine: Engine, value: LuaValue): string {
  const writer = new Writer(engine);
  writer.write(value, '', '$');
  return writer.text;
}

class Writer {
  readonly #engine: Engine;
  /** Tables on the way down to here, with their paths. */
  readonly #open = new Map<unknown, string>();
  text = '';

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  write(value: LuaValue, indent: string, path: string): void {
    if (this.text.length > MAX_LENGTH) throw valueTooLarge('JSON', '16 million characters');
    const engine = this.#engine;
    switch (engine.type(value)) {
      case 'nil':
        this.text += 'null';
        return;
      case 'boolean':
      case 'integer':
        this.text += engine.toText(value);
        return;
      case 'float':
        this.text += floatText(Number(engine.toNumber(value)));
        return;
      case 'string':
        this.text += JSON.stringify(engine.toText(value));
        return;
      case 'table':
        this.#table(value, indent, path);
        return;
      case 'userdata':
        this.#object(value, indent);
        return;
      default:
        this.#said(valueText(engine, value));
    }
  }

  /** Something that is no value of JSON. */
  #said(what: string): void {
    this.text += JSON.stringify(plainText(what));
  }

  #table(table: LuaValue, indent: string, path: string): void {
    const identity = this.#engine.identity(table);
    const known = this.#open.get(identity);
    if (known !== undefined) return this.#said(`cycle to ${known}`);
    if (this.#open.size >= MAX_JSON_DEPTH) return this.#said('nested too deep');
    this.#open.set(identity, path);
    const view = new TableView(this.#engine, table);
    const isArray = view.indexed > 0 && view.indexed === this.#engine.entryCount(table) && view.keys().length === 0;
    if (isArray) this.#elements(view, indent, path);
    else this.#entries(view, indent, path);
    this.#open.delete(identity);
  }

  #elements(view: TableView, indent: string, path: string): void {
    this.text += '[';
    for (let index = 1; index <= view.indexed; index++) {
      this.text += `${index > 1 ? ',' : ''}\n${indent}  `;
      this.write(view.at(index), `${indent}  `, `${path}[${index}]`);
    }
    this.text += `\n${indent}]`;
  }

  #entries(view: TableView, indent: string, path: string): void {
    const engine = this.#engine;
    const names = new Set<string>();
    const entry = (key: LuaValue, value: LuaValue): void => {
      if (engine.type(value) === 'nil') return;
      const name = this.#name(key, view);
      this.text += `${names.size > 0 ? ',' : '{'}\n${indent}  ${JSON.stringify(name)}: `;
      names.add(name);
      this.write(value, `${indent}  `, engine.type(key) === 'string' ? `${path}.${name}` : `${path}${keyText(engine, key)}`);
    };
    for (let index = 1; index <= view.indexed; index++) entry(engine.number(index), view.at(index));
    for (const key of view.keys()) entry(key, view.get(key));
    this.text += names.size > 0 ? `\n${indent}}` : '{}';
  }

  /** A key that is no string is its text, unless the table has that string as a key too: then it is written as Lua's index. */
  #name(key: LuaValue, view: TableView): string {
    const engine = this.#engine;
    const text = engine.toText(key);
    if (engine.type(key) === 'string' || engine.type(view.get(engine.string(text))) === 'nil') return text;
    return keyText(engine, key);
  }

  #object(value: LuaValue, indent: string): void {
    const data = this.#engine.userdataOf(value);
    const fields = Object.entries(hostFields(data)).sort(([a], [b]) => (a < b ? -1 : 1));
    if (fields.length === 0) return this.#said(valueText(this.#engine, value));
    const lines = fields.map(([name, field]) => `${indent}  ${JSON.stringify(name)}: ${JSON.stringify(field) ?? 'null'}`);
    this.text += `{\n${lines.join(',\n')}\n${indent}}`;
  }
}

/** A float stays one, as in `JSON.stringify` of the script's API. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
