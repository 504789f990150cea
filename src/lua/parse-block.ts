/**
 * Blocks, and which word ends which. In valid text that is simple; when there is an `end` too few or too many, the second (guided)
 * attempt asks the indentation which block it is that lacks or has it, so that the functions below are not swallowed.
 */
import type { Block, Statement } from './ast.ts';
import { report } from './diagnostics.ts';
import { parseExpression } from './parse-expression.ts';
import { parseStatement, skipTokens } from './parse-statement.ts';
import type { Opener, ParserState } from './parser-state.ts';
import type { TokenKind } from './token.ts';

function isBlockEnd(kind: TokenKind): boolean {
  return kind === 'end' || kind === 'else' || kind === 'elseif' || kind === 'until' || kind === 'eof';
}

function accepts(opener: Opener, kind: TokenKind): boolean {
  if (opener.word === 'repeat') return kind === 'until';
  return kind === 'end' || (opener.word === 'if' && (kind === 'else' || kind === 'elseif'));
}

/** Statements up to the word that ends the block, which is left to the caller. Without opener: the whole chunk. */
export function parseBlock(p: ParserState, opener?: Opener): Block {
  const start = opener ? p.previousEnd : 0;
  const statements: Statement[] = [];
  if (opener) p.openers.push(opener);
  let returned: Statement | undefined;
  for (;;) {
    if (p.kind === 'eof') break;
    if (isBlockEnd(p.kind)) {
      if (endsHere(p, opener) && !isStray(p, opener)) break;
      statements.push(skipEnd(p));
      returned = undefined; // it was in the block whose head is missing
      continue;
    }
    if (opener && isDedented(p, opener, statements)) break;
    if (returned) {
      p.report(report.afterReturn(p.start, p.end, { start: returned.start, end: returned.end, message: "the 'return'" }));
      returned = undefined;
    }
    const before = p.index;
    const statement = parseStatement(p);
    if (statement.type === 'Return') returned = statement;
    // Whatever happens above, every turn takes at least one token.
    statements.push(p.index === before ? skipTokens(p, 1) : statement);
  }
  if (opener) p.openers.pop();
  return { type: 'Block', statements, start, end: p.start };
}

/** A block that ends with its own `end`, which is taken. */
export function parseBody(p: ParserState, opener: Opener): Block {
  const body = parseBlock(p, opener);
  closeBlock(p, opener);
  return body;
}

/** Takes `end` (for `repeat`: `until`), or tells that it is missing. `hint` is what else could be meant. */
export function closeBlock(p: ParserState, opener: Opener, hint = ''): boolean {
  const close = opener.word === 'repeat' ? 'until' : 'end';
  if (p.kind === close && !belongsOutside(p, opener)) {
    p.advance();
    return true;
  }
  p.leaveUnclosed();
  const { start, end } = p.missingAt();
  const word = opener.word === 'else' ? 'if' : opener.word;
  p.report(report.missingEnd(opener.start, opener.end, word, close, hint, { start, end, message: `'${close}' is missing behind this at the latest` }), true);
  return false;
}

/** Does the block end at this word, be it its own or that of a block around it? */
function endsHere(p: ParserState, opener: Opener | undefined): boolean {
  return opener !== undefined && (accepts(opener, p.kind) || p.openers.some((outer) => accepts(outer, p.kind)));
}

/** Guided: this `end` is further left than the block it would close, and a block around it waits for one. */
function belongsOutside(p: ParserState, opener: Opener): boolean {
  return p.guided && p.openers.length > 0 && p.isFirstOnLine() && p.indentAt(p.start) < opener.indent;
}

/** Guided: this word is further right than the block it would end: the head of its own block is missing. */
function isStray(p: ParserState, opener: Opener | undefined): boolean {
  return p.guided && opener !== undefined && p.isFirstOnLine() && p.indentAt(p.start) > opener.indent;
}

/** `end`, `else`, `elseif` or `until` that belong to nothing. Those of one missing head, which are level, are told once. */
function skipEnd(p: ParserState): Statement {
  const indent = p.isFirstOnLine() ? p.indentAt(p.start) : undefined;
  if (indent === undefined || indent !== p.missingHeadIndent) p.report(report.unexpectedEnd(p.start, p.end, p.kind));
  p.missingHeadIndent = p.kind === 'end' || p.kind === 'until' ? undefined : indent;
  if (p.kind !== 'elseif' && p.kind !== 'until') return skipTokens(p, 1);
  const start = p.start;
  p.advance();
  const expression = parseExpression(p);
  p.accept('then');
  return { type: 'ExpressionStatement', expression, start, end: p.previousEnd };
}

/** Guided: a statement further left than the block, or level with it in a block that indents, is no part of it. */
function isDedented(p: ParserState, opener: Opener, statements: readonly Statement[]): boolean {
  if (!p.guided || !p.isFirstOnLine()) return false;
  const indent = p.indentAt(p.start);
  if (indent !== opener.indent) return indent < opener.indent;
  const first = statements[0];
  return first ? p.indentAt(first.start) > opener.indent && p.lines.lineOf(first.start) > p.lines.lineOf(opener.start) : usesIndentation(p.text);
}

/** Does this text indent at all? Without that its columns say nothing. */
function usesIndentation(text: string): boolean {
  return /^[ \t]+\S/m.test(text);
}
