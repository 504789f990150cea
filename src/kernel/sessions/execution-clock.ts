/**
 * Measures how long an execution runs, for `max_execution_time_secs`. Time stopped at a breakpoint counts against no limit, so the clock can be
 * held.
 */
export class ExecutionClock {
  private timer: NodeJS.Timeout | undefined;
  private startedAt: number | undefined;
  private usedMs = 0;

  /** `limitMs` 0: no limit, the clock never rings. */
  constructor(
    private readonly limitMs: number,
    private readonly expired: () => void,
  ) {}

  start(): void {
    if (this.limitMs === 0 || this.startedAt !== undefined) return;
    this.startedAt = performance.now();
    // setTimeout takes no longer delay; a script may well be allowed a month.
    const delay = Math.min(this.limitMs - this.usedMs, 2 ** 31 - 1);
    this.timer = setTimeout(() => {
      this.hold();
      if (this.usedMs >= this.limitMs) this.expired();
      else this.start();
    }, Math.max(1, delay));
    this.timer.unref();
  }

  hold(): void {
    clearTimeout(this.timer);
    if (this.startedAt !== undefined) this.usedMs += performance.now() - this.startedAt;
    this.startedAt = undefined;
  }
}
