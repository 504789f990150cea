/** A timer that can be held, as time that a script stands in the debugger counts against no limit. */

/** Node takes longer timers for 1 ms. More than three weeks is no limit anybody waits for. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export class Countdown {
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;

  constructor(
    private leftMs: number,
    private readonly expired: () => void,
  ) {}

  goOn(): void {
    if (this.timer !== undefined) return;
    this.startedAt = performance.now();
    this.timer = setTimeout(this.expired, Math.min(Math.max(0, this.leftMs), MAX_TIMER_MS));
  }

  hold(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.leftMs -= performance.now() - this.startedAt;
  }
}
