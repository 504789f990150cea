/**
 * Measures how long an execution runs, for `max_execution_time_secs`. Time stopped at a breakpoint counts against no limit, so the clock can be
 * held. The limit may change meanwhile: a new limit never takes away the time that was used under the old one.
 */
export class ExecutionClock {
  private timer: NodeJS.Timeout | undefined;
  private startedAt: number | undefined;
  private usedMs = 0;
  private isRunning = false;

  /** `limitMs` 0: no limit, the clock never rings. */
  constructor(
    private limitMs: number,
    private readonly expired: () => void,
  ) {}

  start(): void {
    this.isRunning = true;
    if (this.limitMs === 0 || this.startedAt !== undefined) return;
    this.startedAt = performance.now();
    // setTimeout takes no longer delay; a script may well be allowed a month.
    const delay = Math.min(this.limitMs - this.usedMs, 2 ** 31 - 1);
    this.timer = setTimeout(() => {
      this.pause();
      if (this.usedMs >= this.limitMs) this.expired();
      else this.start();
    }, Math.max(1, delay));
    this.timer.unref();
  }

  hold(): void {
    this.isRunning = false;
    this.pause();
  }

  /**
   * 0: no limit. A higher one counts from the start; a lower one from now on, but gives no more time than there was left: what was right when it
   * was done is not punished.
   */
  setLimit(limitMs: number): void {
    this.pause();
    const left = this.limitMs === 0 ? Infinity : this.limitMs - this.usedMs;
    const isLower = limitMs > 0 && (this.limitMs === 0 || limitMs < this.limitMs);
    if (isLower) this.usedMs = limitMs - Math.min(limitMs, left);
    this.limitMs = limitMs;
    if (this.isRunning) this.start();
  }

  private pause(): void {
    clearTimeout(this.timer);
    if (this.startedAt !== undefined) this.usedMs += performance.now() - this.startedAt;
    this.startedAt = undefined;
  }
}
