/**
 * The backups of a store: files in a folder, each with everything or with what has changed since the one before. What a backup brings back is the
 * store's content byte for byte, but for the count of writes, which only ever grows: a version never comes twice.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store, StoreEntry, StoreSnapshot, StoreTransaction } from '../../store/store.ts';
import { backupDamaged, backupNeeded, backupNotFound } from '../errors.ts';
import { REVISION_KEY } from '../keys.ts';
import { readRevision } from '../state.ts';
import { fileName, idOfFile, isBackupId, isUnfinished, newBackupId, readBackup, readFacts, writeBackup, type BackupFacts, type BackupRecord, type StoredBackup } from './backup-file.ts';

export type Content = ReadonlyMap<string, Uint8Array>;

export interface BackupRules {
  /** Absolute; made when the first backup is. */
  readonly folder: string;
  readonly compress: boolean;
  readonly incremental: boolean;
  readonly maxBackups: number;
  readonly maxAgeSeconds: number;
  readonly now: () => Date;
}

/** After so many changes on one another, everything is written again: restoring reads them all. */
const MAX_CHAIN = 20;
const UNFINISHED_MS = 3_600_000;
/** Read at once from a snapshot; between two pages the kernel serves others. */
const PAGE = 500;

export class Backups {
  constructor(private readonly rules: BackupRules) {}

  async create(store: Store, incremental: boolean): Promise<StoredBackup> {
    const { folder, compress, now } = this.rules;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const content = await contentOf(store);
    const base = incremental && this.rules.incremental ? await this.baseOfNext() : undefined;
    const time = now();
    const facts: BackupFacts = { id: newBackupId(time), createdAt: time.toISOString(), base: base?.id, entries: content.size };
    return writeBackup(folder, facts, base === undefined ? content : changesBetween(base.content, content), compress);
  }

  /** The newest first. What cannot be read is left out. */
  async list(): Promise<StoredBackup[]> {
    const ids = await this.ids();
    const read = await Promise.allSettled(ids.map((id) => readFacts(this.rules.folder, id)));
    return read.flatMap((facts) => (facts.status === 'fulfilled' ? [facts.value] : []));
  }

  /** Everything that the backup brings back. Throws when it, or one it is built on, is damaged or gone. */
  async content(id: string): Promise<Content> {
    const content = new Map<string, Uint8Array>();
    const chain = await this.chain(id);
    for (const { records } of chain) {
      for (const [key, value] of records) {
        if (value === undefined) content.delete(key);
        else content.set(key, value);
      }
    }
    const { entries } = chain.at(-1)!.facts;
    if (content.size !== entries) throw backupDamaged(id, `it brings back ${content.size} entries instead of ${entries}`);
    return content;
  }

  /** What is wrong with it; nothing when it can be restored. */
  async validate(id: string): Promise<{ readonly errors: readonly string[]; readonly entries: number }> {
    try {
      return { errors: [], entries: (await this.content(id)).size };
    } catch (error) {
      return { errors: [(error as Error).message], entries: 0 };
    }
  }

  /** Removes what is too old or too much; what stays keeps what it is built on. */
  async cleanUp(dryRun: boolean): Promise<{ readonly removed: readonly string[]; readonly kept: number; readonly freedBytes: number }> {
    const { folder, maxBackups, maxAgeSeconds, now } = this.rules;
    const all = await this.list();
    const oldest = now().getTime() - maxAgeSeconds * 1000;
    const staying = new Set(all.filter((backup, rank) => rank < maxBackups && Date.parse(backup.createdAt) >= oldest).map(({ id }) => id));
    // From new to old: a base is older than what stands on it.
    for (const { id, base } of all) if (staying.has(id) && base !== undefined) staying.add(base);
    const leaving = all.filter(({ id }) => !staying.has(id));
    // From new to old again: a clean-up that is cut short leaves nothing without its base.
    if (!dryRun) {
      for (const { id } of leaving) await rm(join(folder, fileName(id)), { force: true });
      await this.removeUnfinished();
    }
    return { removed: leaving.map(({ id }) => id), kept: all.length - leaving.length, freedBytes: leaving.reduce((sum, { fileBytes }) => sum + fileBytes, 0) };
  }

  /** Refuses what other backups are built on. */
  async remove(id: string): Promise<void> {
    await this.facts(id);
    const above = (await this.list()).filter(({ base }) => base === id);
    if (above.length > 0) throw backupNeeded(id, above.map((backup) => backup.id));
    await rm(join(this.rules.folder, fileName(id)));
  }

  async facts(id: string): Promise<StoredBackup> {
    if (!isBackupId(id)) throw backupNotFound(id);
    try {
      return await readFacts(this.rules.folder, id);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? backupNotFound(id) : error;
    }
  }

  private names(): Promise<string[]> {
    return readdir(this.rules.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  /** A living kernel may be writing the newer ones. */
  private async removeUnfinished(): Promise<void> {
    for (const name of (await this.names()).filter(isUnfinished)) {
      const path = join(this.rules.folder, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < this.rules.now().getTime() - UNFINISHED_MS) await rm(path, { force: true });
    }
  }

  private async ids(): Promise<string[]> {
    const names = await this.names();
    return names.flatMap((name) => idOfFile(name) ?? []).filter(isBackupId).sort().reverse();
  }

  /** The backups that stand on one another up to this one, the full one first. */
  private async chain(id: string): Promise<{ readonly facts: BackupFacts; readonly records: readonly BackupRecord[] }[]> {
    const chain = [];
    for (let next: string | undefined = id; next !== undefined; ) {
      await this.facts(next);
      const backup = await readBackup(this.rules.folder, next);
      chain.unshift(backup);
      next = backup.facts.base;
    }
    return chain;
  }

  /** What an incremental backup stands on; undefined when there is nothing that could carry it. */
  private async baseOfNext(): Promise<{ readonly id: string; readonly content: Content } | undefined> {
    const [newest] = await this.ids();
    if (newest === undefined) return undefined;
    try {
      let length = 0;
      for (let next: string | undefined = newest; next !== undefined; next = (await this.facts(next)).base) length += 1;
      return length < MAX_CHAIN ? { id: newest, content: await this.content(newest) } : undefined;
    } catch {
      return undefined; // A new backup does not lean on a damaged one.
    }
  }
}

/** Everything that is in a store at one moment. */
export async function contentOf(store: Store): Promise<Content> {
  const snapshot = await store.snapshot();
  try {
    const content = new Map<string, Uint8Array>();
    for (let page: StoreEntry[] = nextPage(snapshot, undefined); page.length > 0; page = nextPage(snapshot, page.at(-1)!.key)) {
      for (const { key, value } of page) content.set(key, value);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return content;
  } finally {
    snapshot.release();
  }
}

const nextPage = (snapshot: StoreSnapshot, after: string | undefined): StoreEntry[] => snapshot.entries({ prefix: '', after, limit: PAGE });

function* changesBetween(before: Content, now: Content): Generator<BackupRecord> {
  for (const [key, value] of now) {
    const old = before.get(key);
    if (old === undefined || Buffer.compare(old, value) !== 0) yield [key, value];
  }
  for (const key of before.keys()) if (!now.has(key)) yield [key, undefined];
}

/** Makes the content of a transaction that of the backup. */
export function replaceContent(tx: StoreTransaction, content: Content): void {
  const revision = Math.max(readRevision(tx.get(REVISION_KEY)), readRevision(content.get(REVISION_KEY)));
  for (const key of tx.keys({ prefix: '' })) if (!content.has(key)) tx.remove(key);
  for (const [key, value] of content) tx.put(key, value);
  if (revision > 0) tx.put(REVISION_KEY, Buffer.from(String(revision + 1)));
}
