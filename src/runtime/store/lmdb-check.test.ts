import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { damageIn } from './lmdb-check.ts';
import { lmdbStore } from './lmdb-store.ts';

const root = mkdtempSync(join(tmpdir(), 'llmspell-check-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const PAGE = 4096;

describe('the check before an lmdb file is opened', () => {
  let folder: string;
  let file: string;
  let count = 0;

  beforeEach(async () => {
    folder = join(root, `store ${(count += 1)}`);
    file = join(folder, 'data.mdb');
    const store = await lmdbStore(folder);
    for (let round = 0; round < 5; round++) {
      await store.transaction((tx) => {
        for (let i = 0; i < 300; i++) tx.put(`key ${i}`, new Uint8Array(i % 50 === 0 ? 20_000 : 100).fill(i + round));
      });
      await store.transaction((tx) => tx.keys({ prefix: 'key 1' }).forEach((key) => tx.remove(key)));
    }
    await store.close();
  });

  const change = (work: (bytes: Buffer) => void): void => {
    const bytes = readFileSync(file);
    work(bytes);
    writeFileSync(file, bytes);
  };

  it('finds nothing in a file that is well, empty or not there', () => {
    expect(damageIn(file)).toBeUndefined();
    expect(damageIn(join(folder, 'absent.mdb'))).toBeUndefined();
    writeFileSync(file, '');
    expect(damageIn(file)).toBeUndefined();
  });

  it('finds a file that was cut off, wherever', () => {
    const size = readFileSync(file).length;
    for (const length of [Math.floor(size / PAGE / 2) * PAGE, 3 * PAGE, 2 * PAGE, PAGE, 100]) {
      truncateSync(file, length);
      expect([length, damageIn(file)]).toEqual([length, expect.stringMatching(/cut off/) as string]);
    }
  });

  it('finds heads and pages that were overwritten', () => {
    const whole = readFileSync(file);
    writeFileSync(file, 'not a store\n'.repeat(1000));
    expect(damageIn(file)).toBe('its head was overwritten');
    writeFileSync(file, whole);
    change((bytes) => bytes.fill(0, PAGE, PAGE + 100));
    expect(damageIn(file)).toBe('its head was overwritten');
    for (const filler of [0, 0xff]) {
      writeFileSync(file, whole);
      change((bytes) => bytes.fill(filler, 2 * PAGE));
      expect(damageIn(file)).toMatch(/^page \d+ was overwritten$/);
    }
  });

  it('never ends the process, whatever pages are damaged: what it lets through, lmdb can read', async () => {
    const whole = readFileSync(file);
    for (let page = 2; page * PAGE < whole.length; page++) {
      writeFileSync(file, whole);
      change((bytes) => bytes.fill(0, page * PAGE, page * PAGE + 24));
      if (damageIn(file) !== undefined) {
        await expect(lmdbStore(folder)).rejects.toThrow(`the store in ${folder} is damaged: page ${page} was overwritten. Bring back a backup with \`llmspell backup restore\``);
        continue;
      }
      const store = await lmdbStore(folder);
      expect((await store.entries({ prefix: '' })).length).toBeGreaterThan(100);
      await store.close();
    }
  });

  it('finds nothing in a file that others write meanwhile', async () => {
    const store = await lmdbStore(folder);
    let writing = true;
    const writes = (async () => {
      for (let i = 0; writing; i++) await store.transaction((tx) => tx.put(`key ${i % 300}`, new Uint8Array(i % 3000)));
    })();
    for (let i = 0; i < 50; i++) {
      expect(damageIn(file)).toBeUndefined();
      await new Promise((resolve) => setImmediate(resolve));
    }
    writing = false;
    await writes;
    await store.close();
  });
});
