import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../../base/config/index.ts';
import { readEnvironment } from '../../../base/env.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { Stores } from '../../store/stores.ts';
import { Backups, type BackupRules } from './backups.ts';
import { replaceContent, walk, type Content } from './content.ts';
import { openBackups, restoreBackup } from './open-backups.ts';

const root = mkdtempSync(join(tmpdir(), 'llmspell-backups-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = (): string => join(root, String((folders += 1)));

function backupsIn(folder: string, rules: Partial<BackupRules> = {}): { backups: Backups; clock: { now: number } } {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const now = (): Date => new Date((clock.now += 1000));
  return { clock, backups: new Backups({ folder, artifacts: undefined, compression: { encoding: 'gzip', level: 6 }, incremental: true, maxBackups: 10, maxAgeSeconds: 1e9, now, warn: () => undefined, ...rules }) };
}

const write = (store: Store, entries: Readonly<Record<string, string | undefined>>) =>
  store.transaction((tx) => {
    for (const [key, value] of Object.entries(entries)) {
      if (value === undefined) tx.remove(key);
      else tx.put(key, Buffer.from(value));
    }
  });
async function contentOf(store: Store): Promise<Content> {
  const content: Content = new Map();
  for await (const [key, value] of walk(store)) content.set(key, value);
  return content;
}

const texts = (content: ReadonlyMap<string, Uint8Array>): Record<string, string> => Object.fromEntries([...content].map(([key, value]) => [key, Buffer.from(value).toString('latin1')]));

describe('backups', () => {
  it('bring back what was there, byte for byte, whatever was done since', async () => {
    const bytes = fc.uint8Array({ maxLength: 30 });
    const changes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c\0', 'é', '😀/x'), fc.option(bytes, { nil: undefined })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ changes, incremental: fc.boolean() }), { minLength: 1, maxLength: 6 }), fc.constantFrom('plain', 'gzip', 'brotli'), async (steps, encoding) => {
        const { backups } = backupsIn(fresh(), { compression: { encoding, level: 4 } });
        const store = memoryStore();
        const made = [];
        for (const step of steps) {
          await store.transaction((tx) => step.changes.forEach(([key, value]) => (value === undefined ? void tx.remove(key) : tx.put(key, value))));
          made.push({ id: (await backups.create(store, step.incremental)).id, content: texts(await contentOf(store)) });
        }
        for (const { id, content } of made) {
          const back = await backups.content(id);
          expect(texts(back)).toEqual(content);
          await store.transaction((tx) => replaceContent(tx, back));
          expect(texts(await contentOf(store))).toEqual(content);
        }
        expect((await backups.list()).map((backup) => backup.id)).toEqual(made.map((backup) => backup.id).reverse());
      }),
      { numRuns: 30 },
    );
  });

  it('never give a version twice, though the entries go back', async () => {
    const { backups } = backupsIn(fresh());
    const store = memoryStore();
    await write(store, { 'state/revision': '5', a: '1' });
    const { id } = await backups.create(store, false);
    await write(store, { 'state/revision': '9', a: '2' });
    const content = await backups.content(id);
    await store.transaction((tx) => replaceContent(tx, content));
    expect(texts(await contentOf(store))).toEqual({ a: '1', 'state/revision': '10' });
  });

  it('are files of the user alone, whole or not there', async () => {
    const folder = fresh();
    const { backups, clock } = backupsIn(folder);
    const { id } = await backups.create(memoryStore(), false);
    expect(readdirSync(folder)).toEqual([`${id}.backup`]);
    expect(statSync(join(folder, `${id}.backup`)).mode & 0o077).toBe(0);
    // What a kernel leaves that is killed while it writes one.
    writeFileSync(join(folder, `.${id}.1234`), 'half');
    writeFileSync(join(folder, 'notes.txt'), '');
    expect((await backups.list()).map((backup) => backup.id)).toEqual([id]);
    clock.now = Date.now();
    await backups.cleanUp(false);
    expect(existsSync(join(folder, `.${id}.1234`))).toBe(true);
    clock.now += 2 * 3_600_000;
    await backups.cleanUp(false);
    expect(readdirSync(folder).sort()).toEqual([`${id}.backup`, 'notes.txt']);
  });

  it('stand on older ones only: a circle that somebody has made is damage, and ends', async () => {
    const folder = fresh();
    const { backups } = backupsIn(folder);
    const store = memoryStore();
    await write(store, { a: '1' });
    const first = await backups.create(store, false);
    await write(store, { b: '1' });
    const second = await backups.create(store, true);
    const standsOn = (id: string, base: string): void => {
      const file = join(folder, `${id}.backup`);
      const bytes = readFileSync(file);
      const end = bytes.indexOf(0x0a);
      // The header's length stays, as its place does.
      const header = bytes.toString('utf8', 0, end);
      const changed = header.trimEnd().replace(/"base":(null|"[^"]*")/, `"base":"${base}"`);
      writeFileSync(file, Buffer.concat([Buffer.from(changed.padEnd(end)), bytes.subarray(end)]));
    };
    standsOn(second.id, second.id);
    expect((await backups.validate(second.id)).errors).toEqual([expect.stringContaining('it stands on a newer backup')]);
    standsOn(second.id, first.id);
    standsOn(first.id, second.id);
    expect((await backups.validate(second.id)).errors).toEqual([expect.stringContaining('it stands on a newer backup')]);
  });

  it('tell what is damaged, and are not built upon then', async () => {
    const folder = fresh();
    const { backups } = backupsIn(folder);
    const store = memoryStore();
    await write(store, { a: 'x'.repeat(1000) });
    const base = await backups.create(store, false);
    await write(store, { b: '1' });
    const above = await backups.create(store, true);
    expect(await backups.validate(above.id)).toEqual({ errors: [], entries: 2 });
    const file = join(folder, `${base.id}.backup`);
    const whole = readFileSync(file);
    const errorsWith = async (bytes: Buffer): Promise<readonly string[]> => {
      writeFileSync(file, bytes);
      return (await backups.validate(above.id)).errors;
    };
    const flipped = Buffer.from(whole);
    flipped[whole.length - 12]! ^= 1;
    expect(await errorsWith(flipped)).toEqual([expect.stringMatching(new RegExp(`^the backup "${base.id}" is damaged: its content (cannot be decompressed|is not what was written); restore another one$`))]);
    expect(await errorsWith(whole.subarray(0, whole.length - 5))).toEqual([expect.stringContaining('is damaged')]);
    expect(await errorsWith(Buffer.from('{}\n'))).toEqual([expect.stringContaining('its first line is not what was written')]);
    expect(await errorsWith(Buffer.from(whole.toString('latin1').replace('"version":1', '"version":7'), 'latin1'))).toEqual([expect.stringContaining('it has version 7 of the format, this kernel reads 1')]);
    expect((await backups.create(store, true)).base).toBeUndefined();
    rmSync(file);
    expect((await backups.validate(above.id)).errors).toEqual([`there is no backup "${base.id}": State.list_backups() tells those that are there`]);
  });

  it('begin anew when too many stand on one another', async () => {
    const { backups } = backupsIn(fresh());
    const store = memoryStore();
    const kinds = [];
    for (let i = 0; i < 22; i++) {
      await write(store, { a: String(i) });
      kinds.push((await backups.create(store, true)).base === undefined);
    }
    expect(kinds.flatMap((isFull, i) => (isFull ? [i] : []))).toEqual([0, 20]);
  });

  it('are cleaned up by number and age, but for what others stand on', async () => {
    const folder = fresh();
    const { backups: all } = backupsIn(folder);
    const store = memoryStore();
    const old = await all.create(store, false);
    const base = await all.create(store, false);
    await write(store, { a: '1' });
    const middle = await all.create(store, true);
    await write(store, { a: '2' });
    const newest = await all.create(store, true);
    const { backups, clock } = backupsIn(folder, { maxBackups: 2, maxAgeSeconds: 3600 });
    expect((await backups.cleanUp(true)).removed).toEqual([old.id]);
    expect((await backups.list()).length).toBe(4);
    expect(await backups.cleanUp(false)).toEqual({ removed: [old.id], kept: 3, freedBytes: old.fileBytes });
    await expect(backups.remove(base.id)).rejects.toThrow(`the backup "${base.id}" cannot be removed: ${middle.id} only has what has changed since; remove that first`);
    expect((await backups.validate(newest.id)).errors).toEqual([]);
    clock.now += 3700_000;
    expect((await backups.cleanUp(false)).kept).toBe(0);
  });
});

describe('making a backup', () => {
  it('removes what is too much, but never the new one or what it stands on', async () => {
    const { backups, clock } = backupsIn(fresh(), { maxBackups: 2, maxAgeSeconds: 3600 });
    const store = memoryStore();
    const ids = async (): Promise<string[]> => (await backups.list()).map(({ id }) => id);
    const made = [];
    for (let i = 0; i < 4; i++) made.push((await backups.create(store, false)).id);
    expect(await ids()).toEqual([made[3], made[2]]);
    const above = await backups.create(store, true);
    const second = await backups.create(store, true);
    expect(await ids()).toEqual([second.id, above.id, made[3]]);
    expect((await backups.validate(second.id)).errors).toEqual([]);
    clock.now += 3600_000;
    const alone = await backups.create(store, false);
    expect(await ids()).toEqual([alone.id]);
  });

  it('keeps the new one where none shall be kept', async () => {
    const { backups } = backupsIn(fresh(), { maxBackups: 0 });
    const { id } = await backups.create(memoryStore(), false);
    expect((await backups.list()).map((backup) => backup.id)).toEqual([id]);
  });
});

describe('restoring', () => {
  function kernel() {
    const home = fresh();
    const stores = () => new Stores({ environment: { ...readEnvironment(), home }, warn: () => undefined });
    const config: Config = { ...defaultConfig };
    return { stores, config, file: join(home, '.llmspell/state/data.mdb'), folder: join(home, '.llmspell/state') };
  }

  it('brings back a store that was damaged, and keeps the damaged file', async () => {
    const { stores, config, file, folder } = kernel();
    const first = stores();
    const entries = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key ${i}`, `${i} `.repeat(50)]));
    await write(await first.open(config), entries);
    const { id } = await openBackups(config, first).create(await first.open(config), false);
    await first.close();
    truncateSync(file, 5 * 4096);

    const second = stores();
    await expect(second.open(config)).rejects.toThrow(`the store in ${folder} is damaged: it is cut off`);
    expect(await restoreBackup(config, second, id)).toEqual({ entries: 200, replaced: undefined, lostContents: 0 });
    expect(texts(await contentOf(await second.open(config)))).toEqual(entries);
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged-')).length).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('rebuilding-'))).toEqual([]);
    await write(await second.open(config), { more: '1' });
    await second.close();
    const third = stores();
    expect((await (await third.open(config)).keys({ prefix: '' })).length).toBe(201);
    await third.close();
  });

  it('again and again leaves as many backups as are to be kept, and the one that is brought back', async () => {
    const { stores, config } = kernel();
    const few: Config = { ...config, state: { ...config.state, backup: { ...config.state.backup, maxBackups: 3 } } };
    const all = stores();
    const backups = openBackups(few, all);
    const { id } = await backups.create(await all.open(few), false);
    for (let i = 0; i < 6; i++) await restoreBackup(few, all, id);
    const left = (await backups.list()).map((backup) => backup.id);
    expect(left.length).toBe(4);
    expect(left).toContain(id);
    await all.close();
  });

  it('changes nothing when the backup is damaged', async () => {
    const { stores, config } = kernel();
    const all = stores();
    const store = await all.open(config);
    await write(store, { a: '1' });
    const backups = openBackups(config, all);
    const { id } = await backups.create(store, false);
    truncateSync(join(all.backupFolderOf(config), `${id}.backup`), 515);
    await write(store, { a: '2' });
    await expect(restoreBackup(config, all, id)).rejects.toThrow('is damaged');
    expect(texts(await contentOf(store))).toEqual({ a: '2' });
    expect((await backups.list()).length).toBe(1);
    await all.close();
  });

  it('is refused where backups are switched off', async () => {
    const { stores, config } = kernel();
    const off: Config = { ...config, state: { ...config.state, backup: { ...config.state.backup, enabled: false } } };
    await expect(restoreBackup(off, stores(), 'x')).rejects.toThrow('backups are switched off: set runtime.state_persistence.backup_enabled = true');
    expect(existsSync(stores().backupFolderOf(off))).toBe(false);
  });
});
