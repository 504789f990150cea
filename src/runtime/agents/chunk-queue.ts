/**
 * Between a stream and the script's callback: the stream puts pieces in as they come, the callback takes them out one at a time. A callback that
 * is stopped at a breakpoint only lets the queue grow; the stream, and with it the events, never wait.
 */
export class ChunkQueue {
  private readonly waiting: string[] = [];
  private closed = false;
  private wake: (() => void) | undefined;

  put(chunk: string): void {
    this.waiting.push(chunk);
    this.wake?.();
  }

  /** No more will come; what is waiting is still taken out. */
  close(): void {
    this.closed = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      const chunk = this.waiting.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.closed) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
