/** `llmspell run --debug`: waits for a debugger, tells the editor window of its terminal, and leaves nothing behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parseAttachRequest, type EditorAttachReply, type EditorAttachRequest } from '../../src/common/editor-attach.ts';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { attachTo, reach } from '../dap/kernel.ts';
import { CLI, Sandbox, lives, type Running } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const text = `local name = io.read()
print("hello " .. name)
io.stderr:write("warned\\n")
os.exit(3)
`;

const leftovers = (): string[] => [join(box.home, '.llmspell', 'kernels'), join(box.runtime, 'llmspell')].flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));

async function said(running: Running, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(running.stderr);
    if (found) return found;
    await Promise.race([new Promise((resolve) => running.process.stderr.once('data', resolve)), running.ended.then(() => Promise.reject(new Error(`it ended: ${running.stderr}`)))]);
  }
}

async function connectionOf(running: Running): Promise<ConnectionInfo> {
  const [, file = ''] = await said(running, /connection file: (.*)\n/);
  return JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
}

/** A window that answers what the test says. */
async function editorWindow(reply: EditorAttachReply | string): Promise<{ readonly path: string; readonly requests: EditorAttachRequest[] }> {
  const path = join(box.runtime, 'window.sock');
  const requests: EditorAttachRequest[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (line) => {
      requests.push(parseAttachRequest(line.toString())!);
      socket.write(typeof reply === 'string' ? reply : `${JSON.stringify(reply)}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { path, requests };
}

const runDebug = (path: string, env: Record<string, string> = {}, ...args: string[]): Running => box.start(CLI, ['run', '--debug-port', '0', path, ...args], env);

describe('run --debug', () => {
  it('waits, stops at breakpoints, reads from the terminal, and ends with the exit code of the script', async () => {
    const path = box.file('a b/hällo.lua', text);
    const running = runDebug(path);
    const info = await connectionOf(running);
    expect(info).toMatchObject({ transport: 'tcp', ip: '127.0.0.1', pid: running.pid, program: path, written_by_kernel: true });
    expect(running.stderr).toContain(`waiting for a debugger on port ${info.dap_port}`);
    await said(running, /"request": "attach"/);
    expect(running.stderr).not.toContain(info.token);
    const { dap } = await attachTo(info, path, [2]);
    running.process.stdin.write('Ada\n');
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:2');
    expect(await dap.evaluate('name', (await dap.stack(1))[0]!.id)).toBe('"Ada"');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(3);
    expect(dap.output('stdout')).toBe('hello Ada\n');
    const ended = await running.ended;
    expect(ended).toMatchObject({ code: 3, stdout: 'hello Ada\n' });
    expect(ended.stderr).toMatch(/warned\n$/);
    expect(leftovers().filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  it('stops on entry when the debugger wants it', async () => {
    const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const running = runDebug(path);
    const { dap } = await attachTo(await connectionOf(running), path, [], { stopOnEntry: true });
    expect(await dap.stoppedAt('entry')).toBe('main chunk:1');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect((await running.ended).code).toBe(0);
  });

  it('goes on without its debugger, also when that comes and goes before the start', async () => {
    const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const running = runDebug(path);
    const info = await connectionOf(running);
    const early = reach(info);
    await early.initialize();
    await early.request('attach', { token: info.token });
    await early.request('disconnect');
    const { dap } = await attachTo(info, path, [2]);
    await dap.stoppedAt('breakpoint');
    await dap.request('disconnect');
    expect(await running.ended).toMatchObject({ code: 0, stdout: '1\n' });
  });

  it('lets nobody in without the token, and runs nothing else', async () => {
    const path = box.file('a.lua', 'print(1)\n');
    const info = await connectionOf(runDebug(path));
    const stranger = reach(info);
    await stranger.initialize();
    await expect(stranger.request('attach', { token: 'wrong' })).rejects.toThrow(/token/);
    await expect(stranger.request('launch', { program: path, token: info.token })).rejects.toThrow(/attach/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s while it waits, and leaves nothing', async (signal, code) => {
    const running = runDebug(box.file('a.lua', 'print(1)\n'));
    await connectionOf(running);
    running.kill(signal);
    expect(await running.ended).toMatchObject({ code, stdout: '' });
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s while the script is stopped, and tells the debugger', async (signal, code) => {
    const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const running = runDebug(path);
    const { dap } = await attachTo(await connectionOf(running), path, [2]);
    await dap.stopped('breakpoint');
    running.kill(signal);
    await dap.event('terminated');
    expect(await running.ended).toMatchObject({ code, stdout: '' });
    expect(leftovers()).toEqual([]);
  });

  it('names the port that is in use, and takes another when none was asked for', async () => {
    const path = box.file('a.lua', 'print(1)\n');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await box.llmspell('run', '--debug-port', String(port), path).ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^error: port ${port} \\(debugger\\) is in use.*--debug-port`)) as string,
    });
    server.close();
    expect(leftovers()).toEqual([]);
    // Two at once: one of them at most has the usual port.
    const [one, two] = await Promise.all([connectionOf(box.llmspell('run', '--debug', path)), connectionOf(box.llmspell('run', '--debug', path))]);
    expect(one.dap_port).not.toBe(two.dap_port);
  });

  it('refuses a port that is none', async () => {
    const ended = await box.llmspell('run', '--debug-port', '70000', 'a.lua').ended;
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('0 to 65535') as string });
  });

  it('says what is wrong with the script before it waits', async () => {
    expect(await box.llmspell('run', '--debug', 'missing.lua').ended).toMatchObject({ code: 1, stderr: expect.stringContaining('script not found') as string });
  });
});

describe('run --debug in the terminal of an editor', () => {
  it('tells its window where to attach', async () => {
    const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const window = await editorWindow({ ok: true });
    const running = runDebug(path, { LLMSPELL_EDITOR_ATTACH: window.path });
    const info = await connectionOf(running);
    await said(running, /the editor window of this terminal was told/);
    expect(window.requests).toEqual([{ type: 'attach', connectionFile: expect.stringContaining(`kernel-${info.kernel_id}.json`) as string, program: path, cwd: box.folder }]);
    expect(running.stderr).not.toContain('launch.json');
    const { dap } = await attachTo(info, path, [2]);
    await dap.stopped('breakpoint');
    await dap.request('continue', { threadId: 1 });
    expect((await running.ended).code).toBe(0);
  });

  it.each([
    ['refuses', { ok: false, message: 'the folder is not trusted' }, /does not attach: the folder is not trusted/],
    ['speaks nonsense', 'what?\n', /does not attach: it cannot be reached \(it answered something else\)/],
  ])('says why when the window %s, how to attach, and waits on', async (_what, reply, message) => {
    const path = box.file('a.lua', 'print(1)\n');
    const window = await editorWindow(reply);
    const running = runDebug(path, { LLMSPELL_EDITOR_ATTACH: window.path });
    const info = await connectionOf(running);
    await said(running, message);
    await said(running, /launch\.json/);
    await attachTo(info, path);
    expect(await running.ended).toMatchObject({ code: 0, stdout: '1\n' });
  });

  it('does without a window that is gone', async () => {
    const path = box.file('a.lua', 'print(1)\n');
    const running = runDebug(path, { LLMSPELL_EDITOR_ATTACH: join(box.runtime, 'gone.sock') });
    await said(running, /does not attach: it cannot be reached/);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });
});

it('is listed with the other kernels, and not ended with them', async () => {
  const running = runDebug(box.file('a.lua', 'print(1)\n'));
  const info = await connectionOf(running);
  const list = JSON.parse((await box.llmspell('kernel', 'list', '--output', 'json').ended).stdout) as { id: string; dap_port: number }[];
  expect(list).toMatchObject([{ id: info.kernel_id, dap_port: info.dap_port }]);
  expect(await box.llmspell('kernel', 'stop').ended).toMatchObject({ code: 1, stderr: expect.stringContaining('single scripts') as string });
  expect(lives(running.pid)).toBe(true);
  expect(createConnection(info.dap_port!, '127.0.0.1').destroy().destroyed).toBe(true);
});
