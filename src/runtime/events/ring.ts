/**
 * The last events of a kernel: what a client that was away or too slow can still ask for. Bounded by count and by size, because an event
 * may carry a whole answer or the body of a request.
 */
import type { SpellEvent } from '../../common/events.ts';

interface Kept {
  readonly event: SpellEvent;
  readonly size: number;
}

/** What the fixed fields of an event take in memory, roughly. */
const BASE_SIZE = 512;

export class EventRing {
  /** Oldest first, from `first` on; what lies before it has been let go. */
  private kept: (Kept | undefined)[] = [];
  private first = 0;
  private size = 0;

  /** `maxSize` in characters of text held; the newest event is kept whatever its size. */
  constructor(
    private readonly maxCount: number,
    private readonly maxSize: number,
  ) {}

  push(event: SpellEvent): void {
    const size = BASE_SIZE + textSize(event.data) + textSize(event.attributes);
    this.kept.push({ event, size });
    this.size += size;
    while (this.count > 1 && (this.count > this.maxCount || this.size > this.maxSize)) this.dropOldest();
    // The dead part never outgrows the living one: each event is moved at most once or so.
    if (this.first > 64 && this.first > this.count) {
      this.kept = this.kept.slice(this.first);
      this.first = 0;
    }
  }

  /** Events with a sequence above `sequence`, oldest first; those that have left the ring are missing from the start. */
  since(sequence: number): SpellEvent[] {
    const found: SpellEvent[] = [];
    for (let i = this.first; i < this.kept.length; i++) {
      const { event } = this.kept[i]!;
      if (event.sequence > sequence) found.push(event);
    }
    return found;
  }

  private get count(): number {
    return this.kept.length - this.first;
  }

  private dropOldest(): void {
    this.size -= this.kept[this.first]!.size;
    this.kept[this.first] = undefined;
    this.first += 1;
  }
}

function textSize(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 16;
  for (const [key, item] of Object.entries(value)) size += key.length + textSize(item);
  return size;
}
