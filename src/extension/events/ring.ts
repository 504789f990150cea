/** The newest events of this window, for views that open later. Old ones are overwritten; nothing grows without end. */
import type { SpellEvent } from '../../common/events.ts';

export class EventRing {
  #events: SpellEvent[] = [];
  #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return Math.min(this.#events.length, this.#limit);
  }

  add(events: readonly SpellEvent[]): void {
    for (const event of events) this.#events.push(event);
    // Cutting off half as much again at once makes an event cost the same however long the ring is.
    if (this.#events.length > this.#limit * 1.5) this.#events = this.#events.slice(-this.#limit);
  }

  /** Oldest first. */
  snapshot(): readonly SpellEvent[] {
    return this.#events.slice(-this.#limit);
  }

  resize(limit: number): void {
    this.#limit = limit;
    this.#events = this.#events.slice(-limit);
  }

  clear(): void {
    this.#events = [];
  }
}
