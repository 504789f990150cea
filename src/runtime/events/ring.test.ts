import { describe, expect, it } from 'vitest';
import type { SpellEvent } from '../../common/events.ts';
import { EventRing } from './ring.ts';

const event = (sequence: number, text = ''): SpellEvent => ({
  id: `e${sequence}`,
  event_type: 'agent.delta',
  timestamp: '2026-01-01T00:00:00.000Z',
  sequence,
  kernel_id: 'k',
  attributes: {},
  data: { text },
  schema_version: '1.0',
});
const sequences = (ring: EventRing, after = 0) => ring.since(after).map(({ sequence }) => sequence);

describe('EventRing', () => {
  it('keeps the newest events, oldest first', () => {
    const ring = new EventRing(3, 1e9);
    for (let i = 1; i <= 1000; i++) {
      ring.push(event(i));
      expect(sequences(ring)).toEqual([i - 2, i - 1, i].filter((n) => n > 0));
    }
    expect(sequences(ring, 998)).toEqual([999, 1000]);
  });

  it('lets old events go when the text of all grows too large', () => {
    const ring = new EventRing(1000, 10_000);
    for (let i = 1; i <= 20; i++) ring.push(event(i, 'x'.repeat(4000)));
    expect(sequences(ring)).toEqual([19, 20]);
  });

  it('keeps the newest event whatever its size', () => {
    const ring = new EventRing(10, 1000);
    ring.push(event(1));
    ring.push(event(2, 'x'.repeat(100_000)));
    expect(sequences(ring)).toEqual([2]);
  });
});
