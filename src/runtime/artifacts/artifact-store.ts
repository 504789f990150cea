/**
 * Where artifacts are kept: records and small contents in the store, large contents as files. The files of each store have a folder of their
 * own, named by an id that the store keeps: two stores may be given the same `artifact_storage_path`, and the sweep of one must not take the
 * files of the other for forgotten.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import { ContentFiles } from './content-files.ts';
import { Contents } from './contents.ts';
import { sweep } from './sweep.ts';

/** It belongs to the store, not to what is in it: a backup of another store does not bring its own. */
export const FOLDER_ID = 'artifact/folder';

export interface ArtifactStore {
  readonly store: Store;
  readonly contents: Contents;
  /** Ends when what a crash may have left has been looked for. Never rejects. */
  readonly swept: Promise<void>;
}

export interface ArtifactStoreOptions {
  readonly store: Store;
  /** Absolute; undefined for a store that forgets with the process. */
  readonly folder: string | undefined;
  readonly compressionThreshold: number;
  readonly now: number;
  /** Is told why the sweep could not be made. */
  readonly onSweepFailed: (error: unknown) => void;
}

export async function openArtifactStore({ store, folder, compressionThreshold, now, onSweepFailed }: ArtifactStoreOptions): Promise<ArtifactStore> {
  if (folder === undefined) return { store, contents: new Contents(store, undefined, compressionThreshold), swept: Promise.resolve() };
  const files = await contentFiles(store, folder);
  return { store, contents: new Contents(store, files, compressionThreshold), swept: sweep(store, files, now).then(() => undefined, onSweepFailed) };
}

/** The files of a store, in its own part of `folder`. */
export const contentFiles = async (store: Store, folder: string): Promise<ContentFiles> => new ContentFiles(join(folder, await folderId(store)));

/** The same; undefined where the store has none. */
export async function knownContentFiles(store: Store, folder: string): Promise<ContentFiles | undefined> {
  const known = await store.get(FOLDER_ID);
  return known && new ContentFiles(join(folder, Buffer.from(known).toString()));
}

async function folderId(store: Store): Promise<string> {
  const known = await store.get(FOLDER_ID);
  if (known !== undefined) return Buffer.from(known).toString();
  const made = randomUUID();
  return store.transaction((tx) => {
    const other = tx.get(FOLDER_ID);
    if (other !== undefined) return Buffer.from(other).toString();
    tx.put(FOLDER_ID, Buffer.from(made));
    return made;
  });
}
