import { describe, expect, it } from 'vitest';
import type { SpellEvent } from '../../common/events.ts';
import { EventQueue } from './event-queue.ts';

const event = (sequence: number): SpellEvent => ({ sequence }) as SpellEvent;

describe('EventQueue', () => {
  it('drops the oldest when it is full, and counts', () => {
    const queue = new EventQueue(2);
    const [first, second, third] = [event(1), event(2), event(3)];
    for (const each of [first, second, third]) queue.push(each);
    expect([queue.length, queue.hasDropped, queue.first]).toEqual([2, true, second]);
    // It was being sent when it was dropped.
    queue.remove(first);
    expect(queue.first).toBe(second);
    queue.remove(second);
    expect(queue.first).toBe(third);
    expect([queue.takeDropped(), queue.takeDropped(), queue.hasDropped]).toEqual([1, 0, false]);
  });

  it('wakes who waits, by an event or by the end', async () => {
    const queue = new EventQueue(2);
    const waiting = queue.next(new AbortController().signal);
    queue.push(event(1));
    expect(await waiting).toMatchObject({ sequence: 1 });
    queue.remove(queue.first!);
    const controller = new AbortController();
    const never = queue.next(controller.signal);
    controller.abort();
    expect(await never).toBeUndefined();
  });
});
