/** The last events of a kernel, bounded by count: what a client that was away or too slow can still ask for. */
import type { SpellEvent } from '../../common/events.ts';

export class EventRing {
  private readonly slots: (SpellEvent | undefined)[];
  private written = 0;

  constructor(private readonly capacity: number) {
    this.slots = new Array<SpellEvent | undefined>(capacity);
  }

  push(event: SpellEvent): void {
    this.slots[this.written % this.capacity] = event;
    this.written += 1;
  }

  /** Events with a sequence above `sequence`, oldest first; those that have left the ring are missing from the start. */
  since(sequence: number): SpellEvent[] {
    const found: SpellEvent[] = [];
    for (let i = Math.max(0, this.written - this.capacity); i < this.written; i++) {
      const event = this.slots[i % this.capacity]!;
      if (event.sequence > sequence) found.push(event);
    }
    return found;
  }
}
