/** Expressions: operators by precedence, then what they stand between. Calls, members and constructors are in their own files. */
import type { BinaryOperator, Expression, Literal, UnaryOperator } from './ast.ts';
import { report } from './diagnostics.ts';
import { foreignOperator, isCompoundAssignment, takeForeignNot, takeForeignOperator } from './foreign.ts';
import { binaryPriority, isUnaryOperator, UNARY_PRIORITY } from './operators.ts';
import { parseFunctionBody } from './parse-function.ts';
import { parseSuffixed, parseSuffixes } from './parse-suffixed.ts';
import { parseTable } from './parse-table.ts';
import type { ParserState } from './parser-state.ts';
import type { TokenKind } from './token.ts';

const literals = new Map<TokenKind, Literal['type']>([
  ['nil', 'Nil'], ['true', 'True'], ['false', 'False'], ['...', 'Vararg'], ['number', 'Number'], ['string', 'String'],
]);

export function startsExpression(kind: TokenKind): boolean {
  return literals.has(kind) || isUnaryOperator(kind) || kind === 'name' || kind === '(' || kind === '{' || kind === 'function';
}

export function parseExpression(p: ParserState, limit = 0): Expression {
  if (!p.enter()) {
    p.leave();
    return p.missingExpression();
  }
  const left = parseOperand(p);
  const expression = parseBinary(p, left, limit);
  p.leave();
  return expression;
}

/** The operators that follow `left` and bind tighter than `limit`. */
export function parseBinary(p: ParserState, left: Expression, limit: number): Expression {
  for (;;) {
    const foreign = foreignOperator(p);
    const operator = foreign ?? (p.kind as BinaryOperator);
    const priority = binaryPriority(operator);
    if (!priority || priority[0] <= limit || (!foreign && isCompoundAssignment(p))) return left;
    if (foreign) takeForeignOperator(p, foreign);
    p.advance();
    const right = parseExpression(p, priority[1]);
    left = { type: 'Binary', operator, left, right, start: left.start, end: right.end };
  }
}

function parseOperand(p: ParserState): Expression {
  const start = p.start;
  if (!isUnaryOperator(p.kind) && !takeForeignNot(p)) return parseSimple(p);
  const operator: UnaryOperator = isUnaryOperator(p.kind) ? p.kind : 'not';
  p.advance();
  const operand = parseExpression(p, UNARY_PRIORITY);
  return { type: 'Unary', operator, operand, start, end: operand.end };
}

function parseSimple(p: ParserState): Expression {
  const literal = literals.get(p.kind);
  if (literal) return parseLiteral(p, literal);
  switch (p.kind) {
    case '{':
      return withSuffixes(p, parseTable(p), 'table');
    case 'function': {
      // A declaration on a line of its own: the expression above it is being written.
      if (p.peek(1) === 'name' && p.isFirstOnLine()) return p.expectedExpression();
      const opener = p.opener('function');
      p.advance();
      return parseFunctionBody(p, opener, 'nothing');
    }
    case 'unknown':
      p.report(report.invalidCharacter(p.start, p.end, p.currentText()));
      p.advance();
      return startsExpression(p.kind) && !p.isFirstOnLine() ? parseExpression(p, UNARY_PRIORITY) : p.missingExpression();
    default:
      return parseSuffixed(p);
  }
}

function parseLiteral(p: ParserState, type: Literal['type']): Expression {
  if (type === 'Vararg' && !p.varargAllowed) p.report(report.varargOutside(p.start, p.end), true);
  const literal: Literal = { type, start: p.start, end: p.end };
  p.advance();
  return type === 'String' ? withSuffixes(p, literal, 'string') : literal;
}

/** `"text":upper()` and `{…}.x`: Lua wants parentheses. Understood all the same, when it stands right behind. */
function withSuffixes(p: ParserState, value: Expression, what: string): Expression {
  if ((p.kind !== '.' && p.kind !== ':' && p.kind !== '[') || !p.isAdjacent()) return value;
  p.report(report.needsParentheses(value.start, p.end, what));
  return parseSuffixes(p, value);
}

/** One or more expressions with commas between. */
export function parseExpressionList(p: ParserState): Expression[] {
  const values = [parseExpression(p)];
  while (p.accept(',')) values.push(parseExpression(p));
  return values;
}

/** The values of `… =` or `return`. What looks like the next assignment, on a line of its own, is not taken for them. */
export function parseValues(p: ParserState): Expression[] {
  if (startsAssignment(p) && p.isFirstOnLine()) return [p.expectedExpression()];
  return parseExpressionList(p);
}

/** `name =` or `name.name… =` ahead. */
function startsAssignment(p: ParserState): boolean {
  if (p.kind !== 'name') return false;
  let distance = 1;
  while (p.peek(distance) === '.' && p.peek(distance + 1) === 'name') distance += 2;
  return p.peek(distance) === '=';
}
