/**
 * What keeps things between runs, as the rest of the runtime sees it: an ordered map from text to bytes. State, sessions and artifacts
 * stand on it; the backends (memory, lmdb) implement it, and one suite of tests (contract.ts) holds for all of them.
 *
 * Keys are ordered by their UTF-8 bytes. Whoever uses a store keeps to keys that begin with a word of their own (`state`, `session`).
 */

export interface StoreEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

export interface EntryRange {
  /** Only keys that begin with this; `` for all. */
  readonly prefix: string;
  /** Only keys behind this one, in the order of the answer: greater ones, with `reverse` smaller ones. It need not exist. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly reverse?: boolean | undefined;
}

/** Reads and writes of one transaction: reads see what others have committed and what this one has written. */
export interface StoreTransaction {
  get(key: string): Uint8Array | undefined;
  keys(range: EntryRange): string[];
  entries(range: EntryRange): StoreEntry[];
  put(key: string, value: Uint8Array): void;
  /** Answers whether it was there. */
  remove(key: string): boolean;
}

/** The store as it was at one moment, whatever is written meanwhile. It holds back space in the store until it is released. */
export interface StoreSnapshot {
  keys(range: EntryRange): string[];
  entries(range: EntryRange): StoreEntry[];
  release(): void;
}

export interface Store {
  /** What the backend is, in words: `memory`, `lmdb in /home/u/.llmspell/state`. */
  readonly name: string;
  /** false: it forgets with the process. */
  readonly isDurable: boolean;
  get(key: string): Promise<Uint8Array | undefined>;
  keys(range: EntryRange): Promise<string[]>;
  entries(range: EntryRange): Promise<StoreEntry[]>;
  /**
   * All of what `work` writes, or nothing when it throws; no other transaction, of this process or another, comes between its reads and its
   * writes. Resolved means durable. `work` only reads and writes: it does not wait, and a backend may run it again.
   */
  transaction<T>(work: (tx: StoreTransaction) => T): Promise<T>;
  snapshot(): Promise<StoreSnapshot>;
  /** Waits for what is under way. Whoever uses the store afterwards gets a StoreError. */
  close(): Promise<void>;
}

/** The longest key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1500;

/** What the store in a folder on disk calls itself. */
export const lmdbName = (folder: string): string => `lmdb in ${folder}`;
