import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../base/config/index.ts';
import { readEnvironment } from '../../base/env.ts';
import { Stores } from './stores.ts';

const root = mkdtempSync(join(tmpdir(), 'llmspell-stores-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let homes = 0;
const home = (): string => join(root, `home ${(homes += 1)}`);
const config = (state: Partial<Config['state']>, file?: string): Config => ({ ...defaultConfig, file, state: { ...defaultConfig.state, ...state } });

function stores(userHome: string, options: { loadLmdb?: () => Promise<unknown> } = {}) {
  const warnings: string[] = [];
  return { warnings, all: new Stores({ environment: { ...readEnvironment(), home: userHome, cwd: join(root, 'cwd') }, warn: (message) => warnings.push(message), ...options }) };
}

describe('stores', () => {
  it('opens one store for each folder, in the home folder by default, and only when asked', async () => {
    const userHome = home();
    const { all } = stores(userHome);
    expect(existsSync(userHome)).toBe(false);
    const store = await all.open(config({}));
    expect(store.name).toBe(`lmdb in ${join(userHome, '.llmspell/state')}`);
    expect(await all.open(config({ path: '~/.llmspell/state' }))).toBe(store);
    expect(await all.open(config({ path: '~/other' }))).not.toBe(store);
    await all.close();
    await expect(store.get('x')).rejects.toThrow('is closed');
    await expect(all.open(config({}))).rejects.toThrow('is closed');
  });

  it('finds a relative path beside the configuration that names it', () => {
    const { all } = stores(home());
    expect(all.folderOf(config({ path: 'data/state' }, '/project/llmspell.toml'))).toBe('/project/data/state');
    expect(all.folderOf(config({ path: 'data/state' }))).toBe(join(root, 'cwd/data/state'));
    expect(all.backupFolderOf(config({}))).toMatch(/\/\.llmspell\/backups$/);
  });

  it('keeps everything in memory when that is configured, once for all', async () => {
    const userHome = home();
    const { all } = stores(userHome);
    const store = await all.open(config({ backend: 'memory' }));
    expect(store.name).toBe('memory');
    expect(await all.open(config({ backend: 'memory', path: '/elsewhere' }))).toBe(store);
    expect(existsSync(userHome)).toBe(false);
    await all.close();
  });

  it('goes on in memory where lmdb cannot be loaded, and says so', async () => {
    const userHome = home();
    const { all, warnings } = stores(userHome, { loadLmdb: () => Promise.reject(new Error('lmdb cannot be loaded by Node v1: no binary')) });
    expect((await all.open(config({}))).name).toBe('memory');
    expect(warnings).toEqual([
      `lmdb cannot be loaded by Node v1: no binary. What scripts keep in ${join(userHome, '.llmspell/state')} is not there, and what they keep now is forgotten with this kernel`,
    ]);
    await all.close();
  });

  it('tries again what failed', async () => {
    const { all } = stores(home());
    await expect(all.open(config({ path: '/dev/null/state' }))).rejects.toThrow('cannot open the store in /dev/null/state');
    await expect(all.open(config({ path: '/dev/null/state' }))).rejects.toThrow('cannot open the store in /dev/null/state');
    await all.close();
  });
});
