/**
 * What scripts keep by scope and key, over the store all kernels share and the ephemeral entries of this one. Each write is one transaction
 * and makes a new version; a writer that names the version it has read is refused when somebody else was faster.
 */
import type { Store, StoreTransaction } from '../store/store.ts';
import { decodeEntry, encodeEntry, isOver, pack, unpack, unpackSync, type Entry, type Payload } from './entry.ts';
import type { EphemeralEntries } from './ephemeral.ts';
import { damagedEntry, tooLarge, versionConflict } from './errors.ts';
import { equalExact, loadExactValues } from './exact-values.ts';
import { expiredNames, sweep } from './expiry.ts';
import { REVISION_KEY, VALUES, behindScope, entryName, expiryKey, keyOfValueKey, prefixOfScope, scopeNameOfValueKey, valueKey } from './keys.ts';
import type { Scope } from './scope.ts';

export interface Kept {
  /** The bytes of an exact value. */
  readonly value: Uint8Array;
  /** Grows with every write; no two writes have the same. */
  readonly version: number;
  /** Milliseconds since 1970; undefined: it stays. */
  readonly expiresAt: number | undefined;
}

export interface WriteOptions {
  readonly ttlSeconds?: number | undefined;
  /** What the entry must have now; 0: it must not be there. */
  readonly version?: number | undefined;
  /** In memory only. */
  readonly ephemeral?: boolean | undefined;
}

export interface StateSurroundings {
  readonly store: Store;
  readonly ephemeral: EphemeralEntries;
  readonly maxValueBytes: number;
  readonly now: () => number;
}

/** What is there within a transaction. */
interface Present {
  readonly version: number | undefined;
  value(): Uint8Array | undefined;
}

export class State {
  constructor(private readonly around: StateSurroundings) {}

  async get(scope: Scope, key: string): Promise<Kept | undefined> {
    const { store, ephemeral, now } = this.around;
    const name = entryName(scope, key);
    const kept = ephemeral.get(name, now());
    if (kept !== undefined) return kept;
    const stored = await store.get(valueKey(name));
    if (stored === undefined) return undefined;
    try {
      const entry = decodeEntry(stored);
      return isOver(entry, now()) ? undefined : { value: await unpack(entry.payload), version: entry.version, expiresAt: entry.expiresAt };
    } catch (error) {
      throw damagedEntry(scope, key, error);
    }
  }

  /** Answers the new version; a value that is undefined removes the entry. */
  async set(scope: Scope, key: string, value: Uint8Array | undefined, options: WriteOptions = {}): Promise<number | undefined> {
    const write = await this.writer(scope, key, value, options);
    return write((present) => {
      if (options.version !== undefined && options.version !== (present.version ?? 0)) throw versionConflict(scope, key, options.version, present.version);
      return true;
    });
  }

  /** Answers whether it was there. */
  async delete(scope: Scope, key: string, version?: number): Promise<boolean> {
    let wasThere = false;
    const write = await this.writer(scope, key, undefined, {});
    await write((present) => {
      if (version !== undefined && version !== (present.version ?? 0)) throw versionConflict(scope, key, version, present.version);
      wasThere = present.version !== undefined;
      return wasThere;
    });
    return wasThere;
  }

  /** Writes when the value there equals `expected` (undefined: nothing is there). Answers whether it did, and what is there otherwise. */
  async compareAndSwap(scope: Scope, key: string, expected: Uint8Array | undefined, value: Uint8Array | undefined, options: WriteOptions): Promise<{ swapped: boolean; current: Uint8Array | undefined }> {
    const exact = await loadExactValues();
    const write = await this.writer(scope, key, value, options);
    let swapped = false;
    let current: Uint8Array | undefined;
    await write((present) => {
      try {
        current = present.value();
      } catch (error) {
        throw damagedEntry(scope, key, error);
      }
      swapped = current === undefined || expected === undefined ? current === expected : equalExact(current, expected, exact);
      return swapped;
    });
    return { swapped, current: swapped ? value : current };
  }

  /** In the order of their bytes. */
  async keys(scope: Scope): Promise<string[]> {
    const { store, now } = this.around;
    const over = await expiredNames(store, now());
    const prefix = prefixOfScope(scope);
    const stored = (await store.keys({ prefix })).filter((key) => !over.has(key.slice(VALUES.length)));
    return [...new Set([...stored, ...this.ephemeralKeys().filter((key) => key.startsWith(prefix))].map(keyOfValueKey))].sort(compareText);
  }

  /** The names of the scopes that hold anything. */
  async scopes(): Promise<string[]> {
    const { store, now } = this.around;
    const over = await expiredNames(store, now());
    const names = new Set(this.ephemeralKeys().map(scopeNameOfValueKey));
    for (let after: string | undefined; ; ) {
      const [key] = await store.keys({ prefix: VALUES, after, limit: 1 });
      if (key === undefined) return [...names].sort(compareText);
      const isOverKey = over.has(key.slice(VALUES.length));
      if (!isOverKey) names.add(scopeNameOfValueKey(key));
      after = isOverKey ? key : behindScope(key);
    }
  }

  private ephemeralKeys(): string[] {
    return this.around.ephemeral.names(this.around.now()).map(valueKey);
  }

  /** Prepares a write; what it answers runs it as one transaction, when `decide` agrees to what it is shown there. */
  private async writer(scope: Scope, key: string, value: Uint8Array | undefined, { ttlSeconds, ephemeral: isEphemeral = false }: WriteOptions) {
    const { store, ephemeral, maxValueBytes, now } = this.around;
    const name = entryName(scope, key);
    if (value !== undefined && value.length > maxValueBytes) throw tooLarge(scope, key, value.length, maxValueBytes);
    const expiresAt = ttlSeconds === undefined ? undefined : now() + ttlSeconds * 1000;
    const payload = value === undefined || isEphemeral ? undefined : await pack(value);

    const present = (entry: Entry | undefined): Present => {
      const kept = ephemeral.get(name, now());
      return { version: (kept ?? entry)?.version, value: () => kept?.value ?? (entry && unpackSync(entry.payload)) };
    };
    const keepInMemory = (): number | undefined => (value === undefined ? void ephemeral.delete(name) : ephemeral.set(name, value, expiresAt));

    return async (decide: (present: Present) => boolean): Promise<number | undefined> => {
      // Nothing of an ephemeral entry goes to the disk, unless one there must give way to it.
      if (isEphemeral && (await store.get(valueKey(name))) === undefined) return decide(present(undefined)) ? keepInMemory() : undefined;
      return store.transaction((tx) => {
        const entry = readEntry(tx, name);
        if (!decide(present(entry !== undefined && isOver(entry, now()) ? undefined : entry))) return undefined;
        forget(tx, name, entry);
        sweep(tx, now());
        if (isEphemeral) return keepInMemory();
        ephemeral.delete(name);
        return payload === undefined ? undefined : putEntry(tx, name, payload, expiresAt);
      });
    };
  }
}

/** Damaged ones can be overwritten; their version is told as 0. */
function readEntry(tx: StoreTransaction, name: string): Entry | undefined {
  const stored = tx.get(valueKey(name));
  if (stored === undefined) return undefined;
  try {
    return decodeEntry(stored);
  } catch {
    return { version: 0, expiresAt: undefined, payload: { bytes: stored, compressed: true } };
  }
}

function forget(tx: StoreTransaction, name: string, entry: Entry | undefined): void {
  tx.remove(valueKey(name));
  if (entry?.expiresAt !== undefined) tx.remove(expiryKey(entry.expiresAt, name));
}

function putEntry(tx: StoreTransaction, name: string, payload: Payload, expiresAt: number | undefined): number {
  const version = nextRevision(tx);
  tx.put(valueKey(name), encodeEntry({ version, expiresAt, payload }));
  if (expiresAt !== undefined) tx.put(expiryKey(expiresAt, name), new Uint8Array());
  return version;
}

function nextRevision(tx: StoreTransaction): number {
  const next = readRevision(tx.get(REVISION_KEY)) + 1;
  tx.put(REVISION_KEY, Buffer.from(String(next)));
  return next;
}

export const readRevision = (bytes: Uint8Array | undefined): number => (bytes === undefined ? 0 : Number(Buffer.from(bytes).toString()));

const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
