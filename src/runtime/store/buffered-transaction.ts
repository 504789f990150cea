/**
 * A transaction whose writes are kept until its work is done: so nothing of a work that throws ever reaches the backend. Reads see the
 * writes laid over what the backend has.
 */
import { checkKey } from './errors.ts';
import { compareKeys } from './key-order.ts';
import { SortedMap } from './sorted-map.ts';
import type { EntryRange, StoreEntry, StoreTransaction } from './store.ts';

/** What the backend has, for the time of the transaction. */
export interface Committed {
  get(key: string): Uint8Array | undefined;
  /** The keys of the range, lazily, without its limit. */
  keys(range: Omit<EntryRange, 'limit'>): Iterable<string>;
}

const REMOVED = Symbol('removed');
type Written = Uint8Array | typeof REMOVED;

export class BufferedTransaction implements StoreTransaction {
  private readonly written = new SortedMap<Written>();

  constructor(private readonly committed: Committed) {}

  get(key: string): Uint8Array | undefined {
    const written = this.written.get(key);
    if (written === REMOVED) return undefined;
    return written === undefined ? this.committed.get(key) : copy(written);
  }

  keys(range: EntryRange): string[] {
    const { limit = Infinity } = range;
    const keys: string[] = [];
    if (limit <= 0) return keys;
    for (const key of this.merged(range)) {
      if (this.written.get(key) === REMOVED) continue;
      keys.push(key);
      if (keys.length >= limit) break;
    }
    return keys;
  }

  entries(range: EntryRange): StoreEntry[] {
    return this.keys(range).map((key) => ({ key, value: this.get(key)! }));
  }

  put(key: string, value: Uint8Array): void {
    checkKey(key);
    this.written.set(key, copy(value));
  }

  remove(key: string): boolean {
    const had = this.get(key) !== undefined;
    this.written.set(key, REMOVED);
    return had;
  }

  /** Hands every write to the backend. */
  apply(backend: { put(key: string, value: Uint8Array): void; remove(key: string): void }): void {
    for (const key of this.written.keys({ prefix: '' })) {
      const value = this.written.get(key)!;
      if (value === REMOVED) backend.remove(key);
      else backend.put(key, value);
    }
  }

  /** The keys of both in order, each once. */
  private *merged(range: EntryRange): Generator<string> {
    const own = this.written.keys(range);
    let next = own.next();
    for (const key of this.committed.keys(range)) {
      for (; !next.done && isBefore(next.value, key, range.reverse); next = own.next()) yield next.value;
      if (!next.done && next.value === key) next = own.next();
      yield key;
    }
    for (; !next.done; next = own.next()) yield next.value;
  }
}

const isBefore = (a: string, b: string, reverse = false): boolean => (reverse ? compareKeys(a, b) > 0 : compareKeys(a, b) < 0);

/** Neither the caller's later changes nor ours may reach into what is stored. */
const copy = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
