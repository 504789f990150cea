/** `if`, `while`, `for` and `repeat`. */
import type { Block, Expression, Identifier, IfClause, Statement } from './ast.ts';
import { report } from './diagnostics.ts';
import { closeBlock, parseBlock, parseBody } from './parse-block.ts';
import { parseExpression, parseExpressionList } from './parse-expression.ts';
import type { Opener, ParserState } from './parser-state.ts';

export function parseIf(p: ParserState): Statement {
  const opener = p.opener('if');
  const clauses: IfClause[] = [];
  let orelse: Block | undefined;
  let last: Opener = opener;
  do {
    const start = p.start;
    p.advance();
    const condition = parseCondition(p);
    expectWord(p, 'then', opener);
    const body = parseBlock(p, opener);
    clauses.push({ type: 'IfClause', condition, body, start, end: body.end });
  } while (p.kind === 'elseif');
  if (p.accept('else')) {
    last = { ...opener, word: 'else' };
    orelse = parseBlock(p, last);
  }
  closeBlock(p, last, orelse && isElseIf(p, orelse) ? ", or write 'elseif' for 'else if'" : '');
  return { type: 'If', clauses, orelse, start: opener.start, end: p.previousEnd };
}

/** `else if` on one line wants an `end` more than `elseif` does. */
function isElseIf(p: ParserState, orelse: Block): boolean {
  const first = orelse.statements[0];
  return first?.type === 'If' && /^[ \t]*$/.test(p.text.slice(orelse.start, first.start));
}

export function parseWhile(p: ParserState): Statement {
  const opener = p.opener('while');
  p.advance();
  const condition = parseCondition(p);
  expectWord(p, 'do', opener);
  const body = parseBody(p, opener);
  return { type: 'While', condition, body, start: opener.start, end: p.previousEnd };
}

export function parseRepeat(p: ParserState): Statement {
  const opener = p.opener('repeat');
  p.advance();
  const body = parseBlock(p, opener);
  const closed = closeBlock(p, opener);
  const condition = closed ? parseCondition(p) : p.missingExpression();
  return { type: 'Repeat', body, condition, start: opener.start, end: condition.end };
}

export function parseFor(p: ParserState): Statement {
  const opener = p.opener('for');
  p.advance();
  const first = p.expectIdentifier("a variable name after 'for'");
  if (p.accept('=')) {
    const range = parseRange(p);
    expectWord(p, 'do', opener);
    const body = parseBody(p, opener);
    return { type: 'NumericFor', variable: first, range, body, start: opener.start, end: p.previousEnd };
  }
  const names: Identifier[] = [first];
  while (p.accept(',')) names.push(p.expectIdentifier('a variable name'));
  let values: Expression[] = [];
  if (p.accept('in')) {
    values = parseExpressionList(p);
  } else {
    const { start, end } = p.missingAt();
    p.report(report.expectedToken(start, end, names.length > 1 ? "'in'" : "'=' or 'in'", p.found()));
  }
  expectWord(p, 'do', opener);
  const body = parseBody(p, opener);
  return { type: 'GenericFor', names, values, body, start: opener.start, end: p.previousEnd };
}

function parseRange(p: ParserState): Expression[] {
  const range = [parseExpression(p)];
  if (p.expect(',')) range.push(parseExpression(p));
  if (p.accept(',')) range.push(parseExpression(p));
  return range;
}

/** `if x = 1` is taken for `if x == 1`. */
function parseCondition(p: ParserState): Expression {
  const left = parseExpression(p);
  if (p.kind !== '=' || p.isFirstOnLine()) return left;
  p.report(report.notLua(p.start, p.end, "'=' assigns: write '==' to compare."));
  p.advance();
  const right = parseExpression(p);
  return { type: 'Binary', operator: '==', left, right, start: left.start, end: right.end };
}

/** `then` or `do`. Another bracket or word of the same line in its place (`{`, `do` for `then`) is skipped. */
function expectWord(p: ParserState, word: 'then' | 'do', opener: Opener): void {
  const related = { start: opener.start, end: opener.end, message: `the '${opener.word}'` };
  if (p.expect(word, related)) return;
  if ((p.kind === 'then' || p.kind === 'do' || p.kind === '{' || p.kind === 'unknown') && !p.isFirstOnLine()) p.advance();
}
