/** Table constructors. */
import type { Identifier, TableConstructor, TableField } from './ast.ts';
import { report } from './diagnostics.ts';
import { closeBracket, closesAhead, openBracket } from './parse-brackets.ts';
import { parseExpression, startsExpression } from './parse-expression.ts';
import type { ParserState } from './parser-state.ts';

export function parseTable(p: ParserState): TableConstructor {
  const start = p.start;
  const bracket = openBracket(p);
  const fields: TableField[] = [];
  while (!p.at('}')) {
    if (!startsField(p)) {
      if (!recoverField(p)) break;
      continue;
    }
    fields.push(parseField(p));
    if (p.accept(',') || p.accept(';') || p.at('}')) continue;
    if (!closesAhead(p)) break;
    if (startsField(p)) p.report(report.missingComma(p.start, p.end, 'table fields'));
  }
  closeBracket(p, bracket);
  return { type: 'Table', fields, start, end: p.previousEnd };
}

function startsField(p: ParserState): boolean {
  return startsExpression(p.kind) || p.kind === '[';
}

/** At a token that starts no field: skips to where one may start. False when the constructor must have ended before. */
function recoverField(p: ParserState): boolean {
  if (!closesAhead(p)) return false;
  if (p.kind === 'unknown') p.report(report.invalidCharacter(p.start, p.end, p.currentText()));
  else p.report(report.expectedExpression(p.start, p.end, '', p.found()));
  while (!p.accept(',') && !p.accept(';')) {
    if (p.at('}') || p.kind === 'eof') break;
    p.advance();
    if (p.isFirstOnLine()) break;
  }
  return true;
}

function parseField(p: ParserState): TableField {
  const start = p.start;
  if (p.kind === 'name' && p.peek(1) === '=') {
    const key: Identifier = { type: 'Identifier', name: p.currentText(), start, end: p.end };
    p.advance();
    p.advance();
    const value = parseExpression(p);
    return { type: 'TableField', key, value, start, end: value.end };
  }
  if (p.kind === '[') {
    const bracket = openBracket(p);
    const key = parseExpression(p);
    closeBracket(p, bracket);
    p.expect('=');
    const value = parseExpression(p);
    return { type: 'TableField', key, value, start, end: value.end };
  }
  const value = parseExpression(p);
  return { type: 'TableField', key: undefined, value, start, end: value.end };
}
