import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeStore } from './contract.ts';
import { lmdbStore } from './lmdb-store.ts';

const root = mkdtempSync(join(tmpdir(), 'llmspell-store-'));
let folders = 0;
const folder = (): string => join(root, `store ${(folders += 1)}`);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describeStore('lmdb', () => lmdbStore(folder()));

describe('lmdb', () => {
  it('keeps what was written for the next who opens it', async () => {
    const path = folder();
    const first = await lmdbStore(path);
    await first.transaction((tx) => tx.put('key', Uint8Array.of(1, 0, 255)));
    await first.close();
    const second = await lmdbStore(path);
    expect([...(await second.get('key'))!]).toEqual([1, 0, 255]);
    await second.close();
  });

  it('is the user\'s alone', async () => {
    const path = folder();
    await (await lmdbStore(path)).close();
    expect(statSync(path).mode & 0o077).toBe(0);
    for (const name of ['data.mdb', 'lock.mdb']) expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
    // As an earlier version left it.
    chmodSync(join(path, 'data.mdb'), 0o644);
    await (await lmdbStore(path)).close();
    expect(statSync(join(path, 'data.mdb')).mode & 0o777).toBe(0o600);
  });

  it('says what is wrong with a folder that is none', async () => {
    const path = folder();
    writeFileSync(path, '');
    await expect(lmdbStore(path)).rejects.toThrow(`cannot open the store in ${path}: EEXIST`);
  });
});
