// Commands end whole: what they started ends with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { endGroup, groupLives, mustRun, run } from './command.mjs';

const node = process.execPath;

/** A process with a child of its own, in a group; resolves when both run. @param {string} childCode */
async function familyOf(childCode) {
  const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(childCode)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
  const parent = spawn(node, ['-e', code], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  return { parent, pid: Number(parent.pid) };
}

describe('commands', () => {
  it('answers the exit code and, when quiet, the output', async () => {
    expect(await run(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)'], { quiet: true })).toEqual({
      code: 3,
      output: expect.stringMatching(/^(out\nerr\n|err\nout\n)$/),
    });
  });

  it('shows the output at once and keeps it too, when asked to', async () => {
    const shown = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { output } = await run(node, ['-e', 'console.log("out")'], { keep: true });
    const texts = shown.mock.calls.map(([text]) => text);
    shown.mockRestore();
    expect(output).toBe('out\n');
    expect(texts).toContain('out\n');
  });

  it('shows what a failed command said', async () => {
    await expect(mustRun(node, ['-e', 'console.log("reason"); process.exit(1)'], { quiet: true })).rejects.toThrow(/exit code 1\)\nreason/);
  });

  it('says that a command cannot be started', async () => {
    await expect(run('no-such-command-here', [])).rejects.toThrow(/no-such-command-here cannot be started/);
  });

  it('ends a command that takes longer than its limit', async () => {
    expect((await run(node, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: 300 })).code).not.toBe(0);
  });

  it('ends a group with its grandchildren', async () => {
    const { pid } = await familyOf('console.log("up"); setInterval(() => {}, 1000)');
    await endGroup(pid);
    expect(groupLives(pid)).toBe(false);
  });

  it('forces a group that does not listen', async () => {
    const { pid } = await familyOf('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)');
    await endGroup(pid, 200);
    expect(groupLives(pid)).toBe(false);
  });

  it('starts no further command once a signal has come', async () => {
    const library = new URL('command.mjs', import.meta.url).href;
    const code = `
      import { endCommandsOnSignals, run } from ${JSON.stringify(library)};
      endCommandsOnSignals();
      for (;;) await run(process.execPath, ['-e', 'console.log("up"); setTimeout(() => {}, 3000)']);`;
    const script = spawn(node, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    script.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    await once(script.stdout, 'data');
    script.kill('SIGTERM');
    // Its output is closed once every process that inherited it has ended.
    await once(script, 'close');
    expect(output).toBe('up\n');
  });
});
