/** What all parts of the parser share: the place in the tokens, what is open, and the rule which errors are worth telling. */
import type { Identifier, MissingExpression } from './ast.ts';
import type { Related, SyntaxDiagnostic } from './diagnostics.ts';
import { report } from './diagnostics.ts';
import { LineIndex } from './line-index.ts';
import type { TokenKind, TokenList } from './token.ts';
import { isKeyword } from './token.ts';

/** Lua's own limit (LUAI_MAXCCALLS); it also keeps this parser, and whoever walks its trees, from exhausting the stack. */
const MAX_DEPTH = 200;

/** A block that waits for its closing word. */
export interface Opener {
  readonly word: 'function' | 'if' | 'else' | 'while' | 'for' | 'do' | 'repeat';
  readonly start: number;
  readonly end: number;
  /** White space before the first token of its line. */
  readonly indent: number;
}

export interface ParserOptions {
  /** Second attempt, when there is an `end` too few or too many: believe the indentation about which block it is that lacks or has it. */
  readonly guided: boolean;
}

export class ParserState {
  readonly text: string;
  readonly guided: boolean;
  readonly lines: LineIndex;
  readonly diagnostics: SyntaxDiagnostic[] = [];
  readonly openers: Opener[] = [];
  /** The closing brackets that are waited for. */
  readonly brackets: TokenKind[] = [];
  /** False in functions that do not take `...`. */
  varargAllowed = true;
  index = 0;
  /** Where an `else` or `elseif` without `if` stood: what follows level with it belongs to the same missing `if`. */
  missingHeadIndent: number | undefined;
  /** Tokens that recovery may still look ahead, so that broken text is parsed in linear time as well. */
  lookahead = 200_000;
  #unclosedTo = 0;
  #depth = 0;
  #gaveUp = false;
  #lastErrorLine = 0;
  #lastErrorIndex = -1;
  readonly #tokens: TokenList;

  constructor(text: string, tokens: TokenList, options: ParserOptions) {
    this.text = text;
    this.lines = new LineIndex(text);
    this.#tokens = tokens;
    this.guided = options.guided;
  }

  get kind(): TokenKind {
    return this.#tokens.kinds[this.index]!;
  }
  get start(): number {
    return this.#tokens.starts[this.index]!;
  }
  get end(): number {
    return this.#tokens.ends[this.index]!;
  }
  /** Where a node ends that ends with the last token; an unclosed block in it reaches further, to the token behind. */
  get previousEnd(): number {
    return Math.max(this.#lastTokenEnd, this.#unclosedTo);
  }
  get #lastTokenEnd(): number {
    return this.index === 0 ? 0 : this.#tokens.ends[this.index - 1]!;
  }
  /** The block that ends before the current token has no closing word: its white space belongs to it and to all that is around. */
  leaveUnclosed(): void {
    this.#unclosedTo = this.start;
  }
  get previousStart(): number {
    return this.index === 0 ? 0 : this.#tokens.starts[this.index - 1]!;
  }

  /** As `kind === …`, for after an `advance`, which type narrowing does not see. */
  at(kind: TokenKind): boolean {
    return this.kind === kind;
  }
  peek(distance: number): TokenKind {
    return this.#tokens.kinds[this.index + distance] ?? 'eof';
  }
  /** True when the token `distance` ahead starts right where the one before it ends. */
  isAdjacent(distance = 0): boolean {
    return this.index + distance > 0 && this.#tokens.starts[this.index + distance] === this.#tokens.ends[this.index + distance - 1];
  }
  advance(): void {
    if (this.kind !== 'eof') this.index++;
  }
  accept(kind: TokenKind): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }
  currentText(): string {
    return this.text.slice(this.start, this.end);
  }

  // -- lines: asked about in errors only, so that valid text pays nothing

  /** The current token is the first of its line. */
  isFirstOnLine(): boolean {
    return this.index === 0 || this.lines.lineOf(this.#lastTokenEnd) !== this.lines.lineOf(this.start);
  }
  indentAt(offset: number): number {
    const start = this.lines.startOf(this.lines.lineOf(offset));
    let end = start;
    while (this.text[end] === ' ' || this.text[end] === '\t') end++;
    return end - start;
  }

  opener(word: Opener['word']): Opener {
    return { word, start: this.start, end: this.end, indent: this.guided ? this.indentAt(this.start) : 0 };
  }

  // -- nesting

  /** False, once, when the text is nested too deeply: the rest of it is given up. Pairs with `leave` either way. */
  enter(): boolean {
    if (++this.#depth <= MAX_DEPTH) return true;
    if (!this.#gaveUp) {
      this.report(report.tooDeep(this.start, this.end, MAX_DEPTH));
      this.#gaveUp = true;
      this.index = this.#tokens.count - 1;
    }
    return false;
  }
  leave(): void {
    this.#depth--;
  }

  // -- errors

  /**
   * Tells an error, unless it follows from one already told: at the same token, or on the same line. `always` is for what stands for
   * itself wherever it is, like a missing `end`.
   */
  report(diagnostic: SyntaxDiagnostic, always = false): void {
    if (this.#gaveUp) return;
    const line = this.lines.lineOf(diagnostic.start);
    if (!always && (this.index === this.#lastErrorIndex || line === this.#lastErrorLine)) return;
    this.#lastErrorIndex = this.index;
    this.#lastErrorLine = line;
    this.diagnostics.push(diagnostic);
  }

  /** Where to show that something is missing here: at the next token, or at the last one when the next is on another line. */
  missingAt(): { start: number; end: number } {
    if (this.index > 0 && (this.kind === 'eof' || this.isFirstOnLine())) return { start: this.previousStart, end: this.#lastTokenEnd };
    return { start: this.start, end: this.end };
  }
  /** The current token in words. */
  found(): string {
    switch (this.kind) {
      case 'eof':
        return 'the end of the file';
      case 'string':
        return 'a string';
      default:
        return `'${this.currentText()}'`;
    }
  }

  expect(kind: TokenKind, opener?: Related): boolean {
    if (this.accept(kind)) return true;
    const { start, end } = this.missingAt();
    this.report(report.expectedToken(start, end, `'${kind}'`, this.found(), opener));
    return false;
  }

  /** A name that is declared or selected. `role` says which, with its article: `a field name`. */
  expectIdentifier(role: string): Identifier {
    if (this.kind === 'name') {
      const identifier: Identifier = { type: 'Identifier', name: this.currentText(), start: this.start, end: this.end };
      this.advance();
      return identifier;
    }
    const { start, end } = this.missingAt();
    if (isKeyword(this.kind) && start === this.start) this.report(report.keywordAsName(start, end, role, this.kind));
    else this.report(report.expectedName(start, end, role, this.found()));
    return this.missingIdentifier();
  }

  missingIdentifier(): Identifier {
    return { type: 'Identifier', name: '', start: this.previousEnd, end: this.previousEnd };
  }

  expectedExpression(): MissingExpression {
    const { start, end } = this.missingAt();
    const after = this.index === 0 ? '' : this.text.slice(this.previousStart, this.#lastTokenEnd);
    this.report(report.expectedExpression(start, end, after.length <= 20 ? after : '', this.found()));
    return this.missingExpression();
  }

  missingExpression(): MissingExpression {
    return { type: 'MissingExpression', start: this.previousEnd, end: this.previousEnd };
  }
}
