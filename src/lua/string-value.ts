/** What a string literal means: its escapes decoded. */
import { isDigit, isHexDigit, isNewline, isSpace, skipNewline } from './characters.ts';
import { longBracketLevel } from './strings.ts';

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The bytes of the literal, which is given with its quotes or brackets. Broken escapes give what can be read of them. */
export function stringBytes(literal: string): Uint8Array {
  if (literal.startsWith('[')) return new TextEncoder().encode(normaliseBreaks(longContent(literal)));
  return decodeEscapes(literal.slice(1, isClosed(literal) ? -1 : undefined));
}

/** Ends with its quote, and that quote is not escaped. */
function isClosed(literal: string): boolean {
  const backslashes = /\\*$/.exec(literal.slice(1, -1))![0].length;
  return literal.length > 1 && literal.at(-1) === literal[0] && backslashes % 2 === 0;
}

/** The same as text; bytes that are no UTF-8 appear as U+FFFD. */
export function stringText(literal: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(stringBytes(literal));
}

function longContent(literal: string): string {
  const width = longBracketLevel(literal, 0) + 2;
  const closed = literal.length >= 2 * width && literal.endsWith(`]${'='.repeat(width - 2)}]`);
  const from = isNewline(literal.charCodeAt(width)) ? skipNewline(literal, width) : width; // a first line break is not part of it
  return literal.slice(from, closed ? -width : undefined);
}

function normaliseBreaks(text: string): string {
  return text.replace(/\r\n|\n\r|\r/g, '\n');
}

function decodeEscapes(content: string): Uint8Array {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let offset = 0; offset < content.length; ) {
    if (content[offset] !== '\\') {
      const next = content.indexOf('\\', offset);
      const end = next < 0 ? content.length : next;
      for (const byte of encoder.encode(content.slice(offset, end))) bytes.push(byte);
      offset = end;
      continue;
    }
    const letter = content[offset + 1] ?? '';
    const code = content.charCodeAt(offset + 1);
    let end = offset + 2;
    if (letter in SIMPLE) {
      bytes.push(SIMPLE[letter]!);
    } else if (isNewline(code)) {
      bytes.push(10);
      end = skipNewline(content, offset + 1);
    } else if (isDigit(code)) {
      end = runOf(content, offset + 1, isDigit, 3);
      bytes.push(Number(content.slice(offset + 1, end)) & 255);
    } else if (letter === 'x') {
      end = runOf(content, offset + 2, isHexDigit, 2);
      bytes.push(Number.parseInt(content.slice(offset + 2, end) || '0', 16));
    } else if (letter === 'z') {
      end = runOf(content, offset + 2, isSpace, Infinity);
    } else if (letter === 'u') {
      end = runOf(content, offset + 3, isHexDigit, Infinity);
      const point = Number.parseInt(content.slice(offset + 3, end), 16);
      bytes.push(...utf8(point <= 0x10ffff ? point : 0xfffd));
      if (content[end] === '}') end++;
    } else {
      for (const byte of encoder.encode(letter)) bytes.push(byte);
    }
    offset = end;
  }
  return Uint8Array.from(bytes);
}

function runOf(text: string, start: number, belongs: (code: number) => boolean, limit: number): number {
  let end = start;
  while (end < start + limit && belongs(text.charCodeAt(end))) end++;
  return end;
}

/** Lua encodes surrogates too, which JavaScript's own encoder replaces. */
function utf8(point: number): number[] {
  if (point < 0x80) return [point];
  const low = 0x80 | (point & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), low];
  const middle = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return [0xe0 | (point >> 12), middle, low];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), middle, low];
}
