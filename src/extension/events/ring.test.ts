import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SpellEvent } from '../../common/events.ts';
import { Batches } from './batches.ts';
import { EventRing } from './ring.ts';

const events = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ sequence: from + index }) as SpellEvent);

describe('the ring of events', () => {
  it('keeps the newest, in order', () => {
    const ring = new EventRing(10);
    for (let i = 0; i < 100; i += 7) ring.add(events(i, 7));
    expect(ring.length).toBe(10);
    expect(ring.snapshot().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 10 }, (_, index) => 95 + index));
  });
  it('can be made smaller and emptied', () => {
    const ring = new EventRing(10);
    ring.add(events(0, 10));
    ring.resize(3);
    expect(ring.snapshot().map(({ sequence }) => sequence)).toEqual([7, 8, 9]);
    ring.clear();
    expect(ring.length).toBe(0);
  });
});

describe('batches', () => {
  it('hand on together what came together, in order', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const delivered: (readonly number[])[] = [];
    const batches = new Batches<number>(1, (items) => delivered.push(items));
    batches.add([1, 2]);
    batches.add([3]);
    expect(delivered).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(delivered).toEqual([[1, 2, 3]]);
  });
  it('can be emptied at once, and forgotten', () => {
    const delivered: (readonly number[])[] = [];
    const batches = new Batches<number>(1000, (items) => delivered.push(items));
    batches.add([1]);
    batches.flush();
    batches.add([2]);
    batches.dispose();
    batches.flush();
    expect(delivered).toEqual([[1]]);
  });
});
