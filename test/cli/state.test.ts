// `llmspell state` and `llmspell backup`: what scripts keep, seen, moved and brought back from the command line.
import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const KEEP = `
State.set("global", "theme", { name = "dark", sizes = { 10, 12.5 }, whole = 1.0, raw = "\\255\\0", [7] = "seven" })
State.set("mine", "big", math.maxinteger)
State.set("mine", "soon", 1, { ttl_seconds = 3600 })
`;
const CHECK = `
local t = State.get("global", "theme")
local big = State.get("mine", "big")
print(t.name, t.sizes[2], math.type(t.whole), t.raw == "\\255\\0", t[7], big == math.maxinteger, State.get("mine", "soon"))
`;
const WHOLE = 'dark\t12.5\tfloat\ttrue\tseven\ttrue\t1\n';

const lua = async (text: string): Promise<string> => {
  const { stdout, stderr, code } = await box.llmspell('run', box.file('script.lua', text)).ended;
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};
const command = (...args: string[]) => box.llmspell(...args).ended;
const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await command(...args, '--output', 'json')).stdout) as Record<string, unknown>;

describe('llmspell run', () => {
  it('opens no store for a script that keeps nothing', async () => {
    await lua('print(#Tool.list() > 0)');
    expect(existsSync(join(box.home, '.llmspell', 'state'))).toBe(false);
  });

  it('keeps what a script keeps for the next one', async () => {
    await lua(KEEP);
    expect(await lua(CHECK)).toBe(WHOLE);
  });

  it('keeps nothing where the backend is memory', async () => {
    box.file('llmspell.toml', '[state]\nbackend = "memory"\n');
    expect(await lua('State.set("global", "k", 1) print(State.get("global", "k"), State.get_storage_usage().backend)')).toBe('1\tmemory\n');
    expect(await lua('print(State.get("global", "k"))')).toBe('nil\n');
    expect(existsSync(join(box.home, '.llmspell', 'state'))).toBe(false);
  });
});

describe('llmspell state', () => {
  it('shows what is kept, all of it, of a scope, of a key', async () => {
    expect((await command('state', 'show')).stdout).toBe('nothing is kept there: scripts keep things with State.set\n');
    await lua(KEEP);
    const all = (await command('state', 'show')).stdout;
    expect(all).toContain('global\ttheme\t{');
    expect(all.split('\n').length).toBe(4);
    expect((await command('state', 'show', 'big')).stdout).toBe('custom:mine\tbig\t"9223372036854775807"\n');
    const { status, count, entries } = (await json('state', 'show', '--scope', 'mine')) as { status: string; count: number; entries: { key: string; expires_at?: string }[] };
    expect([status, count, entries.map(({ key }) => key)]).toEqual(['success', 2, ['big', 'soon']]);
    expect(Date.parse(entries[1]!.expires_at!)).toBeGreaterThan(Date.now());
  });

  it('clears a key, a scope, everything, and nothing unless told what', async () => {
    await lua(KEEP);
    expect(await command('state', 'clear')).toMatchObject({ code: 2, stderr: expect.stringContaining('clear what? Give a key, --scope, or --all') as string });
    expect((await command('state', 'clear', 'big', '--scope', 'mine')).stdout).toBe('removed 1 entry\n');
    expect((await json('state', 'clear', '--scope', 'mine'))['cleared']).toBe(1);
    expect((await command('state', 'clear', '--all')).stdout).toBe('removed 1 entry\n');
    expect((await json('state', 'show'))['count']).toBe(0);
  });

  it('exports and imports with nothing lost, in place of what is there or beside it', async () => {
    await lua(KEEP);
    expect((await command('state', 'export', 'state.json')).stdout).toBe(`wrote 3 entries to ${join(box.folder, 'state.json')}\n`);
    expect(statSync(join(box.folder, 'state.json')).mode & 0o077).toBe(0);
    await lua('State.set("other", "k", 1) State.set("mine", "big", "changed")');
    expect((await command('state', 'import', 'state.json', '--merge')).stdout).toBe('kept 3 entries\n');
    expect(await lua(`${CHECK} print(State.get("other", "k"))`)).toBe(`${WHOLE}1\n`);
    const imported = await command('state', 'import', 'state.json');
    expect(imported.stdout).toMatch(/^kept 3 entries\nwhat was there before is in the backup \S+\n$/);
    expect(await lua(`${CHECK} print(State.get("other", "k"))`)).toBe(`${WHOLE}nil\n`);
    box.file('own.json', JSON.stringify({ format: 'llmspell-state', entries: [{ scope: 'hand', key: 'made', value: { list: [1, 2.5, 'x'] } }] }));
    await command('state', 'import', 'own.json', '--merge');
    expect(await lua('local v = State.get("hand", "made") print(math.type(v.list[1]), v.list[2], v.list[3])')).toBe('integer\t2.5\tx\n');
  });

  it('says what is wrong with a file it cannot import, and changes nothing', async () => {
    await lua(KEEP);
    const refused = async (text: string) => (box.file('bad.json', text), (await command('state', 'import', 'bad.json')).stderr);
    expect(await refused('{')).toContain('bad.json is no exported state: ');
    expect(await refused('[]')).toContain('`llmspell state export` writes {"format": "llmspell-state", "entries": […]}');
    expect(await refused('{"format": "llmspell-state", "entries": [{"scope": "a"}]}')).toContain('entry 1 has no scope or no key');
    expect(await refused('{"format": "llmspell-state", "entries": [{"scope": "a", "key": "k"}]}')).toContain('entry 1 ("k") has no value');
    expect(await lua(CHECK)).toBe(WHOLE);
  });
});

describe('llmspell backup', () => {
  it('creates, lists, restores and deletes', async () => {
    expect((await command('backup', 'list')).stdout).toBe('there are no backups: `llmspell backup create` makes one\n');
    await lua(KEEP);
    const id = (await command('backup', 'create')).stdout.trim();
    await lua('State.set("mine", "big", 2)');
    const { backup } = (await json('backup', 'create', '--incremental')) as { backup: { id: string; base: string } };
    expect(backup.base).toBe(id);
    expect((await command('backup', 'delete', id)).stderr).toContain(`the backup "${id}" cannot be removed: ${backup.id} only has what has changed since`);
    expect((await command('backup', 'restore', id)).stdout).toMatch(/^brought back \d+ entries\nwhat was there before is in the backup \S+\n$/);
    expect(await lua(CHECK)).toBe(WHOLE);
    expect((await command('backup', 'delete', backup.id)).stdout).toBe(`removed the backup ${backup.id}\n`);
    expect((await json('backup', 'list'))['count']).toBe(2);
    expect(await command('backup', 'restore', 'nothing')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no backup "nothing"') as string });
  });

  it('brings back a store that was damaged, after a script was told so', async () => {
    await lua(KEEP);
    const id = (await command('backup', 'create')).stdout.trim();
    const file = join(box.home, '.llmspell', 'state', 'data.mdb');
    truncateSync(file, 3 * 4096);
    const damaged = readFileSync(file);
    const told = await command('run', box.file('script.lua', CHECK));
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(`the store in ${join(box.home, '.llmspell', 'state')} is damaged: it is cut off`);
    expect(told.stderr).toContain('`llmspell backup restore`');
    expect((await command('backup', 'restore', id)).stdout).toMatch(/^brought back \d+ entries\nthe damaged store stays beside it\n$/);
    expect(await lua(CHECK)).toBe(WHOLE);
    expect(damaged.length).toBe(3 * 4096);
  });
});
