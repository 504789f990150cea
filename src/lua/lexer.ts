/**
 * Text to tokens, comments and lexical errors, by the rules of Lua 5.3's lexer. Never throws; every character of the text lies in a
 * token, in a comment, or is white space.
 */
import { isDigit, isNamePart, isNameStart, isSpace } from './characters.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import { report } from './diagnostics.ts';
import { isNumeral, scanNumeral } from './numerals.ts';
import { lineEnd, longBracketLevel, scanLongBracket, scanQuoted } from './strings.ts';
import type { Comment, Operator } from './token.ts';
import { isKeyword, TokenList } from './token.ts';

export interface LexResult {
  readonly tokens: TokenList;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** Where the first long string or comment without an end starts: what follows may be prose, so its errors mean nothing. */
  readonly unfinishedAt: number;
}

export interface LexOptions {
  /** `file` (default): a byte order mark and a first line that starts with `#` are skipped, as when Lua loads a file. `string`: as in `load`. */
  readonly chunk?: 'file' | 'string';
}

/** Longest first, so that the first match is the token. */
const operatorsByStart = new Map<string, readonly Operator[]>();
for (const operator of [
  '...', '..', '.', '::', ':', '//', '/', '<<', '<=', '<', '>>', '>=', '>', '==', '=', '~=', '~',
  '+', '-', '*', '%', '^', '#', '&', '|', '(', ')', '{', '}', '[', ']', ';', ',',
] as const satisfies readonly Operator[]) {
  operatorsByStart.set(operator[0]!, [...(operatorsByStart.get(operator[0]!) ?? []), operator]);
}

export function lex(text: string, options: LexOptions = {}): LexResult {
  const lexer = new Lexer(text);
  lexer.run(options.chunk !== 'string');
  return lexer;
}

class Lexer implements LexResult {
  readonly tokens = new TokenList();
  readonly comments: Comment[] = [];
  readonly diagnostics: SyntaxDiagnostic[] = [];
  unfinishedAt = Infinity;
  readonly #text: string;
  readonly #report = (diagnostic: SyntaxDiagnostic): void => void this.diagnostics.push(diagnostic);

  constructor(text: string) {
    this.#text = text;
  }

  run(isFile: boolean): void {
    const text = this.#text;
    let offset = isFile ? this.#fileHead() : 0;
    while (offset < text.length) {
      const code = text.charCodeAt(offset);
      if (isSpace(code)) offset++;
      else if (isNameStart(code)) offset = this.#name(offset);
      else if (code === 45 && text.charCodeAt(offset + 1) === 45) offset = this.#comment(offset);
      else if (code === 34 || code === 39) offset = this.#push('string', offset, scanQuoted(text, offset, this.#report));
      else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(offset + 1)))) offset = this.#number(offset);
      else if (code === 91) offset = this.#leftBracket(offset);
      else offset = this.#operator(offset);
    }
    this.tokens.push('eof', text.length, text.length);
  }

  #push(kind: 'name' | 'number' | 'string', start: number, end: number): number {
    this.tokens.push(kind, start, end);
    return end;
  }

  #fileHead(): number {
    const start = this.#text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (this.#text[start] !== '#') return start;
    const end = lineEnd(this.#text, start);
    this.comments.push({ start, end, kind: 'shebang' });
    return end;
  }

  #name(start: number): number {
    const text = this.#text;
    let end = start + 1;
    while (isNamePart(text.charCodeAt(end))) end++;
    const length = end - start;
    if (length <= 8) {
      // Keywords have two to eight letters.
      const word = text.slice(start, end);
      if (isKeyword(word)) {
        this.tokens.push(word, start, end);
        return end;
      }
    }
    return this.#push('name', start, end);
  }

  #number(start: number): number {
    const end = scanNumeral(this.#text, start);
    const numeral = this.#text.slice(start, end);
    if (!isNumeral(numeral)) this.#report(report.invalidNumber(start, end, numeral));
    return this.#push('number', start, end);
  }

  #comment(start: number): number {
    const text = this.#text;
    const level = text.charCodeAt(start + 2) === 91 ? longBracketLevel(text, start + 2) : -1;
    if (level < 0) {
      const end = lineEnd(text, start);
      this.comments.push({ start, end, kind: 'line' });
      return end;
    }
    const close = scanLongBracket(text, start + 2, level);
    const end = close < 0 ? this.#unfinished(start) : close;
    if (close < 0) this.#report(report.unfinishedComment(start, end, `]${'='.repeat(level)}]`));
    this.comments.push({ start, end, kind: 'block' });
    return end;
  }

  #leftBracket(start: number): number {
    const text = this.#text;
    const level = longBracketLevel(text, start);
    if (level < 0) {
      if (text.charCodeAt(start + 1) === 61) {
        let end = start + 1;
        while (text.charCodeAt(end) === 61) end++;
        this.#report(report.longBracket(start, end));
      }
      this.tokens.push('[', start, start + 1);
      return start + 1;
    }
    const close = scanLongBracket(text, start, level);
    const end = close < 0 ? this.#unfinished(start) : close;
    if (close < 0) this.#report(report.unfinishedLongString(start, end, `]${'='.repeat(level)}]`));
    return this.#push('string', start, end);
  }

  /** A long bracket without an end is taken to end with its first line: somebody is typing it, and the rest of the file is code still. */
  #unfinished(start: number): number {
    this.unfinishedAt = Math.min(this.unfinishedAt, start);
    return lineEnd(this.#text, start);
  }

  #operator(start: number): number {
    const text = this.#text;
    for (const operator of operatorsByStart.get(text[start]!) ?? []) {
      if (text.startsWith(operator, start)) {
        this.tokens.push(operator, start, start + operator.length);
        return start + operator.length;
      }
    }
    const end = start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
    this.tokens.push('unknown', start, end);
    return end;
  }
}
