/** bin/llmspell, the command of VS Code's terminals: which Node.js runs the program, wherever it is called from. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SHIM = new URL('../../bin/llmspell', import.meta.url).pathname;

describe.skipIf(process.platform === 'win32')('bin/llmspell', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'shim '))); // with a blank
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A PATH with what the shell script calls, and with `node` only where it is wanted. */
  function run(command: string, args: readonly string[], { node, env = {} }: { readonly node: boolean; readonly env?: Record<string, string> }) {
    const bin = join(folder, 'path');
    mkdirSync(bin);
    for (const tool of ['sh', 'dirname', 'readlink']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
    if (node) symlinkSync(process.execPath, join(bin, 'node'));
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env: { PATH: bin, HOME: folder, ...env }, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  it('passes arguments, output and exit code of the program, which the named Node.js runs', () => {
    writeFileSync(join(folder, 'a b.lua'), 'print(#arg, ...) os.exit(7)');
    expect(run(SHIM, ['run', 'a b.lua', 'one two', '', '*'], { node: false, env: { LLMSPELL_NODE: process.execPath } })).toEqual({ status: 7, stdout: '3\tone two\t\t*\n', stderr: '' });
  });

  it('takes the node on the PATH when none is named, or the named one is gone', () => {
    expect(run(SHIM, ['--version'], { node: true }).stdout).toMatch(/^llmspell \d/);
    rmSync(join(folder, 'path'), { recursive: true });
    expect(run(SHIM, ['--version'], { node: true, env: { LLMSPELL_NODE: '/gone/node' } }).stdout).toMatch(/^llmspell \d/);
  });

  it('is found through links', () => {
    mkdirSync(join(folder, 'links'));
    symlinkSync(SHIM, join(folder, 'one'));
    symlinkSync('../one', join(folder, 'links', 'two'));
    expect(run(join(folder, 'links', 'two'), ['--version'], { node: true }).stdout).toMatch(/^llmspell \d/);
  });

  it('says what is missing when there is no Node.js', () => {
    const { status, stderr } = run(SHIM, ['--version'], { node: false });
    expect(status).toBe(127);
    expect(stderr).toContain('install Node.js 20');
  });

  it('does not tell scripts how Electron was made a Node.js', () => {
    writeFileSync(join(folder, 'env.lua'), 'print(os.getenv("ELECTRON_RUN_AS_NODE"), os.getenv("HOME"))');
    expect(run(SHIM, ['run', 'env.lua'], { node: false, env: { LLMSPELL_NODE: process.execPath } }).stdout).toBe(`nil\t${folder}\n`);
  });

  it('runs a Node.js whose path has blanks', () => {
    const node = join(folder, 'my node', 'node');
    mkdirSync(dirname(node));
    writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
    chmodSync(node, 0o755);
    expect(run(SHIM, ['--version'], { node: false, env: { LLMSPELL_NODE: node } }).stdout).toMatch(/^llmspell \d/);
  });
});
