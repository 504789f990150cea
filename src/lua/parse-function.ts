/** Parameters and body of a function. */
import type { FunctionExpression, Identifier } from './ast.ts';
import { report } from './diagnostics.ts';
import { parseBody } from './parse-block.ts';
import { closeBracket, openBracket } from './parse-brackets.ts';
import type { Opener, ParserState } from './parser-state.ts';

/**
 * From the parameters on. `opener` is the word `function`: where the node starts in an expression. In a declaration the name is
 * between, and the node starts with the parameters.
 */
export function parseFunctionBody(p: ParserState, opener: Opener, declares: 'nothing' | 'function' | 'method'): FunctionExpression {
  const start = declares === 'nothing' ? opener.start : p.kind === '(' ? p.start : p.previousEnd;
  const { parameters, isVararg } = parseParameters(p);
  const outer = p.varargAllowed;
  p.varargAllowed = isVararg;
  const body = parseBody(p, opener);
  p.varargAllowed = outer;
  return { type: 'Function', parameters, isVararg, hasSelf: declares === 'method', body, start, end: p.previousEnd };
}

function parseParameters(p: ParserState): { parameters: Identifier[]; isVararg: boolean } {
  const parameters: Identifier[] = [];
  if (p.kind !== '(') {
    p.expect('(');
    return { parameters, isVararg: false };
  }
  const bracket = openBracket(p);
  let isVararg = false;
  while (!p.at(')')) {
    if (p.accept('...')) {
      isVararg = true;
      break;
    }
    const parameter = p.expectIdentifier('a parameter name');
    if (parameter.name === '') break;
    parameters.push(parameter);
    if (p.accept(',')) {
      if (p.at(')')) p.expectIdentifier("a parameter name after ','");
    } else if (p.at('name') && !p.isFirstOnLine()) {
      p.report(report.missingComma(p.start, p.end, 'parameters'));
    } else {
      break;
    }
  }
  if (!p.at(')')) skipBrokenParameters(p);
  closeBracket(p, bracket);
  return { parameters, isVararg };
}

/** To the parenthesis, when there is one on this line: default values and type annotations of other languages. */
function skipBrokenParameters(p: ParserState): void {
  const { start, end } = p.missingAt();
  let distance = 0;
  while (p.peek(distance) !== ')' && p.peek(distance) !== 'eof' && distance < 20) distance++;
  if (p.peek(distance) !== ')' || p.isFirstOnLine()) return;
  p.report(report.expectedToken(start, end, "')'", p.found()));
  while (!p.at(')') && !p.isFirstOnLine()) p.advance();
}
