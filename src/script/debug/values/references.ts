/**
 * Numbers for things a front end may ask about while the program is stopped: frames, scopes, tables. A number is never used twice, so
 * one that outlived its stop is known to be stale instead of naming something else.
 */
import { staleReference, unknownReference } from '../errors.ts';

export class References<T> {
  readonly #entries = new Map<number, T>();
  readonly #byKey = new Map<object, number>();
  #next = 1;

  /**
   * With a key, the same number for the same key until the program runs on: front ends ask for one thing several times and take another
   * number for another thing.
   */
  add(entry: T, key?: object): number {
    const known = key === undefined ? undefined : this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.#next++;
    this.#entries.set(id, entry);
    if (key !== undefined) this.#byKey.set(key, id);
    return id;
  }

  /** Throws `stale_reference`; `unknown_reference` for a number that was never given out. */
  get(id: number): T {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw id >= 1 && id < this.#next ? staleReference() : unknownReference(id);
    return entry;
  }

  /** The program runs on. */
  clear(): void {
    this.#entries.clear();
    this.#byKey.clear();
  }
}
