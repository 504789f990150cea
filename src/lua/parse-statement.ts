/** Statements: the ones that are short, and the choice between all of them. */
import type { Expression, FunctionExpression, Identifier, Member, Name, Statement } from './ast.ts';
import { report } from './diagnostics.ts';
import { foreignWord, isCompoundAssignment, skipAttribute } from './foreign.ts';
import { parseBinary, parseExpression, parseValues, startsExpression } from './parse-expression.ts';
import { parseFor, parseIf, parseRepeat, parseWhile } from './parse-control.ts';
import { parseBody } from './parse-block.ts';
import { parseFunctionBody } from './parse-function.ts';
import { parseSuffixed } from './parse-suffixed.ts';
import type { ParserState } from './parser-state.ts';
import type { TokenKind } from './token.ts';

const statementWords: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ';', 'if', 'while', 'do', 'for', 'repeat', 'function', 'local', '::', 'return', 'break', 'goto',
]);

export function parseStatement(p: ParserState): Statement {
  const statement = p.enter() ? parseByWord(p) : skipTokens(p, 0);
  p.leave();
  return statement;
}

function parseByWord(p: ParserState): Statement {
  const start = p.start;
  switch (p.kind) {
    case 'if':
      return parseIf(p);
    case 'while':
      return parseWhile(p);
    case 'for':
      return parseFor(p);
    case 'repeat':
      return parseRepeat(p);
    case 'function':
      return parseFunctionDeclaration(p);
    case 'local':
      return parseLocal(p);
    case 'return':
      return parseReturn(p);
    case 'do': {
      const opener = p.opener('do');
      p.advance();
      const body = parseBody(p, opener);
      return { type: 'Do', body, start, end: p.previousEnd };
    }
    case '::': {
      p.advance();
      const name = p.expectIdentifier('a label name');
      p.expect('::');
      return { type: 'Label', name, start, end: p.previousEnd };
    }
    case 'goto': {
      p.advance();
      const label = p.expectIdentifier("a label name after 'goto'");
      return { type: 'Goto', label, start, end: p.previousEnd };
    }
    case 'break':
    case ';': {
      const type = p.kind === 'break' ? 'Break' : 'Empty';
      p.advance();
      return { type, start, end: p.previousEnd };
    }
    case '{':
      return skipBrace(p);
    default:
      return startsExpression(p.kind) ? parseExpressionStatement(p) : skipUnexpected(p);
  }
}

function parseFunctionDeclaration(p: ParserState): Statement {
  const opener = p.opener('function');
  p.advance();
  let target: Name | Member;
  if (p.kind === 'name') {
    target = { type: 'Name', name: p.currentText(), start: p.start, end: p.end };
    p.advance();
  } else {
    const missing = p.expectIdentifier('a function name');
    target = { type: 'Name', name: '', start: missing.start, end: missing.end };
  }
  while (p.kind === '.' || p.kind === ':') {
    const separator = p.kind;
    p.advance();
    const name = p.expectIdentifier(separator === '.' ? "a field name after '.'" : "a method name after ':'");
    target = { type: 'Member', object: target, separator, name, start: target.start, end: name.end };
    if (separator === ':') break;
  }
  const isMethod = target.type === 'Member' && target.separator === ':';
  const body: FunctionExpression = parseFunctionBody(p, opener, isMethod ? 'method' : 'function');
  return { type: 'FunctionDeclaration', target, function: body, start: opener.start, end: body.end };
}

function parseLocal(p: ParserState): Statement {
  const start = p.start;
  p.advance();
  if (p.kind === 'function') {
    const opener = p.opener('function');
    p.advance();
    const name = p.expectIdentifier('a function name');
    const body = parseFunctionBody(p, opener, 'function');
    return { type: 'LocalFunction', name, function: body, start, end: body.end };
  }
  const names: Identifier[] = [];
  do {
    names.push(p.expectIdentifier("a variable name after 'local'"));
    skipAttribute(p);
  } while (p.accept(','));
  const values = p.accept('=') ? parseValues(p) : [];
  return { type: 'Local', names, values, start, end: p.previousEnd };
}

function parseReturn(p: ParserState): Statement {
  const start = p.start;
  p.advance();
  const none = p.kind === ';' || (!startsExpression(p.kind) && p.kind !== 'unknown');
  const values = none ? [] : parseValues(p);
  p.accept(';');
  return { type: 'Return', values, start, end: p.previousEnd };
}

function parseExpressionStatement(p: ParserState): Statement {
  const start = p.start;
  const first = p.kind === 'name' || p.kind === '(' ? parseSuffixed(p) : parseExpression(p);
  if (p.kind === '=' || p.kind === ',') return parseAssignment(p, first);
  if (isCompoundAssignment(p)) return parseCompoundAssignment(p, first);
  if (first.type === 'Call' || first.type === 'MethodCall') return { type: 'CallStatement', call: first, start, end: first.end };
  const expression = parseBinary(p, first, 0);
  const foreign = expression.type === 'Name' ? foreignWord(expression.name) : undefined;
  if (foreign) p.report(report.notLua(expression.start, expression.end, foreign));
  else p.report(report.notAStatement(expression.start, expression.end));
  return { type: 'ExpressionStatement', expression, start, end: expression.end };
}

function parseAssignment(p: ParserState, first: Expression): Statement {
  const targets = [first];
  checkTarget(p, first);
  while (p.accept(',')) {
    const target = parseSuffixed(p);
    checkTarget(p, target);
    targets.push(target);
  }
  const values = p.expect('=') ? parseValues(p) : [];
  return { type: 'Assignment', targets, values, start: first.start, end: p.previousEnd };
}

function checkTarget(p: ParserState, target: Expression): void {
  if (target.type === 'Name' || target.type === 'Index' || target.type === 'Member' || target.type === 'MissingExpression') return;
  const what =
    target.type === 'Call' || target.type === 'MethodCall' ? 'the result of a call' : target.type === 'Parenthesized' ? 'an expression in parentheses' : 'a value';
  p.report(report.cannotAssign(target.start, target.end, what));
}

function parseCompoundAssignment(p: ParserState, target: Expression): Statement {
  const operator = p.currentText();
  const name = p.text.slice(target.start, target.end);
  const written = name.length <= 30 ? `${name} = ${name} ${operator} …` : `a = a ${operator} …`;
  p.report(report.notLua(p.start, p.end + 1, `Lua has no '${operator}=': write ${written}`));
  p.advance();
  p.advance();
  const value = parseExpression(p);
  return { type: 'Assignment', targets: [target], values: [value], start: target.start, end: value.end };
}

/** At a token that starts nothing: tells it and skips the rest of the line, or up to a word that starts or ends a statement. */
function skipUnexpected(p: ParserState): Statement {
  if (p.kind === 'unknown') p.report(report.invalidCharacter(p.start, p.end, p.currentText()));
  else p.report(report.unexpectedToken(p.start, p.end, p.found()));
  const start = p.start;
  do p.advance();
  while (!statementWords.has(p.kind) && !['end', 'else', 'elseif', 'until', 'eof'].includes(p.kind) && !p.isFirstOnLine());
  return { type: 'SkippedTokens', start, end: p.previousEnd };
}

/** No statement starts with `{`: it is meant to open a block. What is in it is understood as statements. */
function skipBrace(p: ParserState): Statement {
  p.report(report.notLua(p.start, p.end, "Lua's blocks have no braces: they start with 'then', 'do' or a function's parameters, and end with 'end'."));
  return skipTokens(p, 1);
}

export function skipTokens(p: ParserState, count: number): Statement {
  const start = p.start;
  for (let i = 0; i < count; i++) p.advance();
  return { type: 'SkippedTokens', start, end: Math.max(start, p.previousEnd) };
}
