/**
 * The entry to the parser: text in, tree and errors out, for any text whatsoever. Recursive descent by the grammar of Lua 5.3;
 * a text without errors here, and none from `analyzeScopes`, is one that Lua compiles.
 */
import type { Block, Expression } from './ast.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import { report } from './diagnostics.ts';
import type { LexOptions, LexResult } from './lexer.ts';
import { lex } from './lexer.ts';
import type { LineIndex } from './line-index.ts';
import { parseBlock } from './parse-block.ts';
import { parseExpression as parseExpressionAt } from './parse-expression.ts';
import { ParserState } from './parser-state.ts';
import type { Comment, TokenList } from './token.ts';

export interface ParsedText {
  readonly text: string;
  readonly tokens: TokenList;
  readonly comments: readonly Comment[];
  readonly lines: LineIndex;
  /** Lexical and syntactic errors, by offset. */
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

export interface ParsedChunk extends ParsedText {
  /** The whole text: a function body that takes `...`. */
  readonly body: Block;
}

export interface ParsedExpression extends ParsedText {
  readonly expression: Expression;
}

export function parse(text: string, options?: LexOptions): ParsedChunk {
  const lexed = lex(text, options);
  let state = new ParserState(text, lexed.tokens, { guided: false });
  let body = parseBlock(state);
  if (state.diagnostics.some(({ code }) => code === 'missing-end' || code === 'unexpected-end')) {
    const guided = new ParserState(text, lexed.tokens, { guided: true });
    const guidedBody = parseBlock(guided);
    // Indentation that misleads makes more errors than it explains.
    if (guided.diagnostics.length > 0 && guided.diagnostics.length <= state.diagnostics.length) {
      state = guided;
      body = guidedBody;
    }
  }
  return { ...result(text, lexed, state), body };
}

/** A lone expression, as in a watch, a condition or `{…}` of a logpoint. Anything behind it is an error. */
export function parseExpression(text: string): ParsedExpression {
  const lexed = lex(text, { chunk: 'string' });
  const state = new ParserState(text, lexed.tokens, { guided: false });
  const expression = parseExpressionAt(state);
  if (state.kind !== 'eof') {
    const related = { start: expression.start, end: expression.end, message: 'the expression ends here' };
    state.report(report.expectedToken(state.start, state.end, 'the end of the expression', state.found(), related));
  }
  return { ...result(text, lexed, state), expression };
}

function result(text: string, lexed: LexResult, state: ParserState): ParsedText {
  return { text, tokens: lexed.tokens, comments: lexed.comments, diagnostics: mergeDiagnostics(lexed, state), lines: state.lines };
}

/** A lexical error explains the syntax errors of its line; an unfinished long string or comment those of all that follows. */
function mergeDiagnostics(lexed: LexResult, state: ParserState): SyntaxDiagnostic[] {
  if (lexed.diagnostics.length === 0) return [...state.diagnostics].sort(byOffset);
  const lines = new Set(lexed.diagnostics.map((diagnostic) => state.lines.lineOf(diagnostic.end)));
  const first = lexed.diagnostics.filter((diagnostic) => diagnostic.start <= lexed.unfinishedAt);
  const rest = state.diagnostics.filter((diagnostic) => diagnostic.start < lexed.unfinishedAt && !lines.has(state.lines.lineOf(diagnostic.start)));
  return [...first, ...rest].sort(byOffset);
}

function byOffset(a: SyntaxDiagnostic, b: SyntaxDiagnostic): number {
  return a.start - b.start || a.end - b.end;
}
