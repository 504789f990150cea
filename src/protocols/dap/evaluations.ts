/** The requests on their way that may run Lua, by the `seq` of each: what `cancel` can end. */
export class Evaluations {
  readonly #running = new Set<number>();

  get size(): number {
    return this.#running.size;
  }

  has(seq: number): boolean {
    return this.#running.has(seq);
  }

  async run<T>(seq: number, action: () => Promise<T>): Promise<T> {
    this.#running.add(seq);
    try {
      return await action();
    } finally {
      this.#running.delete(seq);
    }
  }
}
