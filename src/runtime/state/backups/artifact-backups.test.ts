import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../../base/config/index.ts';
import { readEnvironment } from '../../../base/env.ts';
import type { Artifact } from '../../artifacts/artifact.ts';
import { keptSessions, type KeptSessions } from '../../sessions/kept-sessions.ts';
import { Stores } from '../../store/stores.ts';
import { openBackups, restoreBackup } from './open-backups.ts';

const root = mkdtempSync(join(tmpdir(), 'llmspell-artifact-backups-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A kernel on a home folder of its own; its artifacts are large and cannot be compressed. */
let home: string;
const opened: Stores[] = [];
const warnings: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(root, 'home-'));
  warnings.length = 0;
});
afterEach(() => Promise.all(opened.splice(0).map((stores) => stores.close())));

const tell = (): void => undefined;
const large = (): Uint8Array => new Uint8Array(randomBytes(100_000));

function kernel(config: Config = { ...defaultConfig }) {
  const stores = new Stores({ environment: { ...readEnvironment(), home }, warn: (message) => warnings.push(message) });
  opened.push(stores);
  const kept: KeptSessions = keptSessions({ config, store: () => stores.open(config), artifactFolder: stores.artifactFolderOf(config), warn: (message) => stores.warn(message) });
  const put = async (content: Uint8Array): Promise<Artifact> => {
    const { id } = await kept.sessions.create({}, tell);
    return kept.artifacts.store(id, { type: 'data', name: 'a.bin', content, createdBy: '/a.lua' }, tell);
  };
  const create = async (incremental = false) => openBackups(config, stores).create(await stores.open(config), incremental);
  return { stores, config, kept, put, create, backups: openBackups(config, stores), restore: (id: string) => restoreBackup(config, stores, id) };
}

const digest = (bytes: Uint8Array | undefined): string | undefined => bytes && createHash('sha256').update(bytes).digest('hex');
const read = async ({ artifacts }: KeptSessions, artifact: Artifact) => digest(await artifacts.content(artifact));
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
const artifactFiles = (): string[] => filesIn(join(home, '.llmspell/state/artifacts'));
const backupFiles = (): string[] => filesIn(join(home, '.llmspell/backups/contents'));

it('bring back large contents that were removed, byte for byte, also for the next kernel', async () => {
  const first = kernel();
  const content = large();
  const artifact = await first.put(content);
  chmodSync(artifactFiles()[0]!, 0o644);
  const { id } = await first.create();
  expect(backupFiles().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
  await first.kept.artifacts.delete(artifact);
  const later = await first.put(large());
  expect(artifactFiles().length).toBe(1);
  expect(await first.restore(id)).toMatchObject({ lostContents: 0 });
  expect(await read(first.kept, artifact)).toBe(digest(content));
  expect(await first.kept.artifacts.find(later)).toBeUndefined();
  expect(await read(kernel().kept, artifact)).toBe(digest(content));
  expect(warnings).toEqual([]);
});

it('keep each content once, however many backups name it', async () => {
  const { put, create } = kernel();
  await put(large());
  await create();
  await put(large());
  const second = await create(true);
  expect(second.base).toBeDefined();
  await create();
  expect(backupFiles().length).toBe(2);
});

it('keep the folder of the files when they are older than the first artifact', async () => {
  const first = kernel();
  const { id } = await first.create();
  await first.put(large());
  await first.restore(id);
  const content = large();
  const artifact = await first.put(content);
  expect(await read(kernel().kept, artifact)).toBe(digest(content));
});

it('bring large contents back into a store that is made anew, in the folder it had', async () => {
  const first = kernel();
  const content = large();
  const artifact = await first.put(content);
  const { id } = await first.create();
  const folders = readdirSync(join(home, '.llmspell/state/artifacts'));
  await first.stores.close();
  rmSync(join(home, '.llmspell/state/artifacts'), { recursive: true });
  truncateSync(join(home, '.llmspell/state/data.mdb'), 5000);
  const second = kernel();
  expect(await second.restore(id)).toMatchObject({ replaced: undefined, lostContents: 0 });
  expect(await read(second.kept, artifact)).toBe(digest(content));
  expect(readdirSync(join(home, '.llmspell/state/artifacts'))).toEqual(folders);
  // The same kernel goes on with the store that was made anew.
  const more = large();
  expect(await read(second.kept, await second.put(more))).toBe(digest(more));
});

it('give a store that is made anew from the backup of another one files of its own', async () => {
  const artifactPath = join(home, 'shared');
  const at = (path: string): Config => ({ ...defaultConfig, state: { ...defaultConfig.state, path: join(home, path) }, session: { ...defaultConfig.session, artifactPath } });
  const first = kernel(at('one'));
  const content = large();
  const artifact = await first.put(content);
  const { id } = await first.create();
  const other = kernel(at('two'));
  await other.put(large());
  await other.stores.close();
  truncateSync(join(home, 'two/data.mdb'), 5000);
  const third = kernel(at('two'));
  await third.restore(id);
  expect(await read(third.kept, artifact)).toBe(digest(content));
  await third.kept.artifacts.delete(artifact);
  expect(await read(first.kept, artifact)).toBe(digest(content));
});

it('bring large contents into a store without files', async () => {
  const first = kernel();
  const content = large();
  const artifact = await first.put(content);
  const { id } = await first.create();
  const memory = kernel({ ...defaultConfig, state: { ...defaultConfig.state, backend: 'memory' } });
  await memory.restore(id);
  expect(await read(memory.kept, artifact)).toBe(digest(content));
});

it('replace contents that were damaged, and tell when their own copy is', async () => {
  const { put, create, kept, restore, backups } = kernel();
  const content = large();
  const artifact = await put(content);
  const { id } = await create();
  writeFileSync(artifactFiles()[0]!, new Uint8Array(content.length));
  await restore(id);
  expect(await read(kept, artifact)).toBe(digest(content));
  expect((await backups.validate(id)).errors).toEqual([]);
  appendFileSync(backupFiles()[0]!, 'x');
  expect((await backups.validate(id)).errors).toEqual([`the content of an artifact, ${backupFiles()[0]}, is damaged or gone`]);
  rmSync(artifactFiles()[0]!);
  rmSync(backupFiles()[0]!);
  warnings.length = 0;
  expect(await restore(id)).toMatchObject({ lostContents: 1 });
  expect(warnings).toEqual([expect.stringContaining('the backup is made without it'), expect.stringContaining(`the content of an artifact is lost: the backup ${id} has no whole `)]);
});

it('are cleaned up with the contents that no backup names', async () => {
  const { put, create, backups, kept } = kernel();
  const artifact = await put(large());
  const { id } = await create();
  await kept.artifacts.delete(artifact);
  await put(large());
  const { id: second } = await create();
  const files = backupFiles();
  expect(files.length).toBe(2);
  await backups.remove(id);
  // Another kernel may be about to name it.
  expect(backupFiles()).toEqual(files);
  for (const file of files) utimesSync(file, 0, 0);
  await backups.cleanUp(false);
  expect(backupFiles().length).toBe(1);
  expect((await backups.validate(second)).errors).toEqual([]);
  expect(existsSync(files[0]!) && existsSync(files[1]!)).toBe(false);
});
