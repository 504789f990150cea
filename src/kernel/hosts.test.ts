import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig, formatProblem, loadConfig, type Config } from '../base/config/index.ts';
import { readEnvironment } from '../base/env.ts';
import { Hosts, type HostsOptions } from './hosts.ts';
import { hostOf } from './sessions/testing.ts';

let folder: string;
let reported: string[];
/** Configurations that Hosts were given while they were up. */
let reconfigured: Config[];
let changes: string[];
let broken: string[];
let own: (string | undefined)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-hosts-'));
  [reported, reconfigured, changes, broken, own] = [[], [], [], [], []];
});
afterEach(() => rmSync(folder, { recursive: true }));

const hosts = (follow: boolean, options: Partial<HostsOptions> = {}): Hosts =>
  new Hosts({
    environment: { ...readEnvironment(), cwd: folder, home: folder, vars: {} },
    config: defaultConfig,
    follow,
    keepWhenBroken: false,
    create: async () => ({ ...hostOf(async () => []), reconfigure: (config) => void reconfigured.push(config) }),
    report: ({ warnings }) => void reported.push(...warnings.map(formatProblem)),
    reconfigured: () => undefined,
    changed: (before, after) => void changes.push(`${before.kernel.port} > ${after.kernel.port}`),
    broken: (error) => void broken.push(error.message),
    own: (config) => void own.push(config.logging.level),
    files: () => undefined,
    ...options,
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
  it('lays a file on the profile that a script asks for, and keeps a host for each', async () => {
    const all = hosts(true);
    const plain = await all.get({});
    const testing = await all.get({ profile: 'bases/testing' });
    expect([plain.config.logging.level, testing.config.logging.level]).toEqual([undefined, 'error']);
    expect(testing.host).not.toBe(plain.host);
    expect((await all.get({ profile: 'bases/testing' })).host).toBe(testing.host);
    edit('a.toml', 1);
    const both = await all.get({ file: 'a.toml', profile: 'bases/testing' });
    expect([both.config.kernel.port, both.config.logging.level]).toEqual([1, 'error']);
    expect((await all.get({ file: 'a.toml' })).config.logging.level).toBeUndefined();
    expect((await hosts(false).get({ profile: 'bases/testing' })).config.logging.level).toBe('error');
    await expect(all.get({ profile: 'bases/tset' })).rejects.toThrow('unknown profile "bases/tset"');
  });

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

describe('Hosts, when files are edited', () => {
  /** The whole text of a file, with a time of its own. */
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    edits += 1;
    utimesSync(join(folder, name), edits, edits);
  };

  it('gives the Host that is there the new configuration', async () => {
    const kept = hosts(true);
    edit('llmspell.toml', 1);
    const before = await kept.get({});
    await kept.refresh();
    expect(changes).toEqual([]);
    edit('llmspell.toml', 2);
    await kept.refresh();
    expect(changes).toEqual(['1 > 2']);
    expect(reconfigured.map(({ kernel }) => kernel.port)).toEqual([2]);
    expect((await kept.get({})).host).toBe(before.host);
    expect(kept.all()).toHaveLength(1);
  });

  it('makes another Host for the next script where things are kept elsewhere, and gives the old one the rest', async () => {
    const kept = hosts(true);
    edit('llmspell.toml', 1);
    const before = await kept.get({});
    write('llmspell.toml', '[kernel]\nport = 2\n[state]\nbackend = "memory"\n');
    const after = await kept.get({});
    expect(after.host).not.toBe(before.host);
    expect(after.config.state.backend).toBe('memory');
    expect(reconfigured).toHaveLength(1);
    expect(reconfigured[0]).toMatchObject({ kernel: { port: 2 }, state: { backend: 'lmdb' } });
  });

  it('tells of a broken file once, with its line, and goes on with what was there', async () => {
    const kept = hosts(true);
    edit('llmspell.toml', 1);
    const before = await kept.get({});
    write('llmspell.toml', '[kernel]\nport = "x"\n');
    await kept.refresh();
    await kept.refresh();
    expect(broken).toEqual([expect.stringMatching(/llmspell\.toml:2: error: kernel\.port/)]);
    expect(reconfigured).toEqual([]);
    // Who starts a script is told as well.
    await expect(kept.get({})).rejects.toThrow(/llmspell\.toml:2/);
    edit('llmspell.toml', 3);
    await kept.refresh();
    expect(reconfigured.map(({ kernel }) => kernel.port)).toEqual([3]);
    expect((await kept.get({})).host).toBe(before.host);
  });

  it('starts scripts with what was there before a file broke, where it shall', async () => {
    const kept = hosts(true, { keepWhenBroken: true });
    write('llmspell.toml', '[\n');
    await expect(kept.get({})).rejects.toThrow(/broken TOML/);
    edit('llmspell.toml', 1);
    const before = await kept.get({});
    write('llmspell.toml', '[\n');
    expect(await kept.get({})).toBe(before);
    expect(await kept.get({})).toBe(before);
    expect(broken).toEqual([expect.stringContaining('llmspell.toml:1: error: broken TOML')]);
    await expect(kept.get({ file: 'llmspell.toml' })).rejects.toThrow(/broken TOML/);
  });

  it('reads all again when asked to, and leaves alone what says the same', async () => {
    const kept = hosts(true);
    edit('llmspell.toml', 1);
    await kept.get({});
    writeFileSync(join(folder, 'llmspell.toml'), '[kernel]\nport = 7\n');
    utimesSync(join(folder, 'llmspell.toml'), edits, edits);
    await kept.refresh(true);
    await kept.refresh(true);
    expect(changes).toEqual(['1 > 7']);
    expect(reconfigured).toHaveLength(1);
  });

  it('keeps what a script has when its file is gone', async () => {
    const kept = hosts(true);
    edit('llmspell.toml', 1);
    await kept.get({});
    rmSync(join(folder, 'llmspell.toml'));
    await kept.refresh(true);
    expect([broken, changes, reconfigured]).toEqual([[], [], []]);
    expect((await kept.get({})).config).toBe(defaultConfig);
  });

  it('keeps folders apart whose profiles differ, and shares the Host of those that have none', async () => {
    const kept = hosts(true);
    write('own.toml', '[profile]\nextends = "mine"\n');
    write('.llmspell/profiles/mine.toml', '[kernel]\nport = 1\n');
    write('a/.llmspell/profiles/mine.toml', '[kernel]\nport = 2\n');
    write('b/.llmspell/profiles/mine.toml', '[kernel]\nport = 3\n');
    write('c/x', '');
    write('d/x', '');
    const at = (name: string) => kept.get({ file: join(folder, 'own.toml'), cwd: join(folder, name) });
    const [a, b, c, d] = [await at('a'), await at('b'), await at('c'), await at('d')];
    expect([a, b, c, d].map(({ config }) => config.kernel.port)).toEqual([2, 3, 1, 1]);
    expect(new Set([a.host, b.host, c.host]).size).toBe(3);
    expect(d.host).toBe(c.host);
    write('b/.llmspell/profiles/mine.toml', '[kernel]\nport = 4\n');
    await kept.refresh();
    expect([a, b, c].map(({ config }) => config.kernel.port)).toEqual([2, 4, 1]);
  });

  it("tells the kernel of its own configuration, and of nobody else's", async () => {
    const kept = hosts(true);
    write('llmspell.toml', '[logging]\nlog_level = "info"\n');
    write('other.toml', '[logging]\nlog_level = "trace"\n');
    await kept.get({});
    await kept.get({ file: 'other.toml' });
    write('llmspell.toml', '[logging]\nlog_level = "debug"\n');
    await kept.refresh();
    expect(own).toEqual(['info', 'debug']);
  });

  it('has what the kernel was started with, where that was broken before the first script', async () => {
    edit('llmspell.toml', 1);
    const { config } = await loadConfig({ ...readEnvironment(), cwd: folder, home: folder, vars: {} });
    const kept = hosts(true, { keepWhenBroken: true, config });
    write('llmspell.toml', '[\n');
    const first = await kept.get({});
    expect(first.config).toBe(config);
    expect(broken).toHaveLength(1);
    edit('llmspell.toml', 2);
    await kept.refresh();
    expect(changes).toEqual(['1 > 2']);
    expect(first.config.kernel.port).toBe(2);
    expect((await kept.get({})).host).toBe(first.host);
  });
});
