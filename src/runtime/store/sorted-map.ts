/** A map whose keys can be walked in order from any place: the memory of the memory backend, and of a transaction that is not yet committed. */
import { compareKeys } from './key-order.ts';
import type { EntryRange } from './store.ts';

export class SortedMap<V> {
  private readonly values: Map<string, V>;
  /** Sorted again when somebody walks after keys have come: writes are many, walks are few. */
  private sorted: string[] = [];
  private isSorted: boolean;

  constructor(entries: Iterable<readonly [string, V]> = []) {
    this.values = new Map(entries);
    this.isSorted = this.values.size === 0;
  }

  clone(): SortedMap<V> {
    return new SortedMap(this.values);
  }

  get size(): number {
    return this.values.size;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.values.has(key)) this.isSorted = false;
    this.values.set(key, value);
  }

  delete(key: string): boolean {
    const had = this.values.delete(key);
    if (had) this.isSorted = false;
    return had;
  }

  /** The keys of a range in its order, without its limit. */
  *keys({ prefix, after, reverse = false }: Omit<EntryRange, 'limit'>): Generator<string> {
    const keys = this.ordered();
    const step = reverse ? -1 : 1;
    for (let at = reverse ? this.lastIndex(prefix, after) : this.firstIndex(prefix, after); keys[at]?.startsWith(prefix) === true; at += step) yield keys[at]!;
  }

  private ordered(): readonly string[] {
    if (!this.isSorted) {
      this.sorted = [...this.values.keys()].sort(compareKeys);
      this.isSorted = true;
    }
    return this.sorted;
  }

  private firstIndex(prefix: string, after: string | undefined): number {
    if (after === undefined || compareKeys(after, prefix) < 0) return this.indexWhere((key) => compareKeys(key, prefix) >= 0);
    return this.indexWhere((key) => compareKeys(key, after) > 0);
  }

  private lastIndex(prefix: string, after: string | undefined): number {
    const isBehind = (key: string): boolean => compareKeys(key, prefix) > 0 && !key.startsWith(prefix);
    return this.indexWhere((key) => isBehind(key) || (after !== undefined && compareKeys(key, after) >= 0)) - 1;
  }

  /** The first index whose key fulfils the condition, which all later keys fulfil too. */
  private indexWhere(condition: (key: string) => boolean): number {
    const keys = this.ordered();
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (condition(keys[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
