/**
 * The timers of a script: those that can still be named, for events and details, and what all of them have measured by their names. Both are
 * bounded, as a script may time every call of a long loop.
 */
import { clock } from '../clock.ts';
import type { ScriptObject } from '../script-objects.ts';

const MAX_TIMERS = 1000;
const MAX_NAMES = 1000;
const MAX_NOTES = 10_000;

export interface Lap {
  readonly name: string;
  readonly elapsedMs: number;
}

export interface TimerEvent extends Lap {
  /** JSON. */
  readonly data: string | undefined;
}

export class DebugTimer implements ScriptObject {
  readonly $object = 'DebugTimer';
  readonly laps: Lap[] = [];
  readonly events: TimerEvent[] = [];
  readonly startBytes: number;
  endBytes: number | undefined;
  #stoppedAfterMs: number | undefined;
  readonly #started = clock.monotonic();

  constructor(
    readonly id: string,
    readonly name: string,
    bytes: number,
  ) {
    this.startBytes = bytes;
  }

  get running(): boolean {
    return this.#stoppedAfterMs === undefined;
  }

  /** Until it was stopped, or now. */
  get elapsedMs(): number {
    return this.#stoppedAfterMs ?? clock.monotonic() - this.#started;
  }

  stop(bytes: number): void {
    this.#stoppedAfterMs = this.elapsedMs;
    this.endBytes = bytes;
  }

  lap(name: string): void {
    if (this.laps.length < MAX_NOTES) this.laps.push({ name, elapsedMs: this.elapsedMs });
  }

  note(name: string, data: string | undefined): void {
    if (this.events.length < MAX_NOTES) this.events.push({ name, elapsedMs: this.elapsedMs, data });
  }

  get fields(): { name: string; running: boolean; id: string } {
    return { name: this.name, running: this.running, id: this.id };
  }

  get label(): string {
    return this.name;
  }
}

/** What the stopped timers of one name have measured. */
export interface TimerTotals {
  count: number;
  totalMs: number;
  longestMs: number;
  shortestMs: number;
}

export class TimerBook {
  readonly #timers = new Map<string, DebugTimer>();
  readonly #totals = new Map<string, TimerTotals>();
  #made = 0;

  start(name: string, bytes: number): DebugTimer {
    const timer = new DebugTimer(`timer-${(this.#made += 1)}`, name, bytes);
    this.#timers.set(timer.id, timer);
    if (this.#timers.size > MAX_TIMERS) this.#forgetOne();
    return timer;
  }

  stop(timer: DebugTimer, bytes: number): void {
    timer.stop(bytes);
    const { elapsedMs } = timer;
    const totals = this.#totals.get(timer.name);
    if (totals !== undefined) {
      totals.count += 1;
      totals.totalMs += elapsedMs;
      totals.longestMs = Math.max(totals.longestMs, elapsedMs);
      totals.shortestMs = Math.min(totals.shortestMs, elapsedMs);
    } else if (this.#totals.size < MAX_NAMES) this.#totals.set(timer.name, { count: 1, totalMs: elapsedMs, longestMs: elapsedMs, shortestMs: elapsedMs });
  }

  /** Undefined for one that never was, or is no longer known. */
  get(id: string): DebugTimer | undefined {
    return this.#timers.get(id);
  }

  /** In the order in which they were started. */
  get timers(): readonly DebugTimer[] {
    return [...this.#timers.values()];
  }

  totalsOf(name: string): TimerTotals | undefined {
    return this.#totals.get(name);
  }

  /** Of stopped timers and of those that are still known. */
  get names(): readonly string[] {
    return [...new Set([...this.#totals.keys(), ...this.timers.map(({ name }) => name)])];
  }

  /** The oldest that was stopped, else the oldest. */
  #forgetOne(): void {
    let oldest: string | undefined;
    for (const timer of this.#timers.values()) {
      oldest ??= timer.id;
      if (timer.running) continue;
      oldest = timer.id;
      break;
    }
    this.#timers.delete(oldest!);
  }
}
