/** How many calls were made in the last minute, by the clock that time limits use too: one that is set does not matter. */
const MINUTE_MS = 60_000;

export class RateLimit {
  private readonly times: number[] = [];

  /** Counts a call that may be made. Otherwise answers in how many seconds the next may be; a limit of 0 is none. */
  take(limit: number, now: number): number | undefined {
    if (limit === 0) return undefined;
    while (this.times.length > 0 && this.times[0]! <= now - MINUTE_MS) this.times.shift();
    if (this.times.length >= limit) return Math.ceil((this.times[this.times.length - limit]! + MINUTE_MS - now) / 1000);
    this.times.push(now);
    return undefined;
  }
}
