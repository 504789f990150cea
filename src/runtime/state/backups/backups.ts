/**
 * The backups of a store: files in a folder, each with everything or with what has changed since the one before, and beside them the large contents
 * of artifacts. What a backup brings back is the store's content byte for byte, but for the count of writes, which only ever grows: a version
 * never comes twice.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contentFiles, knownContentFiles } from '../../artifacts/artifact-store.ts';
import type { ContentFiles } from '../../artifacts/content-files.ts';
import { namedContent, type NamedContent } from '../../artifacts/contents.ts';
import type { Store, StoreSnapshot } from '../../store/store.ts';
import { RuntimeError } from '../../errors.ts';
import { backupDamaged, backupNeeded, backupNotFound, contentsFleeting } from '../errors.ts';
import { BackupContents } from './backup-contents.ts';
import { fileName, idOfFile, isBackupId, isUnfinished, newBackupId, readFacts, readRecords, storeMark, writeBackup, type BackupSource, type Compression, type StoredBackup } from './backup-file.ts';
import { entriesOf, namedContents, type Content } from './content.ts';
import { changesBetween, overlay } from './merge.ts';

export interface BackupRules {
  /** Absolute; made when the first backup is. */
  readonly folder: string;
  /** Where the stores have the large contents of artifacts, absolute; undefined: nowhere. */
  readonly artifacts: string | undefined;
  readonly compression: Compression;
  readonly incremental: boolean;
  readonly maxBackups: number;
  readonly maxAgeSeconds: number;
  readonly now: () => Date;
  /** Is told which contents a backup is without, as they were lost before. */
  readonly warn: (message: string) => void;
}

/** After so many changes on one another, everything is written again: restoring reads them all. */
const MAX_CHAIN = 20;
const UNFINISHED_MS = 3_600_000;
/** Artifacts may be removed while they are copied; then everything is looked at anew. */
const MAX_TRIES = 10;

export class Backups {
  readonly contents: BackupContents;

  constructor(private readonly rules: BackupRules) {
    this.contents = new BackupContents(rules.folder);
  }

  /** Also removes what is too old or too much then, but for the new one and `staying`: whoever makes backups need not clean up. */
  async create(store: Store, incremental: boolean, staying: readonly string[] = []): Promise<StoredBackup> {
    const backup = await this.make(store, incremental);
    try {
      await this.cleanUp(false, [backup.id, ...staying]);
    } catch (error) {
      this.rules.warn(`old backups in ${this.rules.folder} could not be removed: ${(error as Error).message}`);
    }
    return backup;
  }

  private async make(store: Store, incremental: boolean): Promise<StoredBackup> {
    await mkdir(this.rules.folder, { recursive: true, mode: 0o700 });
    const { artifacts } = this.rules;
    const files = store.isDurable && artifacts !== undefined ? await knownContentFiles(store, artifacts) : undefined;
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const snapshot = await store.snapshot();
      try {
        const kept = await this.keepContents(snapshot, store, files);
        if (kept === undefined) continue;
        const backup = await this.write(snapshot, store, incremental);
        // A clean-up that began before the backup was there may have taken some.
        for (const content of kept) await this.contents.keep(content, files!.path(content.file));
        return backup;
      } finally {
        snapshot.release();
      }
    }
    throw contentsFleeting();
  }

  /** Where the store looks for large contents; undefined: it has them itself. */
  async filesOf(store: Store): Promise<ContentFiles | undefined> {
    return store.isDurable && this.rules.artifacts !== undefined ? contentFiles(store, this.rules.artifacts) : undefined;
  }

  /** undefined when one has been removed since the snapshot was taken. What was lost before is told. */
  private async keepContents(snapshot: StoreSnapshot, store: Store, files: ContentFiles | undefined): Promise<NamedContent[] | undefined> {
    const kept: NamedContent[] = [];
    if (files === undefined) return kept;
    for await (const content of namedContents(snapshot)) {
      const path = files.path(content.file);
      if (await this.contents.keep(content, path)) {
        kept.push(content);
        continue;
      }
      const [now] = await store.entries({ prefix: `artifact/content/${content.hash}`, limit: 1 });
      if (now === undefined || namedContent(now.key, now.value)?.file !== content.file) return undefined;
      this.rules.warn(`the content of an artifact, ${path}, is damaged or gone: the backup is made without it`);
    }
    return kept;
  }

  private async write(snapshot: StoreSnapshot, store: Store, incremental: boolean): Promise<StoredBackup> {
    const { folder, compression, now } = this.rules;
    const base = incremental && this.rules.incremental ? await this.baseOfNext() : undefined;
    const time = now();
    const facts = { id: newBackupId(time), createdAt: time.toISOString(), store: storeMark(store.name) };
    if (base !== undefined) {
      try {
        return await writeBackup(folder, { ...facts, base }, await this.changesSince(base, snapshot), compression);
      } catch (error) {
        if (!(error instanceof RuntimeError)) throw error; // A new backup does not lean on a damaged one.
      }
    }
    const all = counted(entriesOf(snapshot));
    return writeBackup(folder, { ...facts, base: undefined }, { records: all.entries, entries: all.count }, compression);
  }

  private async changesSince(base: string, snapshot: StoreSnapshot): Promise<BackupSource> {
    const all = counted(entriesOf(snapshot));
    return { records: changesBetween(this.entries(base), all.entries), entries: all.count };
  }

  /** The newest first. What cannot be read is left out. */
  async list(): Promise<StoredBackup[]> {
    const ids = await this.ids();
    const read = await Promise.allSettled(ids.map((id) => readFacts(this.rules.folder, id)));
    return read.flatMap((facts) => (facts.status === 'fulfilled' ? [facts.value] : []));
  }

  /**
   * All that the backup brings back, in the order of the keys. Throws, perhaps at its end, when the backup or one it is built on is damaged or
   * gone: nothing may be done with what has come until then.
   */
  async *entries(id: string): AsyncGenerator<readonly [string, Uint8Array]> {
    const chain = await this.chain(id);
    const all = counted(overlay(chain.map((each) => readRecords(this.rules.folder, each.id))));
    yield* all.entries;
    const { entries } = chain.at(-1)!;
    if (all.count() !== entries) throw backupDamaged(id, `it brings back ${all.count()} entries instead of ${entries}`);
  }

  /** All of it at once, as a transaction writes it. */
  async content(id: string): Promise<Content> {
    const content: Content = new Map();
    for await (const [key, value] of this.entries(id)) content.set(key, new Uint8Array(value));
    return content;
  }

  /** What is wrong with it; nothing when all of it can be restored. */
  async validate(id: string): Promise<{ readonly errors: readonly string[]; readonly entries: number }> {
    const errors: string[] = [];
    let entries = 0;
    try {
      for await (const [key, value] of this.entries(id)) {
        entries += 1;
        const content = namedContent(key, value);
        if (content !== undefined && !(await this.contents.isWhole(content))) errors.push(`the content of an artifact, ${this.contents.path(content.file)}, is damaged or gone`);
      }
      return { errors, entries };
    } catch (error) {
      return { errors: [(error as Error).message], entries: 0 };
    }
  }

  /** Removes what is too old or too much, but for `anyway`; what stays keeps what it is built on. */
  async cleanUp(dryRun: boolean, anyway: readonly string[] = []): Promise<{ readonly removed: readonly string[]; readonly kept: number; readonly freedBytes: number }> {
    const { folder, maxBackups, maxAgeSeconds, now } = this.rules;
    const all = await this.list();
    const oldest = now().getTime() - maxAgeSeconds * 1000;
    const staying = new Set(all.filter((backup, rank) => anyway.includes(backup.id) || (rank < maxBackups && Date.parse(backup.createdAt) >= oldest)).map(({ id }) => id));
    // From new to old: a base is older than what stands on it.
    for (const { id, base } of all) if (staying.has(id) && base !== undefined) staying.add(base);
    const leaving = all.filter(({ id }) => !staying.has(id));
    // From new to old again: a clean-up that is cut short leaves nothing without its base.
    let freedBytes = leaving.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
    if (!dryRun) {
      for (const { id } of leaving) await rm(join(folder, fileName(id)), { force: true });
      await this.removeUnfinished();
      freedBytes += await this.removeContents();
    }
    return { removed: leaving.map(({ id }) => id), kept: all.length - leaving.length, freedBytes };
  }

  /** Refuses what other backups are built on. */
  async remove(id: string): Promise<void> {
    await this.facts(id);
    const above = (await this.list()).filter(({ base }) => base === id);
    if (above.length > 0) throw backupNeeded(id, above.map((backup) => backup.id));
    await rm(join(this.rules.folder, fileName(id)));
    await this.removeContents();
  }

  /** The contents that no backup names. While a backup cannot be read, all stay. Answers their bytes. */
  private async removeContents(): Promise<number> {
    const now = this.rules.now().getTime();
    if (!(await this.contents.hasOld(now))) return 0;
    const named = new Set<string>();
    try {
      for (const id of await this.ids()) {
        for await (const page of readRecords(this.rules.folder, id)) {
          for (const [key, value] of page) {
            const content = value && namedContent(key, value);
            if (content !== undefined) named.add(content.file);
          }
        }
      }
    } catch (error) {
      if (error instanceof RuntimeError || (error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
    return this.contents.removeOthers(named, now);
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
  private async chain(id: string): Promise<StoredBackup[]> {
    const chain: StoredBackup[] = [];
    for (let next: string | undefined = id; next !== undefined; next = chain[0]!.base) {
      // Ids sort by time, so a chain that only goes back has an end.
      if (chain.length > 0 && next >= chain[0]!.id) throw backupDamaged(chain[0]!.id, 'it stands on a newer backup');
      chain.unshift(await this.facts(next));
    }
    return chain;
  }

  /** What an incremental backup stands on; undefined when there is nothing that could carry it. */
  private async baseOfNext(): Promise<string | undefined> {
    const [newest] = await this.ids();
    if (newest === undefined) return undefined;
    try {
      return (await this.chain(newest)).length < MAX_CHAIN ? newest : undefined;
    } catch {
      return undefined; // A new backup does not lean on a damaged one.
    }
  }
}

function counted(entries: AsyncIterable<readonly [string, Uint8Array]>): { readonly entries: AsyncIterable<readonly [string, Uint8Array]>; readonly count: () => number } {
  let count = 0;
  async function* each(): AsyncGenerator<readonly [string, Uint8Array]> {
    for await (const entry of entries) {
      count += 1;
      yield entry;
    }
  }
  return { entries: each(), count: () => count };
}
