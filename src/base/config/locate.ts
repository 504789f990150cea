/**
 * Finds the line of every key in a TOML text. The TOML parser gives values without positions, and findings need a line; so this reads keys and headers, and
 * of values only as much as it takes to find their end. The text is valid TOML: the parser has read it.
 */

/** Line, from 1, by the parts of the key, joined by NUL. The first occurrence counts. */
export type KeyLines = Map<string, number>;

const keyOf = (path: readonly string[]): string => path.join('\0');

export function keyLines(toml: string): KeyLines {
  const scanner = new Scanner(toml);
  scanner.document();
  return scanner.lines;
}

/** The line of `path`, or of the nearest table around it. */
export function lineOf(lines: KeyLines, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(keyOf(path.slice(0, length).map(String)));
    if (line !== undefined) return line;
  }
  return undefined;
}

/** ` (key)` with the key or header that stands in a line the parser refuses, and where it stood before; nothing where the line has none. */
export function keyInLine(toml: string, line: number): string {
  const above = toml.split('\n').slice(0, line - 1).join('\n');
  const text = toml.split('\n')[line - 1] ?? '';
  if (!/^\s*(\[|[^\s=#]+[^=#]*=)/.test(text)) return '';
  const before = new Scanner(above);
  before.document();
  const here = new Scanner(text);
  here.document(before.table);
  if (here.last === undefined || here.last.includes('')) return '';
  const first = before.lines.get(keyOf(here.last));
  return ` (${here.last.join('.')}${first === undefined ? '' : `, which is in line ${first} too`})`;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b', '"': '"', '\\': '\\' };

class Scanner {
  readonly lines = new Map<string, number>();
  /** The one that the text ends in. */
  table: readonly string[] = [];
  /** The last header or key outside of values. */
  last: readonly string[] | undefined;
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  document(table: readonly string[] = []): void {
    this.table = table;
    for (this.skipSpace(); this.at < this.text.length; this.skipSpace()) {
      const start = this.at;
      if (this.text[this.at] === '[') {
        while (this.text[this.at] === '[') this.at++;
        const line = this.line;
        this.table = this.last = this.key();
        this.remember(this.table, line);
        while (this.text[this.at] === ']') this.at++;
      } else {
        this.last = this.assignment(this.table);
      }
      // Whatever the parser lets pass and this does not know: the scan always ends.
      if (this.at === start) this.at++;
    }
  }

  /** `key = value`. */
  private assignment(table: readonly string[]): readonly string[] {
    const { line } = this;
    const path = [...table, ...this.key()];
    this.remember(path, line);
    if (this.text[this.at] === '=') this.at++;
    this.skipSpace();
    this.value(path);
    return path;
  }

  private remember(path: readonly string[], line: number): void {
    for (let length = 1; length <= path.length; length++) {
      const key = keyOf(path.slice(0, length));
      if (!this.lines.has(key)) this.lines.set(key, line);
    }
  }

  /** `a."b c".d`, with what space may stand between. */
  private key(): string[] {
    const parts: string[] = [];
    for (;;) {
      this.skipBlanks();
      parts.push(this.keyPart());
      this.skipBlanks();
      if (this.text[this.at] !== '.') return parts;
      this.at++;
    }
  }

  private keyPart(): string {
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'") return this.string();
    const start = this.at;
    while (this.at < this.text.length && !/[\s.=\]"'#,{}]/.test(this.text[this.at]!)) this.at++;
    return this.text.slice(start, this.at);
  }

  private value(path: readonly string[]): void {
    const first = this.text[this.at];
    if (first === '"' || first === "'") this.string();
    else if (first === '[') this.items(']', () => this.value(path));
    else if (first === '{') this.items('}', () => this.assignment(path));
    else while (this.at < this.text.length && !/[\n,\]}#]/.test(this.text[this.at]!)) this.at++;
  }

  /** A list or an inline table. */
  private items(end: string, item: () => void): void {
    this.at++;
    for (this.skipSpace(); this.at < this.text.length && this.text[this.at] !== end; this.skipSpace()) {
      const start = this.at;
      if (this.text[this.at] === ',') this.at++;
      else item();
      if (this.at === start) this.at++;
    }
    this.at++;
  }

  /** Any of the four kinds; gives what it means. */
  private string(): string {
    const quote = this.text[this.at]!;
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const end = isLong ? quote.repeat(3) : quote;
    this.at += end.length;
    let content = '';
    while (this.at < this.text.length && !this.text.startsWith(end, this.at)) content += quote === '"' && this.text[this.at] === '\\' ? this.escape() : this.next();
    this.at += end.length;
    // `""""""""`: up to two quotes may stand before the closing ones.
    while (isLong && this.text[this.at] === quote) content += this.next();
    return content;
  }

  private escape(): string {
    this.at++;
    const letter = this.next();
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits === undefined) return ESCAPES[letter] ?? '';
    const code = Number.parseInt(this.text.slice(this.at, this.at + digits), 16);
    this.at += digits;
    return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code);
  }

  private next(): string {
    const letter = this.text[this.at++] ?? '';
    if (letter === '\n') this.line++;
    return letter;
  }

  private skipBlanks(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
  }

  /** Also line ends and comments. */
  private skipSpace(): void {
    for (;;) {
      const letter = this.text[this.at];
      if (letter === '#') while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++;
      else if (letter !== undefined && /\s/.test(letter)) this.next();
      else return;
    }
  }
}
