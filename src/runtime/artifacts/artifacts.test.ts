import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Artifacts } from './artifacts.ts';
import { LARGEST_IN_STORE, sha256 } from './contents.ts';
import { bytes, removeFolders, scene } from './testing.ts';

afterEach(removeFolders);

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
