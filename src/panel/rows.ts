/** From the tree of spans to the flat list of rows that is drawn: what is open, how deep, and where each stands among its siblings. */
import type { Span } from './model.ts';

export interface Row {
  readonly span: Span;
  /** Counts from 1, as `aria-level`. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** undefined: nothing to open. */
  readonly expanded: boolean | undefined;
}

/** Depth first. Everything is open but what `collapsed` names. */
export function visibleRows(roots: readonly Span[], collapsed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const visit = (spans: readonly Span[], level: number): void => {
    spans.forEach((span, index) => {
      const expanded = span.children.length === 0 ? undefined : !collapsed.has(span.id);
      rows.push({ span, level, position: index + 1, siblings: spans.length, expanded });
      if (expanded) visit(span.children, level + 1);
    });
  };
  visit(roots, 1);
  return rows;
}

export interface Window {
  /** Index of the first row to draw, and of the one after the last. */
  readonly first: number;
  readonly end: number;
}

/** Rows drawn beyond what can be seen, so that scrolling by wheel never shows a gap. */
const MARGIN = 8;

/** The part of a list of equally high rows that can be seen. All lengths in pixels. */
export function visibleWindow(count: number, rowHeight: number, scrollTop: number, height: number): Window {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - MARGIN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MARGIN);
  return { first, end: Math.max(first, end) };
}

export type Key = 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End' | 'PageDown' | 'PageUp';

/** What a key does in an ARIA tree: another row becomes the current one, or the current one opens or closes. */
export type Move = { readonly select: string } | { readonly toggle: string } | undefined;

export function move(rows: readonly Row[], current: string | undefined, key: Key, page: number): Move {
  if (rows.length === 0) return undefined;
  const index = rows.findIndex((row) => row.span.id === current);
  const to = (target: number): Move => ({ select: rows[Math.max(0, Math.min(rows.length - 1, target))]!.span.id });
  const row = rows[index];
  if (row === undefined) return to(key === 'ArrowUp' || key === 'End' ? rows.length - 1 : 0);
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'PageDown':
      return to(index + page);
    case 'PageUp':
      return to(index - page);
    case 'ArrowRight':
      if (row.expanded === false) return { toggle: row.span.id };
      return row.expanded ? to(index + 1) : undefined;
    case 'ArrowLeft':
      if (row.expanded) return { toggle: row.span.id };
      return row.span.parent === undefined ? undefined : { select: row.span.parent.id };
  }
}
