/**
 * Numbers for things a front end may ask about while the program is stopped: frames, scopes, tables. A number is never used twice, so
 * one that outlived its stop is known to be stale instead of naming something else.
 */
import { staleReference } from './errors.ts';

export class References<T> {
  readonly #entries = new Map<number, T>();
  #next = 1;

  add(entry: T): number {
    const id = this.#next++;
    this.#entries.set(id, entry);
    return id;
  }

  /** Throws `stale_reference`. */
  get(id: number): T {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw staleReference();
    return entry;
  }

  /** The program runs on. */
  clear(): void {
    this.#entries.clear();
  }
}
