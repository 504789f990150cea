import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../base/config/index.ts';
import { LARGEST_IN_STORE } from '../artifacts/contents.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { keptSessions } from './kept-sessions.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const silent = (): void => undefined;
const large = { type: 'note', name: 'n', content: new Uint8Array(LARGEST_IN_STORE + 1).map((_, i) => i * i), createdBy: 'test' };

function scene(store: () => Promise<Store>, session: Partial<(typeof defaultConfig)['session']> = {}) {
  const base = mkdtempSync(join(tmpdir(), 'llmspell-kept-'));
  folders.push(base);
  const folder = join(base, 'artifacts');
  const warnings: string[] = [];
  const config = { ...defaultConfig, file: '/conf/llmspell.toml', session: { ...defaultConfig.session, compressAboveBytes: 1e9, ...session } };
  return { folder, warnings, ...keptSessions({ config, store, artifactFolder: folder, warn: (message) => warnings.push(message) }) };
}

/** In memory, but said to outlive the process. */
const lasting = (): Store => ({ ...memoryStore(), isDurable: true });

describe('the kept sessions of a kernel', () => {
  it('have the limits of the configuration', async () => {
    const store = memoryStore();
    const { sessions, artifacts } = scene(async () => store, { maxSessions: 1, maxArtifactsPerSession: 1, maxArtifactBytes: 10, timeoutSeconds: 7 });
    const { id } = await sessions.create({}, silent);
    await expect(sessions.create({}, silent)).rejects.toThrow('max_sessions under [session] in /conf/llmspell.toml allows');
    await expect(artifacts.store(id, large, silent)).rejects.toThrow('max_artifact_size under [session] in /conf/llmspell.toml allows is 10');
    await artifacts.store(id, { ...large, content: new Uint8Array(10) }, silent);
    await expect(artifacts.store(id, { ...large, content: new Uint8Array(1) }, silent)).rejects.toThrow('max_artifacts_per_session under [runtime.sessions] in /conf/llmspell.toml allows');
    expect(sessions.settings.timeoutSeconds).toBe(7);
  });

  it('open nothing and make no folder before they are used, nor for a store that forgets', async () => {
    let opened = 0;
    const store = memoryStore();
    const { sessions, artifacts, folder } = scene(async () => {
      opened += 1;
      return store;
    });
    expect(opened).toBe(0);
    const { id } = await sessions.create({}, silent);
    await artifacts.store(id, large, silent);
    expect(existsSync(folder)).toBe(false);
  });

  it('try again what could not be opened, and follow the store when it was made anew', async () => {
    let current: Store | undefined;
    const { sessions, artifacts, folder } = scene(async () => current ?? Promise.reject(new Error('the disk is gone')));
    await expect(sessions.create({}, silent)).rejects.toThrow('the disk is gone');
    for (const made of [lasting(), lasting()]) {
      current = made;
      const { id } = await sessions.create({}, silent);
      const stored = await artifacts.store(id, large, silent);
      expect(Buffer.compare((await artifacts.content(stored))!, large.content)).toBe(0);
      expect((await made.keys({ prefix: 'artifact/content/' })).length).toBe(1);
    }
    expect(existsSync(folder)).toBe(true);
  });

  it('say when forgotten files could not be cleaned up, but not because the kernel ends', async () => {
    const failing = (error: Error): Store => {
      const store = lasting();
      return { ...store, get: (key) => (key === 'artifact/swept' ? Promise.reject(error) : store.get(key)) };
    };
    const { StoreError } = await import('../store/errors.ts');
    for (const [error, says] of [
      [new StoreError('store_closed', 'closed'), []],
      [new Error('no such disk'), ['forgotten files of artifacts could not be cleaned up: no such disk']],
    ] as const) {
      const store = failing(error);
      const { artifacts, warnings } = scene(async () => store);
      await artifacts.list('00000000-0000-7000-8000-000000000000');
      await new Promise((resolve) => setImmediate(resolve));
      expect(warnings).toEqual(says);
    }
  });
});
