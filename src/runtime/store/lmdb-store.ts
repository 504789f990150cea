/**
 * The backend on disk: LMDB, a memory-mapped B+tree that several processes read and write at once. One process writes at a time; a process that
 * is killed in the middle leaves the last commit. Reads never wait. Commits are made by a thread of lmdb's, so that the kernel's main
 * thread waits neither for the disk nor for another process.
 */
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RootDatabase, RangeOptions, Transaction } from 'lmdb';
import { BufferedTransaction, type Committed } from './buffered-transaction.ts';
import { StoreError, storeClosed, storeDamaged } from './errors.ts';
import { damageIn } from './lmdb-check.ts';
import { loadLmdb } from './lmdb-native.ts';
import { lmdbName, type EntryRange, type Store, type StoreTransaction } from './store.ts';

type Database = RootDatabase<Buffer, Buffer>;

/** As LMDB names it. */
export const DATA_FILE = 'data.mdb';
const LOCK_FILE = 'lock.mdb';

/** Rejects with StoreError, or with why lmdb cannot be loaded. The folder is made when it is absent, for the user only. */
export async function lmdbStore(folder: string): Promise<Store> {
  const { open } = await loadLmdb();
  const database = openDatabase(folder, open);
  return new LmdbStore(folder, database);
}

function openDatabase(folder: string, open: typeof import('lmdb').open): Database {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const damage = damageIn(join(folder, DATA_FILE));
    if (damage !== undefined) throw storeDamaged(folder, damage);
    const database = open<Buffer, Buffer>({
      path: folder,
      noSubdir: false,
      encoding: 'binary',
      keyEncoding: 'binary',
      // A commit that is answered is on the disk.
      overlappingSync: false,
    });
    for (const name of [DATA_FILE, LOCK_FILE]) keepForUser(join(folder, name));
    return database;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('store_failed', `cannot open the store in ${folder}: ${(error as Error).message}`, { cause: error });
  }
}

/** LMDB lets everybody read what it makes, and a folder that was there before may be open to all. Somebody else's file stays as it is. */
function keepForUser(file: string): void {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch (error) {
    if (!['EPERM', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

class LmdbStore implements Store {
  readonly name: string;
  readonly isDurable = true;
  private closing: Promise<void> | undefined;
  private readonly pending = new Set<Promise<unknown>>();
  private readonly committed: Committed;

  constructor(
    folder: string,
    private readonly database: Database,
  ) {
    this.name = lmdbName(folder);
    this.committed = view(database);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.opened().get(Buffer.from(key));
  }

  async keys(range: EntryRange): Promise<string[]> {
    this.opened();
    return new BufferedTransaction(this.committed).keys(range);
  }

  async entries(range: EntryRange): Promise<{ key: string; value: Uint8Array }[]> {
    this.opened();
    return new BufferedTransaction(this.committed).entries(range);
  }

  async transaction<T>(work: (tx: StoreTransaction) => T): Promise<T> {
    const database = this.opened();
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
    const commit = database.transaction(() => {
      // Several transactions may share one commit: what throws here must not end the others.
      try {
        const tx = new BufferedTransaction(this.committed);
        const value = work(tx);
        tx.apply({ put: (key, bytes) => void database.put(Buffer.from(key), Buffer.from(bytes)), remove: (key) => void database.remove(Buffer.from(key)) });
        outcome = { value };
      } catch (error) {
        outcome = { error };
      }
    });
    await this.finished(commit);
    if (outcome === undefined) throw new StoreError('store_failed', `the store (${this.name}) did not run a transaction`);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  async snapshot() {
    const database = this.opened();
    const transaction = database.useReadTransaction();
    const frozen = new BufferedTransaction(view(database, transaction));
    return { keys: (range: EntryRange) => frozen.keys(range), entries: (range: EntryRange) => frozen.entries(range), release: () => transaction.done() };
  }

  close(): Promise<void> {
    this.closing ??= Promise.allSettled(this.pending).then(() => this.database.close());
    return this.closing;
  }

  private opened(): Database {
    if (this.closing !== undefined) throw storeClosed(this.name);
    return this.database;
  }

  private async finished(commit: Promise<unknown>): Promise<void> {
    this.pending.add(commit);
    try {
      await commit;
    } catch (error) {
      throw new StoreError('store_failed', `the store (${this.name}) could not be written: ${(error as Error).message}`, { cause: error });
    } finally {
      this.pending.delete(commit);
    }
  }
}

/** What is committed, or what a snapshot saw; inside of a write transaction, what it sees. */
function view(database: Database, transaction?: Transaction): Committed {
  const options = transaction && { transaction };
  return {
    get: (key) => database.get(Buffer.from(key), options),
    *keys(range) {
      for (const key of database.getKeys({ ...bounds(range), ...options })) yield key.toString();
    },
  };
}

/** `start` counts in, `end` does not; walking backwards, `start` is the upper one. */
function bounds({ prefix, after, reverse = false }: EntryRange): RangeOptions {
  const low = Buffer.from(prefix);
  const beyond = Buffer.concat([low, Buffer.from([0xff])]); // No byte of UTF-8 is that high.
  const place = after === undefined ? undefined : Buffer.from(after);
  if (reverse) {
    const start = place !== undefined && Buffer.compare(place, beyond) < 0 ? place : beyond;
    return { start, end: low, reverse, exclusiveStart: true, inclusiveEnd: true };
  }
  const start = place !== undefined && Buffer.compare(place, low) >= 0 ? place : low;
  return { start, end: beyond, exclusiveStart: start === place };
}
