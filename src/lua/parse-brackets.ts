/** Opening and closing `(`, `[` and `{`, and what to do when one is not closed. */
import { report } from './diagnostics.ts';
import type { ParserState } from './parser-state.ts';
import type { TokenKind } from './token.ts';

const closers = { '(': ')', '[': ']', '{': '}' } as const;
type Open = keyof typeof closers;

export interface Bracket {
  readonly open: Open;
  readonly start: number;
}

export function openBracket(p: ParserState): Bracket {
  const bracket: Bracket = { open: p.kind as Open, start: p.start };
  p.brackets.push(closers[bracket.open]);
  p.advance();
  return bracket;
}

/** Takes the closing bracket, or tells that it is missing. A wrong closing bracket that nothing waits for is taken in its place. */
export function closeBracket(p: ParserState, bracket: Bracket): void {
  p.brackets.pop();
  const close = closers[bracket.open];
  if (p.accept(close)) return;
  const { start, end } = p.missingAt();
  const related = { start: bracket.start, end: bracket.start + 1, message: `'${bracket.open}' opens here` };
  p.report(report.unclosedBracket(start, end, bracket.open, close, p.found(), p.lines.lineOf(bracket.start), related));
  if ((p.kind === ')' || p.kind === ']' || p.kind === '}') && !p.brackets.includes(p.kind)) p.advance();
}

/** Words that can stand in no expression: seeing one means that the constructor was left open. */
const statementWords: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'local', 'return', 'if', 'then', 'elseif', 'else', 'end', 'while', 'for', 'repeat', 'until', 'do', 'goto', 'break', '::', 'eof',
]);

/** Is the `}` of the constructor we are in still to come, before anything that cannot be inside of it? */
export function closesAhead(p: ParserState): boolean {
  let braces = 0;
  let blocks = 0;
  for (let distance = 0; p.lookahead > 0; distance++, p.lookahead--) {
    const kind = p.peek(distance);
    if (kind === 'eof') return false;
    if (kind === 'function') {
      if (blocks === 0 && p.peek(distance + 1) !== '(') return false; // a declaration: a statement
      blocks++;
    } else if (blocks > 0) {
      if (kind === 'if' || kind === 'do' || kind === 'repeat') blocks++;
      else if (kind === 'end' || kind === 'until') blocks--;
    } else if (statementWords.has(kind)) {
      return false;
    } else if (kind === '{') {
      braces++;
    } else if (kind === '}' && braces-- === 0) {
      return true;
    }
  }
  return false;
}
