/** Events that wait to be sent: bounded, the oldest go first when it is full, and what was lost is counted. */
import type { SpellEvent } from '../../common/events.ts';

export class EventQueue {
  private readonly events: SpellEvent[] = [];
  private dropped = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  get length(): number {
    return this.events.length;
  }

  get first(): SpellEvent | undefined {
    return this.events[0];
  }

  get hasDropped(): boolean {
    return this.dropped > 0;
  }

  push(event: SpellEvent): void {
    if (this.events.length >= this.limit) {
      this.events.shift();
      this.dropped += 1;
    }
    this.events.push(event);
    this.wake?.();
  }

  /** The first event, when there is one; undefined when the signal comes before. It stays until it is removed. */
  next(signal: AbortSignal): Promise<SpellEvent | undefined> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = undefined;
        signal.removeEventListener('abort', done);
        resolve(this.events[0]);
      };
      this.wake = done;
      signal.addEventListener('abort', done);
    });
  }

  /** It was sent. It may have been dropped meanwhile, then nothing is left to do. */
  remove(event: SpellEvent): void {
    if (this.events[0] === event) this.events.shift();
  }

  /** How many were lost since the last time. */
  takeDropped(): number {
    const count = this.dropped;
    this.dropped = 0;
    return count;
  }
}
