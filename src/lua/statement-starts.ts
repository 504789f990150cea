/** Where execution can stand: the statements of a chunk that compile to code. For breakpoint locations, run and jump to cursor. */
import type { Expression, Statement } from './ast.ts';
import type { LineColumn } from './line-index.ts';
import type { ParsedChunk } from './parser.ts';
import { walk } from './walk.ts';

export interface StatementStart extends LineColumn {
  readonly start: number;
  readonly end: number;
  /** The statement; for `elseif` and `until` the condition, which is evaluated there. */
  readonly node: Statement | Expression;
}

/** In text order. With `fromLine` and `toLine` (inclusive) only those that start there. */
export function statementStarts(parsed: ParsedChunk, fromLine = 1, toLine = Infinity): StatementStart[] {
  const from = parsed.lines.startOf(fromLine);
  const to = toLine >= parsed.lines.lineCount ? Infinity : parsed.lines.startOf(toLine + 1);
  const starts: StatementStart[] = [];
  const add = (node: Statement | Expression): void => {
    if (node.start >= from && node.start < to) starts.push({ ...parsed.lines.positionOf(node.start), start: node.start, end: node.end, node });
  };
  walk(parsed.body, (node) => {
    if (node.start >= to || node.end < from) return false;
    switch (node.type) {
      case 'Local':
      case 'LocalFunction':
      case 'FunctionDeclaration':
      case 'Assignment':
      case 'CallStatement':
      case 'Return':
      case 'Goto':
      case 'Break':
      case 'While':
      case 'NumericFor':
      case 'GenericFor':
        add(node);
        return true;
      case 'If':
        add(node);
        for (const clause of node.clauses.slice(1)) add(clause.condition);
        return true;
      case 'Repeat':
        add(node.condition);
        return true;
      default:
        return true; // `do`, labels and `;` make no code of their own
    }
  });
  return starts.sort((a, b) => a.start - b.start);
}
