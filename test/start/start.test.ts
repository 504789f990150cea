// `npm start` as a newcomer uses it: VS Code in the browser that ends with Ctrl-C, and a script in the terminal.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endGroup } from '../../scripts/lib/command.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import { newMark, waitUntilGone } from '../harness/leftovers.ts';

const INSTALLS_MS = 5 * 60_000; // the first time, VS Code for the browser is downloaded
const GONE_MS = 15_000;

interface Started {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  ended: Promise<number | null>;
}

function start(args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs'), ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output, ended: new Promise((resolve) => child.on('close', resolve)) };
}

async function until(started: Started, pattern: RegExp): Promise<RegExpExecArray> {
  let over = false;
  void started.ended.then(() => (over = true));
  for (;;) {
    const match = pattern.exec(started.output.stdout);
    if (match) return match;
    if (over) throw new Error(`it ended first:\n${started.output.stdout}${started.output.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('npm start in the browser', () => {
  const mark = newMark();
  let started: Started;
  let address: URL;

  beforeAll(async () => {
    started = start(['--browser'], mark);
    address = new URL((await until(started, /http:\S+/))[0]);
  }, INSTALLS_MS);
  afterAll(async () => {
    if (started.child.pid !== undefined) await endGroup(started.child.pid);
  });

  it('says what to do', async () => {
    await until(started, /open examples\/agents\.lua, press F5/);
  });

  it('serves this machine only, and only who has the token', async () => {
    expect(address.hostname).toBe('127.0.0.1');
    expect(address.searchParams.get('tkn')).toMatch(/^[0-9a-f]{32}$/);
    const stranger = await fetch(`${address.origin}/?folder=/`, { redirect: 'manual' });
    expect(stranger.status).toBe(403);
    const owner = await fetch(address, { redirect: 'manual' });
    expect(owner.status).toBeLessThan(400);
    expect(owner.headers.get('set-cookie')).toContain('tkn');
  });

  it('leaves no process behind after Ctrl-C', async () => {
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(130);
    expect(await waitUntilGone(mark, GONE_MS)).toEqual([]);
  });
}, INSTALLS_MS);

describe('npm start -- --run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmspell-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function script(text: string): string {
    const file = join(folder, 'script.lua');
    writeFileSync(file, text);
    return file;
  }

  it('prints what the script prints and nothing else, and passes its exit code on', async () => {
    const { ended, output } = start(['--run', script('print(select("#", ...), ...) os.exit(3)'), 'a', '--b']);
    expect(await ended).toBe(3);
    expect(output.stdout).toBe('2\ta\t--b\n');
  });

  it('finds the script from where the user stands', async () => {
    script('print("here")');
    const { ended, output } = start(['--run', 'script.lua'], { INIT_CWD: folder });
    expect(await ended).toBe(0);
    expect(output.stdout).toBe('here\n');
  });

  it('names the missing script', async () => {
    const { ended, output } = start(['--run', join(folder, 'missing.lua')]);
    expect(await ended).toBe(1);
    expect(output.stdout).toBe('');
    expect(output.stderr).toContain('missing.lua');
  });

  it('explains itself when used wrongly', async () => {
    const { ended, output } = start(['--rum']);
    expect(await ended).toBe(1);
    expect(output.stderr).toContain('usage: npm start');
  });
});
