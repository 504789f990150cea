/**
 * Removes content files that no record names: what a crash has left between the writing of a file and its record, or between the end of a
 * record and the removal of its file. Judged and removed within one transaction, so that no kernel can name the file meanwhile.
 */
import type { Store } from '../store/store.ts';
import type { ContentFile, ContentFiles } from './content-files.ts';
import { readContent } from './contents.ts';

/** A file this old is not being stored any more; one that still is would be written again (contents.ts). */
export const FORGOTTEN_AFTER_MS = 60 * 60 * 1000;

const LAST_SWEEP = 'artifact/swept';

/** Answers how many were removed; undefined when another sweep came to its end less than an hour ago. */
export async function sweep(store: Store, files: ContentFiles, now: number): Promise<number | undefined> {
  const last = await store.get(LAST_SWEEP);
  if (last !== undefined && now - Number(Buffer.from(last).toString()) < FORGOTTEN_AFTER_MS) return undefined;
  let removed = 0;
  for await (const file of files.list()) {
    if (now - file.modifiedAt > FORGOTTEN_AFTER_MS && (await removeUnnamed(store, files, file))) removed += 1;
  }
  // One that is ended early with its kernel is made again by the next.
  await store.transaction((tx) => tx.put(LAST_SWEEP, Buffer.from(String(now))));
  return removed;
}

function removeUnnamed(store: Store, files: ContentFiles, { name, hash }: ContentFile): Promise<boolean> {
  return store.transaction((tx) => {
    if (hash !== undefined && readContent(tx, hash)?.file === name) return false;
    files.removeNow(name);
    return true;
  });
}
