import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig, formatProblem } from '../base/config/index.ts';
import { readEnvironment } from '../base/env.ts';
import { Hosts } from './hosts.ts';
import { hostOf } from './sessions/testing.ts';

let folder: string;
let reported: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-hosts-'));
  reported = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const hosts = (follow: boolean): Hosts =>
  new Hosts({
    environment: { ...readEnvironment(), cwd: folder, home: folder, vars: {} },
    config: defaultConfig,
    follow,
    create: async () => hostOf(async () => []),
    report: ({ warnings }) => void reported.push(...warnings.map(formatProblem)),
  });

let edits = 0;
function edit(name: string, port: number): void {
  const path = join(folder, name);
  writeFileSync(path, `[kernel]\nport = ${port}\n`);
  // Two edits within one tick of the file system's clock would look like one.
  edits += 1;
  utimesSync(path, edits, edits);
}

describe('Hosts', () => {
  it('keeps one host for each configuration', async () => {
    edit('a.toml', 1);
    const kept = hosts(false);
    const [base, again, own, sameOwn] = await Promise.all([kept.get({}), kept.get({}), kept.get({ file: 'a.toml' }), kept.get({ file: join(folder, 'a.toml') })]);
    expect(again.host).toBe(base.host);
    expect(own.config.kernel.port).toBe(1);
    expect(sameOwn.host).toBe(own.host);
    expect(own.host).not.toBe(base.host);
    expect(kept.all()).toHaveLength(2);
  });

  it('reads a file again when it was edited', async () => {
    const kept = hosts(false);
    edit('a.toml', 1);
    await kept.get({ file: 'a.toml' });
    edit('a.toml', 2);
    expect((await kept.get({ file: 'a.toml' })).config.kernel.port).toBe(2);
  });

  it('finds a file that came later, where the script works, if it shall follow', async () => {
    const [following, fixed] = [hosts(true), hosts(false)];
    expect((await following.get({})).config).toBe(defaultConfig);
    edit('llmspell.toml', 7);
    mkdirSync(join(folder, 'other'));
    edit('other/llmspell.toml', 8);
    expect((await following.get({})).config.kernel.port).toBe(7);
    expect((await following.get({ cwd: join(folder, 'other') })).config.kernel.port).toBe(8);
    expect((await fixed.get({})).config).toBe(defaultConfig);
  });

  it('tells warnings once, and errors each time until they are mended', async () => {
    const kept = hosts(true);
    writeFileSync(join(folder, 'llmspell.toml'), 'prot = 1\n');
    await kept.get({});
    await kept.get({});
    expect(reported).toHaveLength(1);
    writeFileSync(join(folder, 'bad.toml'), '[\n');
    await expect(kept.get({ file: 'bad.toml' })).rejects.toThrow(/bad.toml:1: error: broken TOML/);
    await expect(kept.get({ file: 'bad.toml' })).rejects.toThrow(/broken TOML/);
    edit('bad.toml', 3);
    expect((await kept.get({ file: 'bad.toml' })).config.kernel.port).toBe(3);
    await expect(kept.get({ file: 'none.toml' })).rejects.toThrow(/not found/);
  });

  it('tries again what failed, also when nothing was written since', async () => {
    const kept = hosts(true);
    const path = join(folder, 'llmspell.toml');
    mkdirSync(path);
    utimesSync(path, 5, 5);
    await expect(kept.get({})).rejects.toThrow(/this is a folder/);
    rmSync(path, { recursive: true });
    writeFileSync(path, '[kernel]\nport = 9\n');
    utimesSync(path, 5, 5);
    expect((await kept.get({})).config.kernel.port).toBe(9);
  });
});
