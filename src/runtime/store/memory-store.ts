/** The backend that forgets with the process: for `[state] backend = "memory"`, and where lmdb cannot be loaded. */
import { BufferedTransaction, type Committed } from './buffered-transaction.ts';
import { storeClosed } from './errors.ts';
import { SortedMap } from './sorted-map.ts';
import type { Store, StoreTransaction } from './store.ts';

const NAME = 'memory';

export function memoryStore(): Store {
  const values = new SortedMap<Uint8Array>();
  let isClosed = false;
  const committed: Committed = {
    get: (key) => values.get(key)?.slice(),
    keys: (range) => values.keys(range),
  };
  // A view whose writes are never applied reads as a transaction does.
  const read = async <T>(reading: (view: StoreTransaction) => T): Promise<T> => {
    if (isClosed) throw storeClosed(NAME);
    return reading(new BufferedTransaction(committed));
  };
  return {
    name: NAME,
    isDurable: false,
    get: (key) => read((view) => view.get(key)),
    keys: (range) => read((view) => view.keys(range)),
    entries: (range) => read((view) => view.entries(range)),
    async transaction(work) {
      if (isClosed) throw storeClosed(NAME);
      const tx = new BufferedTransaction(committed);
      const result = work(tx);
      tx.apply({ put: (key, value) => values.set(key, value), remove: (key) => values.delete(key) });
      return result;
    },
    snapshot: () =>
      read(() => {
        const frozen = values.clone();
        const view = new BufferedTransaction({ get: (key) => frozen.get(key)?.slice(), keys: (range) => frozen.keys(range) });
        return { keys: (range) => view.keys(range), entries: (range) => view.entries(range), release: () => undefined };
      }),
    async close() {
      isClosed = true;
    },
  };
}
