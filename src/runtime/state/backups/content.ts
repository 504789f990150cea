/** What is in a store at one moment, page by page, and putting back what was. */
import { FOLDER_ID } from '../../artifacts/artifact-store.ts';
import { CONTENTS, namedContent, type NamedContent } from '../../artifacts/contents.ts';
import type { Store, StoreEntry, StoreSnapshot, StoreTransaction } from '../../store/store.ts';
import { REVISION_KEY } from '../keys.ts';
import { readRevision } from '../state.ts';

export type Content = Map<string, Uint8Array>;

/** Read at once from a snapshot; between two pages the kernel serves others. */
const PAGE = 500;

/** The entries of a snapshot in the order of their keys. */
export async function* entriesOf(snapshot: StoreSnapshot, prefix = ''): AsyncGenerator<readonly [string, Uint8Array]> {
  const pageAfter = (after: string | undefined): StoreEntry[] => snapshot.entries({ prefix, after, limit: PAGE });
  for (let page = pageAfter(undefined); page.length > 0; page = pageAfter(page.at(-1)!.key)) {
    for (const { key, value } of page) yield [key, value];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Walks all that is in a store at one moment, holding little of it. */
export async function* walk(store: Store): AsyncGenerator<readonly [string, Uint8Array]> {
  const snapshot = await store.snapshot();
  try {
    yield* entriesOf(snapshot);
  } finally {
    snapshot.release();
  }
}

/** The contents of artifacts that are files. */
export async function* namedContents(snapshot: StoreSnapshot): AsyncGenerator<NamedContent> {
  for await (const [key, value] of entriesOf(snapshot, CONTENTS)) {
    const content = namedContent(key, value);
    if (content !== undefined) yield content;
  }
}

/** Makes the content of a transaction that of a backup. The folder of its files stays the store's own. */
export function replaceContent(tx: StoreTransaction, content: ReadonlyMap<string, Uint8Array>, folderId?: string): void {
  const revision = Math.max(readRevision(tx.get(REVISION_KEY)), readRevision(content.get(REVISION_KEY)));
  const folder = folderId === undefined ? tx.get(FOLDER_ID) : Buffer.from(folderId);
  for (const key of tx.keys({ prefix: '' })) if (!content.has(key)) tx.remove(key);
  for (const [key, value] of content) tx.put(key, value);
  if (folder === undefined) tx.remove(FOLDER_ID);
  else tx.put(FOLDER_ID, folder);
  if (revision > 0) tx.put(REVISION_KEY, Buffer.from(String(revision + 1)));
}
