import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory-store.ts';
import { LARGEST_IN_STORE } from './contents.ts';
import { FORGOTTEN_AFTER_MS } from './sweep.ts';
import { removeFolders, scene } from './testing.ts';

afterEach(removeFolders);

describe('after a crash', () => {
  const age = (path: string, ms: number): void => {
    const then = (Date.now() - ms) / 1000;
    utimesSync(path, then, then);
  };

  it('what no record names is removed once it is old, and nothing else', async () => {
    const store = memoryStore();
    const before = await scene({ store });
    const { id } = await before.create();
    const kept = await before.put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) });
    const [file] = before.files();
    const folder = join(file!, '..');
    const hash = kept.contentHash;
    // Another file of the same content, never named: as when the kernel ended between the file and its record.
    const unnamed = join(folder, `${hash}-00000000`);
    const fresh = join(folder, `${hash}-11111111`);
    const halfWritten = join(folder, '..', 'incoming', `${hash}-22222222`);
    const foreign = join(folder, 'notes.txt');
    for (const path of [unnamed, fresh, halfWritten, foreign]) writeFileSync(path, 'x');
    for (const path of [unnamed, halfWritten, foreign, file!]) age(path, 60_000);
    age(fresh, -60_000);

    const after = await scene({ store, folder: before.folder, now: Date.now() + FORGOTTEN_AFTER_MS });
    expect(after.problems).toEqual([]);
    expect([unnamed, halfWritten, fresh, foreign, file!].map((path) => existsSync(path))).toEqual([false, false, true, true, true]);
    expect((await after.artifacts.content(kept))!.length).toBe(LARGEST_IN_STORE + 1);
  });

  it('looks again after an hour only', async () => {
    const store = memoryStore();
    const first = await scene({ store });
    const { id } = await first.create();
    const { contentHash } = await first.put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) });
    const unnamed = join(first.files()[0]!, '..', `${contentHash}-00000000`);
    writeFileSync(unnamed, 'x');
    age(unnamed, FORGOTTEN_AFTER_MS * 3);
    await scene({ store, folder: first.folder });
    expect(existsSync(unnamed)).toBe(true);
    await scene({ store, folder: first.folder, now: Date.now() + FORGOTTEN_AFTER_MS + 60_000 });
    expect(existsSync(unnamed)).toBe(false);
  });

  it('looks again when a look did not come to its end', async () => {
    const first = await scene();
    const { id } = await first.create();
    const { contentHash } = await first.put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) });
    const unnamed = join(first.files()[0]!, '..', `${contentHash}-00000000`);
    writeFileSync(unnamed, 'x');
    age(unnamed, FORGOTTEN_AFTER_MS * 3);
    const later = Date.now() + FORGOTTEN_AFTER_MS * 2;
    const transaction = first.store.transaction.bind(first.store);
    first.store.transaction = () => Promise.reject(new Error('the kernel ends'));
    expect((await scene({ store: first.store, folder: first.folder, now: later })).problems).toEqual([new Error('the kernel ends')]);
    expect(existsSync(unnamed)).toBe(true);
    first.store.transaction = transaction;
    await scene({ store: first.store, folder: first.folder, now: later });
    expect(existsSync(unnamed)).toBe(false);
  });

  it('the files of another store in the same folder are left alone', async () => {
    const one = await scene();
    const { id } = await one.create();
    const kept = await one.put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) });
    for (const file of one.files()) age(file, FORGOTTEN_AFTER_MS * 3);
    const other = await scene({ folder: one.folder });
    expect(other.problems).toEqual([]);
    expect((await one.artifacts.content(kept))!.length).toBe(LARGEST_IN_STORE + 1);
  });

  it('the file of a transaction that failed is kept: its record may have been written all the same', async () => {
    const { artifacts, store, create, put } = await scene();
    const { id } = await create();
    const content = new Uint8Array(randomBytes(LARGEST_IN_STORE + 1));
    const transaction = store.transaction.bind(store);
    store.transaction = async (work) => {
      await transaction(work);
      throw new Error('the disk does not answer');
    };
    await expect(put(id, { content })).rejects.toThrow('the disk does not answer');
    store.transaction = transaction;
    const again = await put(id, { content });
    expect(again.version).toBe(2);
    expect(Buffer.compare((await artifacts.content(again))!, content)).toBe(0);
  });

  it('a file whose transaction came too late is written again', async () => {
    const { artifacts, store, create, put, files } = await scene();
    const { id } = await create();
    const transaction = store.transaction.bind(store);
    let transactions = 0;
    store.transaction = async (work) => {
      transactions += 1;
      // Just before the one that takes the content in.
      if (transactions === 1) for (const file of files()) rmSync(file);
      return transaction(work);
    };
    const content = new Uint8Array(randomBytes(LARGEST_IN_STORE + 1));
    const stored = await put(id, { content });
    expect(transactions).toBe(2);
    expect(Buffer.compare((await artifacts.content(stored))!, content)).toBe(0);
  });
});
