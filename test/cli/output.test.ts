/** What becomes of the command's output: nothing is lost with a slow reader, a reader that has left ends it quietly, a full disk is told. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, Sandbox, sleeping, type Running } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

/** More than a pipe holds. */
const MANY = 3000;
const brokenConfig = (): string => box.file('broken.toml', Array.from({ length: MANY }, (_, i) => `[providers.p${i}]\nprovider_type = "nope"\n`).join(''));

/** Reads nothing until the program has filled its pipe and sleeps, or has given up. */
async function readLate(running: Running, stream: 'stdout' | 'stderr'): Promise<void> {
  running.process[stream].pause();
  await sleeping(running.pid);
  running.process[stream].resume();
}

describe('a slow reader', () => {
  it('gets every finding of a configuration', async () => {
    const running = box.llmspell('-c', brokenConfig(), 'run', 'a.lua');
    await readLate(running, 'stderr');
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(MANY);
  });

  it('gets a failure as one whole JSON document', async () => {
    const running = box.llmspell('-c', brokenConfig(), 'run', 'a.lua', '--output', 'json');
    await readLate(running, 'stdout');
    const { code, stdout } = await running.ended;
    expect(code).toBe(1);
    const document = JSON.parse(stdout) as { status: string; error: string };
    expect(document.status).toBe('error');
    expect(document.error.split('\n')).toHaveLength(MANY);
  });
});

describe('a reader that has left', () => {
  it.each([
    ['the result of exec', ['exec', 'return ("x"):rep(1000000)']],
    ['a JSON document', ['exec', '--output', 'json', 'print(("x"):rep(1000000))']],
  ])('ends %s quietly', async (_what, args) => {
    const running = box.llmspell(...args);
    running.process.stdout.destroy();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([141, '']);
  });

  it('of stderr is no crash', async () => {
    const running = box.llmspell('run', box.file('loud.lua', 'for i = 1, 1000 do io.stderr:write(("x"):rep(1000)) end print("never")'));
    running.process.stderr.destroy();
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([141, '']);
  });
});

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it('is told, and fails the run', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [CLI, 'run', box.file('a.lua', 'print("lost")')], { cwd: box.folder, stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number];
    await full.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: cannot write the output: ENOSPC.*Send it to another place\.\n$/);
  });
});
