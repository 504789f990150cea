/**
 * Gathers what comes in quick succession and hands it on at most once in a while: a webview and an editor are drawn some tens of times a
 * second, a streaming agent sends far more often.
 */
export class Batches<T> {
  readonly #intervalMs: number;
  readonly #deliver: (items: readonly T[]) => void;
  #waiting: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(intervalMs: number, deliver: (items: readonly T[]) => void) {
    this.#intervalMs = intervalMs;
    this.#deliver = deliver;
  }

  add(items: Iterable<T>): void {
    for (const item of items) this.#waiting.push(item);
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.flush(), this.#intervalMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length > 0) this.#deliver(items);
  }

  /** Forgets what waits. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
