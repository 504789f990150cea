/**
 * Lua values as a debugger shows them: one line, never running a metamethod. Strings are quoted, with every byte that is no text escaped;
 * tables show their first entries.
 */
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { isName } from '../../../lua/token.ts';
import { scriptObjectIn, type FieldValue } from '../../globals/script-objects.ts';
import { chunkTitle } from '../sources/sources.ts';
import { isWithin, sortedKeys } from './sorted-keys.ts';

/** Characters of a string that the Variables view shows; evaluate and the clipboard can have all of it. */
const MAX_STRING = 1000;
/** Nobody reads further, and a protocol message must stay one. */
const MAX_FULL_STRING = 1_000_000;
const MAX_ENTRIES = 5;
/** Named entries of a table whose preview is sorted. */
const MAX_SORTED = 100;
const MAX_PREVIEW_STRING = 40;

export interface TextFormat {
  /** `short` cuts long strings. */
  readonly length?: 'short' | 'full';
  /** Integers in hexadecimal, as Lua would read them back. */
  readonly hex?: boolean;
}

export function valueText(engine: Engine, value: LuaValue, format: TextFormat = {}): string {
  switch (engine.type(value)) {
    case 'string':
      return quoted(engine.toBytes(value)!, format.length === 'full' ? MAX_FULL_STRING : MAX_STRING);
    case 'table':
      return className(engine, value) + tablePreview(engine, value, format);
    case 'function':
      return functionText(engine, value);
    case 'userdata':
      return userdataText(engine, value);
    case 'integer':
      return format.hex ? hexadecimal(engine.toNumber(value)!) : engine.toText(value);
    default:
      return engine.toText(value);
  }
}

/** As a message shows it: strings bare, bytes that are no UTF-8 as U+FFFD. */
export const displayText = (engine: Engine, value: LuaValue): string =>
  engine.type(value) === 'string' ? engine.toText(value) : valueText(engine, value);

/** As `%x` writes it: negative ones as their 64 bits, which Lua's lexer reads back as the same integer. */
const hexadecimal = (value: number | bigint): string => `0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`;

/** A Lua string literal. Text stays readable; bytes that are no UTF-8, and control characters, are escaped. */
export function quoted(bytes: Uint8Array, max = Infinity): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  let at = 0;
  while (at < bytes.length && text.length < max) {
    const plain = plainRun(bytes, at, at + max - text.length);
    if (plain > at) {
      text += source.toString('latin1', at, plain);
      at = plain;
      continue;
    }
    const byte = bytes[at]!;
    if (byte < 0x80) {
      text += escapedAscii(byte, bytes[at + 1]);
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length === 0) text += `\\x${byte.toString(16).toUpperCase()}`;
    else text += shownCharacter(source.toString('utf8', at, at + length));
    at += Math.max(1, length);
  }
  return at < bytes.length ? `"${text}"… (${bytes.length} bytes)` : `"${text}"`;
}

const named: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** Where the characters end that stand for themselves. */
function plainRun(bytes: Uint8Array, from: number, max: number): number {
  const end = Math.min(bytes.length, max);
  let at = from;
  while (at < end && bytes[at]! >= 0x20 && bytes[at]! < 0x7f && bytes[at] !== 0x22 && bytes[at] !== 0x5c) at++;
  return at;
}

function escapedAscii(byte: number, next: number | undefined): string {
  const short = named[byte];
  if (short !== undefined) return short;
  if (byte >= 0x20 && byte !== 0x7f) return String.fromCharCode(byte);
  // A digit behind a short decimal escape would be read as part of it.
  const digitFollows = next !== undefined && next >= 0x30 && next <= 0x39;
  return `\\${digitFollows ? String(byte).padStart(3, '0') : byte}`;
}

/** Characters that no one sees, or that turn the text around them: controls, line separators, directions, the byte order mark. */
const HIDDEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const shownCharacter = (character: string): string => character.replace(HIDDEN, (hidden) => `\\u{${hidden.codePointAt(0)!.toString(16).toUpperCase()}}`);

/** For names that come from the program: one line, and no control characters. */
export const plainText = (text: string): string => text.replace(HIDDEN, '\ufffd');

/** Bytes of the UTF-8 sequence that starts here; 0 when it is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || first > 0xf4 || at + length > bytes.length) return 0;
  for (let next = at + 1; next < at + length; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const beyond = (first === 0xed && second >= 0xa0) || (first === 0xf4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

/** How a key is written in an index: `name`, `["a b"]`, `[1]`. */
export function keyText(engine: Engine, key: LuaValue): string {
  if (engine.type(key) !== 'string') return `[${engine.toText(key)}]`;
  const bytes = engine.toBytes(key)!;
  const text = Buffer.from(bytes).toString('latin1');
  return isName(text) ? text : `[${quoted(bytes, MAX_STRING)}]`;
}

function tablePreview(engine: Engine, table: LuaValue, format: TextFormat): string {
  const parts: string[] = [];
  for (let index = 1; parts.length < MAX_ENTRIES; index++) {
    const value = engine.rawGet(table, engine.number(index));
    if (engine.type(value) === 'nil') break;
    parts.push(briefText(engine, value, format));
  }
  const sequence = parts.length;
  if (sequence < MAX_ENTRIES) {
    for (const key of namedKeys(engine, table, sequence)) {
      if (parts.length >= MAX_ENTRIES) break;
      parts.push(`${keyText(engine, key)} = ${briefText(engine, engine.rawGet(table, key), format)}`);
    }
  }
  const more = engine.entryCount(table) > parts.length;
  return `{${parts.join(', ')}${more ? ', …' : ''}}`;
}

/** In the order of the children; those of a large table as they come: it would have to be walked whole. */
function namedKeys(engine: Engine, table: LuaValue, sequence: number): Iterable<LuaValue> {
  return engine.entryCount(table) - sequence > MAX_SORTED ? keysOutside(engine, table, sequence) : sortedKeys(engine, table, sequence);
}

function* keysOutside(engine: Engine, table: LuaValue, sequence: number): Iterable<LuaValue> {
  for (const [key] of engine.entries(table)) if (!isWithin(engine, key, sequence)) yield key;
}

function briefText(engine: Engine, value: LuaValue, format: TextFormat): string {
  switch (engine.type(value)) {
    case 'string':
      return quoted(engine.toBytes(value)!, MAX_PREVIEW_STRING);
    case 'table':
      return `${className(engine, value)}${engine.entryCount(value) === 0 ? '{}' : '{…}'}`;
    case 'function':
      return 'function';
    default:
      return valueText(engine, value, format);
  }
}

/** The metatable's `__name`, which Lua's own messages use. */
function className(engine: Engine, value: LuaValue): string {
  const metatable = engine.metatable(value);
  if (metatable === undefined) return '';
  const name = engine.rawGet(metatable, engine.string('__name'));
  return engine.type(name) === 'string' ? `${plainText(engine.toText(name))} ` : '';
}

function functionText(engine: Engine, value: LuaValue): string {
  const body = engine.functionBody(value);
  if (body === undefined) return engine.toText(value);
  const title = plainText(chunkTitle(body.source));
  return `function <${title.slice(Math.max(title.lastIndexOf('/'), title.lastIndexOf('\\')) + 1)}:${body.lineDefined}>`;
}

function userdataText(engine: Engine, value: LuaValue): string {
  const name = className(engine, value);
  const object = scriptObjectIn(engine, value);
  const fields = Object.entries(object?.fields ?? {});
  if (fields.length > 0) return `${name}{${fields.slice(0, MAX_ENTRIES).map(([key, field]) => `${key} = ${fieldText(field)}`).join(', ')}${fields.length > MAX_ENTRIES ? ', …' : ''}}`;
  return name === '' ? engine.toText(value) : `${name.trim()} (${engine.toText(value)})`;
}

const fieldText = (field: FieldValue): string =>
  typeof field === 'string' ? quoted(Buffer.from(field), MAX_PREVIEW_STRING) : typeof field === 'object' ? '{…}' : String(field);
