/** String literals and long brackets: where they end, and which escapes are wrong. Lua 5.3 rules. */
import { isDigit, isHexDigit, isNewline, isSpace, skipNewline } from './characters.ts';
import type { SyntaxReporter } from './diagnostics.ts';
import { report } from './diagnostics.ts';

const BACKSLASH = 92;
const SIMPLE_ESCAPES: ReadonlySet<number> = new Set([...'abfnrtv\\"\''].map((character) => character.charCodeAt(0)));

/** The end of the quoted string that starts at `start`. An unfinished one ends with its line, so that the next line is code again. */
export function scanQuoted(text: string, start: number, reporter: SyntaxReporter): number {
  const quote = text.charCodeAt(start);
  let offset = start + 1;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === quote) return offset + 1;
    if (code === BACKSLASH) offset = scanEscape(text, offset, reporter);
    else if (isNewline(code)) break;
    else offset++;
  }
  reporter(report.unfinishedString(start, offset, text[start]!));
  return offset;
}

/** The end of the escape that starts with the backslash at `start`. */
function scanEscape(text: string, start: number, reporter: SyntaxReporter): number {
  const code = text.charCodeAt(start + 1);
  if (SIMPLE_ESCAPES.has(code)) return start + 2;
  if (isNewline(code)) return skipNewline(text, start + 1);
  if (isDigit(code)) return scanDecimalEscape(text, start, reporter);
  switch (text[start + 1]) {
    case 'x': {
      let end = start + 2;
      while (end < start + 4 && isHexDigit(text.charCodeAt(end))) end++;
      if (end < start + 4) reporter(report.hexEscape(start, end));
      return end;
    }
    case 'z': {
      let end = start + 2;
      while (isSpace(text.charCodeAt(end))) end++;
      return end;
    }
    case 'u':
      return scanUnicodeEscape(text, start, reporter);
    case undefined:
      return start + 1; // the text ends here: the string is unfinished
    default:
      reporter(report.unknownEscape(start, start + 2, text.slice(start, start + 2)));
      return start + 2;
  }
}

function scanDecimalEscape(text: string, start: number, reporter: SyntaxReporter): number {
  let end = start + 1;
  while (end < start + 4 && isDigit(text.charCodeAt(end))) end++;
  if (Number(text.slice(start + 1, end)) > 255) reporter(report.decimalEscape(start, end));
  return end;
}

function scanUnicodeEscape(text: string, start: number, reporter: SyntaxReporter): number {
  let end = start + 2;
  if (text[end] !== '{') {
    reporter(report.unicodeEscape(start, end));
    return end;
  }
  end++;
  const digits = end;
  while (isHexDigit(text.charCodeAt(end))) end++;
  const tooLarge = Number.parseInt(text.slice(digits, end), 16) > 0x10ffff;
  if (end === digits || text[end] !== '}') {
    reporter(report.unicodeEscape(start, end));
    return end;
  }
  if (tooLarge) reporter(report.unicodeTooLarge(start, end + 1));
  return end + 1;
}

/** The level of the long bracket that opens at `start` (the number of `=`), or -1 when there is none. */
export function longBracketLevel(text: string, start: number): number {
  let offset = start + 1;
  while (text.charCodeAt(offset) === 61) offset++;
  return text.charCodeAt(offset) === 91 ? offset - start - 1 : -1;
}

/** The end of the long bracket that opens at `start`, or -1 when it is never closed. */
export function scanLongBracket(text: string, start: number, level: number): number {
  const close = `]${'='.repeat(level)}]`;
  const at = text.indexOf(close, start + level + 2);
  return at < 0 ? -1 : at + close.length;
}

/** The end of the line that `offset` lies in, without its break. */
export function lineEnd(text: string, offset: number): number {
  while (offset < text.length && !isNewline(text.charCodeAt(offset))) offset++;
  return offset;
}
