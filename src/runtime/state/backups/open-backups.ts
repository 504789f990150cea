/** The backups that go with a configuration, and bringing one back whatever has become of the store. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../base/config/index.ts';
import { FOLDER_ID } from '../../artifacts/artifact-store.ts';
import { ContentFiles } from '../../artifacts/content-files.ts';
import { entriesWithoutFile, namedContent } from '../../artifacts/contents.ts';
import { StoreError } from '../../store/errors.ts';
import { lmdbName, type Store } from '../../store/store.ts';
import type { Stores } from '../../store/stores.ts';
import { backupsOff } from '../errors.ts';
import { ephemeralEntries } from '../open-state.ts';
import type { BackupContents } from './backup-contents.ts';
import { storeMark } from './backup-file.ts';
import { Backups } from './backups.ts';
import { replaceContent, type Content } from './content.ts';

/** Throws when backups are switched off. */
export function openBackups(config: Config, stores: Stores): Backups {
  const { enabled, ...rules } = config.state.backup;
  if (!enabled) throw backupsOff();
  return new Backups({ ...rules, folder: stores.backupFolderOf(config), artifacts: stores.artifactFolderOf(config), now: () => new Date(), warn: (message) => stores.warn(message) });
}

export interface Restored {
  readonly entries: number;
  /** The backup of what was there before; undefined: that was damaged. */
  readonly replaced: string | undefined;
  /** Contents of artifacts that neither the backup nor the store has any more. */
  readonly lostContents: number;
}

export async function restoreBackup(config: Config, stores: Stores, id: string): Promise<Restored> {
  const backups = openBackups(config, stores);
  const content = await backups.content(id);
  const entries = content.size;
  const restored = (lost: readonly string[], replaced?: string): Restored => {
    for (const path of lost) stores.warn(`the content of an artifact is lost: the backup ${id} has no whole ${path}`);
    return { entries, replaced, lostContents: lost.length };
  };
  try {
    const store = await stores.open(config);
    const replaced = await backups.create(store, false, [id]);
    const hasFiles = [...content].some(([key, value]) => namedContent(key, value) !== undefined);
    const files = hasFiles ? await backups.filesOf(store) : undefined;
    await bringContents(backups.contents, content, files);
    await store.transaction((tx) => replaceContent(tx, content));
    forgetEphemeral(store, config);
    // Whoever removed an artifact just before may have taken its file since.
    return restored(await bringContents(backups.contents, content, files), replaced.id);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const folderId = await folderFor(backups, config, stores, id, content);
    const files = folderId === undefined ? undefined : new ContentFiles(join(stores.artifactFolderOf(config), folderId));
    const lost = await bringContents(backups.contents, content, files);
    const store = await stores.rebuild(config, (tx) => replaceContent(tx, content, folderId));
    forgetEphemeral(store, config);
    return restored(lost);
  }
}

/** A store that is made anew keeps its folder of files; one that gets the backup of another store must not share that one's. */
async function folderFor(backups: Backups, config: Config, stores: Stores, id: string, content: Content): Promise<string | undefined> {
  const own = content.get(FOLDER_ID);
  if (own === undefined) return undefined;
  const isOfThisStore = (await backups.facts(id)).store === storeMark(lmdbName(stores.folderOf(config)));
  return isOfThisStore ? Buffer.from(own).toString() : randomUUID();
}

/** Puts the large contents where the store looks for them; into `content` where a store has no files. Answers those that are lost. */
async function bringContents(kept: BackupContents, content: Content, files: ContentFiles | undefined): Promise<string[]> {
  const lost: string[] = [];
  for (const [key, value] of [...content]) {
    const named = namedContent(key, value);
    if (named === undefined) continue;
    const path = kept.path(named.file);
    if (files !== undefined) {
      if (!(await kept.bring(named, files.path(named.file)))) lost.push(path);
    } else if (await kept.isWhole(named)) {
      for (const [name, bytes] of entriesWithoutFile(key, value, await readFile(path))) content.set(name, bytes);
    } else {
      lost.push(path);
    }
  }
  return lost;
}

const forgetEphemeral = (store: Store, { state }: Config): void => ephemeralEntries(store, state.cacheSizeBytes).clear();
