/** textDocument/foldingRange: blocks, tables, comments and long strings of more than one line. */
import type { FoldingRange } from 'vscode-languageserver';
import { FoldingRangeKind } from 'vscode-languageserver';
import type { Comment } from '../lua/index.ts';
import { walk } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';

export function foldingRanges(document: LuaDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const lineOf = (offset: number): number => document.positionAt(offset).line;
  /** `keep`: the last line closes what is folded and stays visible. */
  const add = (start: number, end: number, keep: boolean, kind?: FoldingRangeKind): void => {
    const startLine = lineOf(start);
    const endLine = lineOf(end) - (keep ? 1 : 0);
    if (endLine > startLine) ranges.push(kind === undefined ? { startLine, endLine } : { startLine, endLine, kind });
  };

  walk(document.parsed.body, (node) => {
    switch (node.type) {
      case 'Function':
      case 'While':
      case 'NumericFor':
      case 'GenericFor':
      case 'Do':
      case 'Repeat':
      case 'Table':
        add(node.start, node.end, true);
        break;
      case 'If':
        for (const clause of node.clauses) add(clause.start, clause.end, true);
        if (node.orelse) add(node.orelse.start, node.orelse.end, true);
        break;
      case 'String':
        add(node.start, node.end, false);
        break;
      default:
    }
  });
  for (const { start, end } of commentGroups(document.parsed.comments, lineOf)) add(start, end, false, FoldingRangeKind.Comment);
  return ranges;
}

/** Line comments on successive lines belong together. */
function commentGroups(comments: readonly Comment[], lineOf: (offset: number) => number): { start: number; end: number }[] {
  const groups: { start: number; end: number; isLine: boolean }[] = [];
  for (const { start, end, kind } of comments) {
    const last = groups.at(-1);
    if (kind === 'line' && last?.isLine && lineOf(last.end) + 1 === lineOf(start)) last.end = end;
    else groups.push({ start, end, isLine: kind === 'line' });
  }
  return groups;
}
