import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sessionScene } from '../sessions/testing.ts';
import type { SessionSettings } from '../sessions/session.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { NewArtifact } from './artifact.ts';
import { Artifacts } from './artifacts.ts';
import { openArtifactStore, type ArtifactStore } from './artifact-store.ts';
import { LARGEST_IN_STORE, sha256 } from './contents.ts';
import { FORGOTTEN_AFTER_MS } from './sweep.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface SceneOptions {
  readonly settings?: Partial<SessionSettings>;
  readonly store?: Store;
  /** null: a store that forgets. */
  readonly folder?: string | null;
  readonly now?: number;
}

async function scene({ settings = {}, store = memoryStore(), folder: given, now = Date.now() }: SceneOptions = {}) {
  const base = sessionScene(settings, store);
  const folder = given ?? mkdtempSync(join(tmpdir(), 'llmspell-artifacts-'));
  folders.push(folder);
  const problems: unknown[] = [];
  const opened: ArtifactStore = await openArtifactStore({
    store,
    folder: given === null ? undefined : folder,
    compressionThreshold: base.sessions.settings.compressionThreshold,
    now,
    onSweepFailed: (error) => problems.push(error),
  });
  await opened.swept;
  const artifacts = new Artifacts(async () => opened, base.sessions);
  const put = (sessionId: string, wanted: Partial<NewArtifact> = {}) =>
    artifacts.store(sessionId, { type: 'tool_result', name: 'result', content: bytes('content'), createdBy: '/a.lua', ...wanted }, base.tell);
  const files = (): string[] => (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) : []);
  const contents = async () => (await store.keys({ prefix: 'artifact/content/' })).length;
  return { ...base, artifacts, put, files, contents, folder, problems, opened };
}

describe('an artifact', () => {
  it('keeps what is known of it', async () => {
    const { artifacts, create, put } = await scene();
    const { id } = await create();
    const stored = await put(id, { name: 'poem.md', content: bytes('rain'), description: 'a line', tags: ['a', 'b', 'a'], custom: Uint8Array.of(255, 0) });
    expect(stored).toEqual({
      contentHash: sha256(bytes('rain')),
      sessionId: id,
      sequence: 1,
      type: 'tool_result',
      name: 'poem.md',
      version: 1,
      description: 'a line',
      mimeType: 'text/markdown',
      tags: ['a', 'b'],
      custom: Uint8Array.of(255, 0),
      size: 4,
      storedSize: 4,
      isCompressed: false,
      createdAt: Date.UTC(2026, 0, 31, 12),
      createdBy: '/a.lua',
    });
    expect(await artifacts.list(id)).toEqual([stored]);
    expect(await artifacts.find(stored)).toEqual(stored);
    expect(Buffer.from((await artifacts.content(stored))!).toString()).toBe('rain');
  });

  it('is not found by a number with the hash of another', async () => {
    const { artifacts, create, put } = await scene();
    const { id } = await create();
    const stored = await put(id);
    expect(await artifacts.find({ ...stored, contentHash: sha256(bytes('other')) })).toBeUndefined();
    expect(await artifacts.find({ sessionId: id, sequence: 2 })).toBeUndefined();
    expect(await artifacts.find({ sessionId: id, sequence: 1 })).toEqual(stored);
  });

  it('keeps any bytes, small and large, compressible and not', async () => {
    const { artifacts, create, put } = await scene({ settings: { compressionThreshold: 100 } });
    const { id } = await create();
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 5000 })).map(([part, times]) => new Uint8Array(Buffer.concat(Array.from({ length: times }, () => part)))),
      fc.constant(0).map(() => new Uint8Array(randomBytes(LARGEST_IN_STORE + 1))),
    );
    await fc.assert(
      fc.asyncProperty(content, async (given) => {
        const stored = await put(id, { content: given });
        expect(Buffer.compare((await artifacts.content(stored))!, given)).toBe(0);
        expect(stored.storedSize).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is compressed beyond the threshold, where that is smaller', async () => {
    const { create, put } = await scene({ settings: { compressionThreshold: 1000 } });
    const { id } = await create();
    expect(await put(id, { content: bytes('x'.repeat(1000)) })).toMatchObject({ size: 1000, storedSize: 1000, isCompressed: false });
    const compressed = await put(id, { content: bytes('x'.repeat(1001)) });
    expect(compressed).toMatchObject({ size: 1001, isCompressed: true });
    expect(compressed.storedSize).toBeLessThan(100);
    expect(await put(id, { content: new Uint8Array(randomBytes(5000)) })).toMatchObject({ size: 5000, storedSize: 5000, isCompressed: false });
  });

  it('wants a name, a type, a session that is active, and room', async () => {
    const { sessions, create, put, tell, files } = await scene({ settings: { maxArtifactsPerSession: 2, maxArtifactBytes: LARGEST_IN_STORE + 10 } });
    const { id } = await create();
    await expect(put(id, { type: '' })).rejects.toThrow('Artifact type cannot be empty');
    await expect(put(id, { name: '' })).rejects.toThrow('Artifact name cannot be empty');
    await expect(put(id, { content: new Uint8Array(LARGEST_IN_STORE + 11) })).rejects.toThrow(
      `artifact "result" has ${LARGEST_IN_STORE + 11} bytes, the most that max_artifact_size under [session] in /conf/llmspell.toml allows is ${LARGEST_IN_STORE + 10}: store less, or raise it`,
    );
    const first = await put(id);
    await put(id);
    await expect(put(id, { content: new Uint8Array(randomBytes(LARGEST_IN_STORE + 1)) })).rejects.toThrow(
      `session ${id} has 2 artifacts, the most that max_artifacts_per_session under [runtime.sessions] in /conf/llmspell.toml allows: delete some, or raise it`,
    );
    expect(files()).toEqual([]);
    const suspended = await create();
    await sessions.pass(suspended.id, 'suspend', tell);
    await expect(put(suspended.id)).rejects.toThrow(`session ${suspended.id} is suspended and cannot take artifacts: Session.resume(id) makes it active again`);
    expect(first.sequence).toBe(1);
  });

  it('counts as a use of its session', async () => {
    const { sessions, create, put, pass, tell } = await scene({ settings: { timeoutSeconds: 60 } });
    const { id } = await create();
    pass(50);
    await put(id);
    pass(50);
    expect(await sessions.get(id, tell)).toMatchObject({ status: 'active', artifacts: 1, lastSequence: 1 });
    pass(11);
    await expect(put(id)).rejects.toThrow(`session ${id} is failed (timed out: not used for 60 s) and cannot take artifacts`);
    expect((await sessions.get(id, tell)).status).toBe('failed');
  });
});

describe('versions', () => {
  it('follow each other under one name, each the child of the one before', async () => {
    const { artifacts, create, put } = await scene();
    const { id } = await create();
    const first = await put(id, { name: 'a', content: bytes('1') });
    await put(id, { name: 'b', content: bytes('other') });
    const second = await put(id, { name: 'a', content: bytes('2') });
    const third = await put(id, { name: 'a', content: bytes('2') });
    expect([first.version, second.version, third.version]).toEqual([1, 2, 3]);
    expect([first.parent, second.parent, third.parent?.sequence]).toEqual([undefined, { contentHash: first.contentHash, sessionId: id, sequence: 1 }, 3]);
    expect(await artifacts.findByName(id, 'a')).toEqual(third);
    expect(await artifacts.findByName(id, 'a', 1)).toEqual(first);
    expect(await artifacts.findByName(id, 'a', 4)).toBeUndefined();
    await artifacts.delete(third);
    expect(await artifacts.findByName(id, 'a')).toEqual(second);
    expect((await put(id, { name: 'a' })).sequence).toBe(5);
  });

  it('are of one session each, and of names of any length', async () => {
    const { artifacts, create, put } = await scene();
    const [one, other] = [await create(), await create()];
    const name = 'n'.repeat(5000);
    await put(one.id, { name });
    expect((await put(other.id, { name })).version).toBe(1);
    expect((await put(one.id, { name })).version).toBe(2);
    expect((await artifacts.findByName(one.id, name))?.sequence).toBe(2);
  });
});

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

describe('a query', () => {
  it('finds by every filter, the newest first', async () => {
    const { artifacts, create, put, pass } = await scene();
    const [one, other] = [await create(), await create()];
    const start = Date.UTC(2026, 0, 31, 12);
    await put(one.id, { name: 'report.md', type: 'agent_output', tags: ['x', 'y'], content: bytes('12345') });
    pass(10);
    await put(other.id, { name: 'report.txt', type: 'own', tags: ['y'], content: bytes('1') });
    pass(10);
    await put(one.id, { name: 'data.json', tags: ['x'], content: bytes('1234567890') });
    const names = async (query: Parameters<Artifacts['query']>[0]) => (await artifacts.query(query)).map(({ name }) => name);
    expect(await names({})).toEqual(['report.txt', 'data.json', 'report.md']);
    expect(await names({ limit: 1 })).toEqual(['report.txt']);
    expect(await names({ sessionId: one.id })).toEqual(['data.json', 'report.md']);
    expect(await names({ type: 'own' })).toEqual(['report.txt']);
    expect(await names({ namePattern: 'report' })).toEqual(['report.txt', 'report.md']);
    expect(await names({ namePattern: '*.md' })).toEqual(['report.md']);
    expect(await names({ namePattern: 'report.???' })).toEqual(['report.txt']);
    expect(await names({ tags: ['x', 'y'] })).toEqual(['report.md']);
    expect(await names({ minSize: 5 })).toEqual(['data.json', 'report.md']);
    expect(await names({ maxSize: 5 })).toEqual(['report.txt', 'report.md']);
    expect(await names({ createdAfter: start + 10_000 })).toEqual(['report.txt', 'data.json']);
    expect(await names({ createdBefore: start + 10_000 })).toEqual(['report.txt', 'report.md']);
    expect(await names({ sessionId: one.id, tags: ['x'], minSize: 6 })).toEqual(['data.json']);
  });

  it('reads more than one page', async () => {
    const { artifacts, create, put } = await scene();
    const { id } = await create();
    for (let i = 1; i <= 205; i++) await put(id, { name: `n${i}` });
    const found = await artifacts.query({ sessionId: id });
    expect([found.length, found[0]!.name, found.at(-1)!.name]).toEqual([205, 'n205', 'n1']);
    expect((await artifacts.query({ namePattern: 'n1', limit: 2 })).map(({ name }) => name)).toEqual(['n199', 'n198']);
  });

  it('takes patterns as shells do, in little time', async () => {
    const { artifacts, create, put } = await scene();
    const { id } = await create();
    await put(id, { name: 'a'.repeat(2000) });
    await put(id, { name: '[x].*' });
    const count = async (namePattern: string) => (await artifacts.query({ namePattern })).length;
    expect(await count('*')).toBe(2);
    expect(await count('[x].\\*')).toBe(0);
    expect(await count('[x]*')).toBe(1);
    expect(await count('*a*a*a*a*a*a*a*a*a*b')).toBe(0);
    expect(await count('?')).toBe(0);
    expect(await count('**a')).toBe(1);
  });
});
