/** Entries whose time is over: nobody sees them any more, and writes take them away, some at a time. */
import type { Store, StoreTransaction } from '../store/store.ts';
import { decodeEntry, isOver } from './entry.ts';
import { allExpiries, expiredName, valueKey } from './keys.ts';

/** Removed with one write at most: it must stay quick. */
const SWEPT_AT_ONCE = 20;
const PAGE = 200;

export function sweep(tx: StoreTransaction, now: number): void {
  for (const key of tx.keys({ ...allExpiries, limit: SWEPT_AT_ONCE })) {
    const name = expiredName(key, now);
    if (name === undefined) return;
    tx.remove(key);
    if (isOverIn(tx, name, now)) tx.remove(valueKey(name));
  }
}

/** It may have been written anew meanwhile. */
function isOverIn(tx: StoreTransaction, name: string, now: number): boolean {
  const stored = tx.get(valueKey(name));
  try {
    return stored !== undefined && isOver(decodeEntry(stored), now);
  } catch {
    return false;
  }
}

/** `<scope>\0<key>` of all that are over and still there. */
export async function expiredNames(store: Store, now: number): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let after: string | undefined; ; ) {
    const keys = await store.keys({ ...allExpiries, after, limit: PAGE });
    for (const key of keys) {
      const name = expiredName(key, now);
      if (name === undefined) return names;
      names.add(name);
    }
    after = keys.at(-1);
    if (keys.length < PAGE) return names;
  }
}
