/** Measures a call without the time it stands at a point of its own in the debugger. */
export class Stopwatch {
  private readonly startedAt = performance.now();
  private stoodMs = 0;

  /** Whole milliseconds. */
  get elapsed(): number {
    return Math.round(performance.now() - this.startedAt - this.stoodMs);
  }

  async without<T>(wait: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await wait();
    } finally {
      this.stoodMs += performance.now() - from;
    }
  }
}
