/** The tokens of Lua 5.3. A keyword's or operator's kind is its own text, so that the parser reads like the grammar. */

export const keywords = [
  'and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'goto', 'if', 'in',
  'local', 'nil', 'not', 'or', 'repeat', 'return', 'then', 'true', 'until', 'while',
] as const;
export type Keyword = (typeof keywords)[number];

export type Operator =
  | '+' | '-' | '*' | '/' | '//' | '%' | '^' | '#' | '&' | '|' | '~' | '<<' | '>>' | '..'
  | '==' | '~=' | '<=' | '>=' | '<' | '>' | '=' | '(' | ')' | '{' | '}' | '[' | ']' | '::' | ';' | ':' | ',' | '.' | '...';

/** `unknown`: a character that starts no token (`!`, `@`, a letter outside ASCII). */
export type TokenKind = Keyword | Operator | 'name' | 'number' | 'string' | 'unknown' | 'eof';

const keywordSet: ReadonlySet<string> = new Set(keywords);

export function isKeyword(text: string): text is Keyword {
  return keywordSet.has(text);
}

/** A valid Lua name: usable after a dot, as a key in `{name = value}`, as a variable. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !isKeyword(text);
}

/**
 * All tokens of a text, in order, the last one being `eof`. What lies between two tokens is white space and comments (trivia), so
 * tokens and gaps together are the whole text. Columns of arrays rather than objects: a large file has half a million tokens.
 */
export class TokenList {
  readonly kinds: TokenKind[] = [];
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);

  /** Only the first `count` mean something; replaced while tokens are added. */
  get starts(): Int32Array {
    return this.#starts;
  }
  get ends(): Int32Array {
    return this.#ends;
  }

  get count(): number {
    return this.kinds.length;
  }

  push(kind: TokenKind, start: number, end: number): void {
    const at = this.kinds.push(kind) - 1;
    if (at === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
    this.#starts[at] = start;
    this.#ends[at] = end;
  }

  /** The last token that starts at or before the offset; -1 before the first. */
  indexAt(offset: number): number {
    let low = -1;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** A comment, with its dashes and brackets. The `#!` line of a script is one too. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly kind: 'line' | 'block' | 'shebang';
}
