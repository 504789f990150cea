import { describe, expect, it } from 'vitest';
import { EventTypes } from '../common/events.ts';
import { SpanTree } from './model.ts';
import { move, visibleRows, visibleWindow } from './rows.ts';
import { story } from './testing.ts';

/** run ( call-1 ( request ), call-2 ), late */
function tree(): SpanTree {
  const made = new SpanTree();
  const make = story();
  made.apply([
    make(EventTypes.ExecutionStart, { id: 'run' }),
    make(EventTypes.AgentStart, { id: 'call-1', causation_id: 'run' }),
    make(EventTypes.HttpRequest, { id: 'request', causation_id: 'call-1' }),
    make(EventTypes.AgentStart, { id: 'call-2', causation_id: 'run' }),
    make(EventTypes.ExecutionStart, { id: 'late' }),
  ]);
  return made;
}
const ids = (collapsed: string[]) => visibleRows(tree().roots, new Set(collapsed)).map((row) => row.span.id);

describe('visible rows', () => {
  it('lists depth first with level and place among siblings', () => {
    const rows = visibleRows(tree().roots, new Set());
    expect(rows.map((row) => [row.span.id, row.level, row.position, row.siblings, row.expanded])).toEqual([
      ['run', 1, 1, 2, true],
      ['call-1', 2, 1, 2, true],
      ['request', 3, 1, 1, undefined],
      ['call-2', 2, 2, 2, undefined],
      ['late', 1, 2, 2, undefined],
    ]);
  });

  it('hides what is below a closed row', () => {
    expect(ids(['call-1'])).toEqual(['run', 'call-1', 'call-2', 'late']);
    expect(ids(['run'])).toEqual(['run', 'late']);
  });
});

describe('the window of a long list', () => {
  it('draws only what can be seen and a margin', () => {
    const { first, end } = visibleWindow(10_000, 22, 22 * 5000, 220);
    expect(first).toBe(4992);
    expect(end).toBe(5018);
  });
  it('stays within the list', () => {
    expect(visibleWindow(3, 22, 0, 220)).toEqual({ first: 0, end: 3 });
    expect(visibleWindow(0, 22, 500, 220)).toEqual({ first: 0, end: 0 });
    expect(visibleWindow(5, 22, 22_000, 220)).toEqual({ first: 0, end: 5 });
  });
});

describe('keys of an ARIA tree', () => {
  const rows = visibleRows(tree().roots, new Set(['call-1']));
  it.each([
    ['ArrowDown', 'run', { select: 'call-1' }],
    ['ArrowDown', 'late', { select: 'late' }],
    ['ArrowUp', 'call-2', { select: 'call-1' }],
    ['ArrowUp', undefined, { select: 'late' }],
    ['ArrowDown', undefined, { select: 'run' }],
    ['ArrowRight', 'call-1', { toggle: 'call-1' }],
    ['ArrowRight', 'run', { select: 'call-1' }],
    ['ArrowRight', 'late', undefined],
    ['ArrowLeft', 'run', { toggle: 'run' }],
    ['ArrowLeft', 'call-2', { select: 'run' }],
    ['ArrowLeft', 'late', undefined],
    ['Home', 'late', { select: 'run' }],
    ['End', 'run', { select: 'late' }],
    ['PageDown', 'run', { select: 'call-2' }],
    ['PageUp', 'late', { select: 'call-1' }],
  ] as const)('%s on %s', (key, current, expected) => {
    expect(move(rows, current, key, 2)).toEqual(expected);
  });
  it('does nothing in an empty list', () => {
    expect(move([], undefined, 'ArrowDown', 5)).toBeUndefined();
  });
});
