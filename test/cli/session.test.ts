import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

/** Makes two sessions, the second with artifacts, and answers their ids. */
async function twoSessions(): Promise<[string, string]> {
  const script = box.file(
    'make.lua',
    `local first = Session.create({ name = "first" })
     Session.complete(first)
     local second = Session.create({ name = "sec\\27[31mond", description = "with things", tags = { "a", "b" }, metadata = { deep = { 1, 2.5 }, raw = "x" } })
     State.set("session:" .. second, "step", 1)
     Artifact.store(second, "note", "poem.txt", "rain", { mood = "calm" })
     local digits = {}
     for i = 1, 10000 do digits[i] = math.random(0, 1 << 40) end
     Artifact.store(second, "note", "large.bin", table.concat(digits))
     io.write(first, " ", second)`,
  );
  const { stdout, code } = await box.llmspell('run', script).ended;
  expect(code).toBe(0);
  return stdout.split(' ') as [string, string];
}

const json = async (...args: string[]) => {
  const { stdout, code } = await box.llmspell('session', ...args, '--output', 'json').ended;
  return { code, document: JSON.parse(stdout) as Record<string, unknown> };
};

describe('llmspell session', () => {
  it('lists sessions, the newest first, in short and in detail', async () => {
    const [first, second] = await twoSessions();
    const short = await box.llmspell('session', 'list').ended;
    expect(short.code).toBe(0);
    expect(short.stdout.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${second}  active     \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  sec\ufffd\\[31mond$`)),
      expect.stringMatching(new RegExp(`^${first}  completed  .*  first$`)),
      '',
    ]);
    const detailed = await box.llmspell('session', 'list', '--detailed').ended;
    expect(detailed.stdout).toContain('    description: with things\n    tags: ["a","b"]\n');
    expect(detailed.stdout).toContain('    artifact_count: 2\n');
    const { document } = await json('list');
    expect(document).toMatchObject({ status: 'success', count: 2, sessions: [{ id: second, status: 'active', tags: ['a', 'b'], artifact_count: 2 }, { id: first, name: 'first', status: 'completed' }] });
  });

  it('shows one with its metadata and artifacts', async () => {
    const [, second] = await twoSessions();
    const { document } = await json('show', second);
    expect(document).toMatchObject({
      status: 'success',
      session: { id: second, custom_metadata: { deep: [1, 2.5], raw: 'x' } },
      artifacts: [{ name: 'poem.txt', size: 4, custom: { mood: 'calm' } }, { name: 'large.bin' }],
    });
    const { stdout } = await box.llmspell('session', 'show', second).ended;
    expect(stdout).toContain('description: with things\n');
    expect(stdout).toMatch(/artifacts:\n {4}1 {2}poem\.txt {2}version 1 {2}note {2}4 bytes {2}\d/);
  });

  it('deletes one with all that belongs to it, or all', async () => {
    const [first, second] = await twoSessions();
    const files = () => readdirSync(join(box.home, '.llmspell', 'state', 'artifacts'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files()).toHaveLength(1);
    expect((await box.llmspell('session', 'delete', second).ended).stdout).toBe(`deleted session ${second}\n`);
    expect(files()).toEqual([]);
    const gone = await box.llmspell('session', 'show', second).ended;
    expect(gone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error: Session not found: ${second}`) as string });
    expect(await json('delete', '--all')).toEqual({ code: 0, document: { status: 'success', deleted: [first] } });
    expect(await json('list')).toEqual({ code: 0, document: { status: 'success', sessions: [], count: 0 } });
  });

  it('says what is missing, and makes no store to look into', async () => {
    expect(await box.llmspell('session', 'list').ended).toMatchObject({ code: 0, stdout: 'no sessions are kept: scripts make them with Session.create\n', stderr: '' });
    expect(await json('show', 'main')).toEqual({ code: 1, document: { status: 'error', error: 'Invalid session ID: "main" is no id that Session.create answered' } });
    expect(await box.llmspell('session', 'delete').ended).toMatchObject({ code: 2, stderr: 'error: which session? Give its id, or --all for all of them; `llmspell session list` shows them\n' });
    expect(await box.llmspell('session', 'replay', 'x').ended).toMatchObject({ code: 1, stderr: expect.stringContaining('is not in this version') as string });
    expect(existsSync(join(box.home, '.llmspell', 'state'))).toBe(false);
  });
});
