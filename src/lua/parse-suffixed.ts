/** Variables, members, indexes and calls: what stands behind a name or a parenthesis. */
import type { Arguments, Expression, Identifier } from './ast.ts';
import { closeBracket, openBracket } from './parse-brackets.ts';
import { report } from './diagnostics.ts';
import { parseExpression, startsExpression } from './parse-expression.ts';
import { parseTable } from './parse-table.ts';
import type { ParserState } from './parser-state.ts';
import { isKeyword } from './token.ts';

export function parseSuffixed(p: ParserState): Expression {
  const start = p.start;
  if (p.kind === 'name') {
    const name: Expression = { type: 'Name', name: p.currentText(), start, end: p.end };
    p.advance();
    return parseSuffixes(p, name);
  }
  if (p.kind === '(') {
    const bracket = openBracket(p);
    const expression = parseExpression(p);
    closeBracket(p, bracket);
    return parseSuffixes(p, { type: 'Parenthesized', expression, start, end: p.previousEnd });
  }
  return p.expectedExpression();
}

export function parseSuffixes(p: ParserState, base: Expression): Expression {
  const start = base.start;
  let expression = base;
  for (;;) {
    switch (p.kind) {
      case '.': {
        p.advance();
        const name = parseFieldName(p);
        expression = { type: 'Member', object: expression, separator: '.', name, start, end: name.end };
        break;
      }
      case ':': {
        p.advance();
        const name = parseMethodName(p);
        const args = parseArguments(p);
        if (!args && name.name !== '') p.report(report.missingArguments(name.start, name.end, p.text.slice(Math.max(start, name.end - 40), name.end)));
        expression = { type: 'MethodCall', object: expression, name, arguments: args, start, end: (args ?? name).end };
        break;
      }
      case '[': {
        const bracket = openBracket(p);
        const key = parseExpression(p);
        closeBracket(p, bracket);
        expression = { type: 'Index', object: expression, key, start, end: p.previousEnd };
        break;
      }
      default: {
        const args = parseArguments(p);
        if (!args) return expression;
        expression = { type: 'Call', callee: expression, arguments: args, start, end: args.end };
      }
    }
  }
}

/** After the dot. `a.end` is taken as meant; a reserved word further away belongs to the code behind an unfinished `a.` */
function parseFieldName(p: ParserState): Identifier {
  if (!isKeyword(p.kind) || !p.isAdjacent()) return p.expectIdentifier("a field name after '.'");
  p.report(report.keywordAsName(p.start, p.end, "a field name after '.'", p.kind));
  const identifier: Identifier = { type: 'Identifier', name: p.currentText(), start: p.start, end: p.end };
  p.advance();
  return identifier;
}

/** After the colon. A name on the next line that is not called starts the next statement: `a:` is being typed above it. */
function parseMethodName(p: ParserState): Identifier {
  const role = "a method name after ':'";
  const after = p.peek(1);
  const called = after === '(' || after === '{' || after === 'string';
  if (p.kind !== 'name' || called || !p.isFirstOnLine()) return p.expectIdentifier(role);
  const { start, end } = p.missingAt();
  p.report(report.expectedName(start, end, role, p.found()));
  return p.missingIdentifier();
}

export function parseArguments(p: ParserState): Arguments | undefined {
  const start = p.start;
  switch (p.kind) {
    case 'string': {
      const value: Expression = { type: 'String', start, end: p.end };
      p.advance();
      return { type: 'Arguments', form: 'string', values: [value], start, end: value.end };
    }
    case '{': {
      const value = parseTable(p);
      return { type: 'Arguments', form: 'table', values: [value], start, end: value.end };
    }
    case '(': {
      const bracket = openBracket(p);
      const values: Expression[] = [];
      if (!p.at(')')) parseArgumentList(p, values);
      closeBracket(p, bracket);
      return { type: 'Arguments', form: 'parentheses', values, start, end: p.previousEnd };
    }
    default:
      return undefined;
  }
}

function parseArgumentList(p: ParserState, values: Expression[]): void {
  for (;;) {
    values.push(parseExpression(p));
    if (p.accept(',')) continue;
    // Something more on the same line is an argument behind a forgotten comma; on the next line it is the next statement.
    if (p.kind === ')' || !startsExpression(p.kind) || p.isFirstOnLine()) return;
    p.report(report.missingComma(p.start, p.end, 'arguments'));
  }
}
