import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LARGEST_IN_STORE, namedContent } from './contents.ts';
import { bytes, removeFolders, scene } from './testing.ts';

afterEach(removeFolders);

describe('a content', () => {
  it('is stored once, and goes with the last artifact that uses it', async () => {
    const { artifacts, sessions, create, put, files, contents, tell } = await scene();
    const content = new Uint8Array(randomBytes(LARGEST_IN_STORE + 1));
    const [one, other] = [await create(), await create()];
    const first = await put(one.id, { content });
    const second = await put(one.id, { content, name: 'again' });
    const third = await put(other.id, { content });
    expect([files().length, await contents()]).toEqual([1, 1]);
    expect(Buffer.compare(readFileSync(files()[0]!), content)).toBe(0);
    expect(await artifacts.delete(first)).toBe(true);
    expect(await artifacts.delete(first)).toBe(false);
    expect((await sessions.get(one.id, tell)).artifacts).toBe(1);
    await artifacts.deleteSession(one.id, () => undefined, tell);
    expect(await artifacts.find(second)).toBeUndefined();
    expect(Buffer.compare((await artifacts.content(third))!, content)).toBe(0);
    await artifacts.delete(third);
    expect([files(), await contents()]).toEqual([[], 0]);
  });

  it('is no file that its record has been made to name', async () => {
    const { artifacts, store, create, put, files } = await scene();
    const { id } = await create();
    const content = new Uint8Array(randomBytes(LARGEST_IN_STORE + 1));
    const artifact = await put(id, { content });
    const bystander = join(dirname(dirname(files()[0]!)), 'bystander');
    writeFileSync(bystander, content);
    const [key] = await store.keys({ prefix: 'artifact/content/' });
    const record = JSON.parse(Buffer.from((await store.get(key!))!).toString()) as object;
    await store.transaction((tx) => tx.put(key!, Buffer.from(JSON.stringify({ ...record, file: 'ab/../bystander' }))));
    await expect(artifacts.content(artifact)).rejects.toThrow('damaged');
    expect(await artifacts.delete(artifact)).toBe(true);
    expect(existsSync(bystander)).toBe(true);
  });

  it('is brought back by a backup to no place that its record has been made to name', () => {
    const hash = 'ab'.repeat(32);
    const entry = (file: string) => namedContent(`artifact/content/${hash}`, Buffer.from(JSON.stringify({ uses: 1, size: 1, storedSize: 1, encoding: 'raw', file })));
    expect(entry(`ab/${hash}-01234567`)).toMatchObject({ hash });
    for (const file of ['../../../.bashrc', '/etc/x', `ab/../${hash}-01234567`, 'incoming/x', `ab/${hash}-01234567/../../x`]) expect(entry(file), file).toBeUndefined();
  });

  it('leaves nothing in the store behind', async () => {
    const { artifacts, store, create, put, tell } = await scene();
    const { id } = await create();
    const before = await store.keys({ prefix: 'artifact/' });
    for (const content of ['small', 'x'.repeat(5000)]) await put(id, { content: bytes(content) });
    await artifacts.deleteSession(id, () => undefined, tell);
    expect(await store.keys({ prefix: 'artifact/' })).toEqual(before);
    expect(await store.keys({ prefix: 'session/' })).toEqual([]);
  });

  it('is stored once when it comes several times at once', async () => {
    const { artifacts, create, put, files, contents } = await scene();
    const { id } = await create();
    const content = new Uint8Array(randomBytes(100_000));
    const stored = await Promise.all(Array.from({ length: 8 }, () => put(id, { content })));
    expect(stored.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([files().length, await contents()]).toEqual([1, 1]);
    await Promise.all(stored.map((artifact) => artifacts.delete(artifact)));
    expect([files().length, await contents()]).toEqual([0, 0]);
  });

  it('is stored again when it was removed between the look and the transaction', async () => {
    const { artifacts, store, create, put } = await scene();
    const { id } = await create();
    const first = await put(id, { content: bytes('twice') });
    const transaction = store.transaction.bind(store);
    const deletes = [() => artifacts.delete(first)];
    store.transaction = async (work) => {
      // Before the one that takes the content in.
      await deletes.pop()?.();
      return transaction(work);
    };
    const second = await put(id, { content: bytes('twice') });
    expect(Buffer.from((await artifacts.content(second))!).toString()).toBe('twice');
  });

  it('is kept in the store, however large, where the store forgets', async () => {
    const { artifacts, create, put, files } = await scene({ folder: null });
    const { id } = await create();
    const content = new Uint8Array(randomBytes(LARGEST_IN_STORE * 3));
    const stored = await put(id, { content });
    expect(files()).toEqual([]);
    expect(Buffer.compare((await artifacts.content(stored))!, content)).toBe(0);
  });

  it('is proven by its hash when it is read', async () => {
    const { artifacts, create, put, files } = await scene();
    const { id } = await create();
    const stored = await put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) });
    const [file] = files();
    const good = readFileSync(file!);
    writeFileSync(file!, Buffer.concat([good.subarray(0, 10), Buffer.from([good[10]! ^ 1]), good.subarray(11)]));
    await expect(artifacts.content(stored)).rejects.toThrow(`the content of the artifact in ${file} is damaged: its SHA-256 is not ${stored.contentHash} any more`);
    rmSync(file!);
    await expect(artifacts.content(stored)).rejects.toThrow(`the content of the artifact (SHA-256 ${stored.contentHash}) cannot be read from ${file}`);
  });
});
