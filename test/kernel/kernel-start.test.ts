/** `llmspell kernel start` as clients on the same machine see it: ports, token, connection file, events without content, and its end. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventTypes, type SpellEvent } from '../../src/common/events.ts';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { subscribeEvents } from '../../src/protocols/events/subscriber.ts';
import { DapClient } from '../support/dap-client.ts';
import { CLI, Sandbox, type Running } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

interface Started {
  readonly running: Running;
  readonly file: string;
  readonly info: ConnectionInfo;
}

async function start(...args: string[]): Promise<Started> {
  const running = box.llmspell('kernel', 'start', '--port', '0', ...args);
  const [, file = ''] = await running.saw(/connection file: (.*)\n/);
  return { running, file, info: JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo };
}

/** Connection files in the folder where local clients look. */
const registeredFiles = (): string[] => {
  const folder = join(box.home, '.llmspell', 'kernels');
  return existsSync(folder) ? readdirSync(folder) : [];
};

function dap(info: ConnectionInfo): DapClient {
  const socket = createConnection(info.dap_port!, '127.0.0.1');
  return new DapClient(socket, socket);
}

async function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

describe('kernel start', () => {
  it('writes its connection file, prints its port and not its token', async () => {
    const { running, file, info } = await start('--id', 'mine');
    expect(file).toBe(join(box.home, '.llmspell', 'kernels', 'kernel-mine.json'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(info).toMatchObject({ transport: 'tcp', ip: '127.0.0.1', kernel_id: 'mine', pid: running.pid, token: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(running.stdout).toContain(`debugger on port ${info.dap_port}`);
    expect(running.stdout + running.stderr).not.toContain(info.token);
    expect(running.stdout + running.stderr).not.toContain(info.key);
  });

  it('debugs for those who bring the token, and for nobody else', async () => {
    const { info } = await start();
    const script = box.file('a.lua', 'local a = 1\nprint("ran", a)\n');
    await expect(dap(info).launch(script)).rejects.toThrow(/token/);
    await expect(dap(info).launch(script, { token: 'wrong' })).rejects.toThrow(/token/);
    const client = dap(info);
    await client.launch(script, { token: info.token }, () => client.breakpoints(script, [2]));
    const { threadId } = await client.event('stopped');
    await client.request('continue', { threadId });
    await client.event('terminated');
    expect(client.output('stdout')).toBe('ran\t1\n');
  });

  it('keeps a launched script running when its client leaves, and lets another attach to it', async () => {
    const { info } = await start();
    const script = box.file('long.lua', 'local n = 0\nwhile true do\n  n = n + 1\nend\n');
    const first = dap(info);
    await first.launch(script, { token: info.token }, () => first.breakpoints(script, [3]));
    await first.event('stopped');
    await first.request('disconnect', { terminateDebuggee: false });

    const second = dap(info);
    await second.request('initialize', { adapterID: 'llmspell' });
    const attached = second.request('attach', { token: info.token });
    await second.event('initialized');
    await second.request('setBreakpoints', { source: { path: script }, breakpoints: [{ line: 3 }] });
    await second.request('configurationDone');
    await attached;
    const { threadId } = await second.event('stopped');
    expect((await second.request('stackTrace', { threadId }))['stackFrames']).toMatchObject([{ line: 3 }]);
    await second.request('disconnect', { terminateDebuggee: true });
  });

  it('says that nothing runs when there is nothing to attach to', async () => {
    const { info } = await start();
    const client = dap(info);
    await client.request('initialize', { adapterID: 'llmspell' });
    await expect(client.request('attach', { token: info.token })).rejects.toThrow(/no script is running in kernel/);
  });

  it('publishes events without content, signed', async () => {
    const { info } = await start();
    const events: SpellEvent[] = [];
    const refused: string[] = [];
    const subscribe = (key: string) =>
      subscribeEvents({ endpoint: `tcp://127.0.0.1:${info.events_port}`, key, onEvent: (event) => events.push(event), onRefused: (reason) => refused.push(reason) });
    const [good, bad] = await Promise.all([subscribe(info.key), subscribe('not the key')]);
    const script = box.file('ask.lua', 'local a = Agent.builder():name("poet"):model("demo/echo"):build()\na:execute({ prompt = "planted prompt" })\n');
    const ended = (): SpellEvent | undefined => events.find((event) => event.event_type === EventTypes.AgentEnd);
    // A subscription takes a moment to arrive: run until it has.
    while (!ended() || refused.length === 0) {
      const client = dap(info);
      await client.launch(script, { token: info.token });
      await client.event('terminated');
    }
    good.close();
    bad.close();
    const text = JSON.stringify(events);
    expect(text).not.toContain('planted prompt');
    expect(text).toContain('poet');
    expect(ended()?.attributes['llmspell.content']).toBe('omitted');
    expect(new Set(refused)).toEqual(new Set(['wrong signature']));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly by %s', async (signal) => {
    const { running, file } = await start();
    running.kill(signal);
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(file)).toBe(false);
  });

  it('uses the key of a file that a front end wrote, and leaves the file to it', async () => {
    const given = box.file('given.json', JSON.stringify({ shell_port: 1, iopub_port: 2, key: 'front-end-key', ip: '127.0.0.1', transport: 'tcp', kernel_name: 'llmspell' }));
    const { running, file, info } = await start('-f', given);
    expect(file).toBe(given);
    expect(info).toMatchObject({ shell_port: 1, key: 'front-end-key', dap_port: expect.any(Number) as number, kernel_name: 'llmspell' });
    expect(statSync(given).mode & 0o777).toBe(0o600);
    running.kill('SIGTERM');
    await running.ended;
    expect(existsSync(given)).toBe(true);
  });

  it('can be found whichever file it was told to write', async () => {
    const { running, info } = await start('--id', 'elsewhere', '-f', join(box.folder, 'mine.json'));
    const registered = join(box.home, '.llmspell', 'kernels', 'kernel-elsewhere.json');
    expect(JSON.parse(readFileSync(registered, 'utf8'))).toEqual(info);
    running.kill('SIGTERM');
    await running.ended;
    expect([existsSync(registered), existsSync(join(box.folder, 'mine.json'))]).toEqual([false, false]);
  });

  it('names the connection file that it cannot write', async () => {
    const ended = await box.llmspell('kernel', 'start', '--port', '0', '-f', join(box.folder, 'no', 'such', 'k.json')).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: cannot write the connection file .*k\.json: there is no folder .*such: make it, or give another path\n$/);
    expect(registeredFiles()).toEqual([]);
  });

  it('names a port that is in use, who holds it, and the option', async () => {
    const { server, port } = await occupy();
    const ended = await box.llmspell('kernel', 'start', '--port', String(port - 1)).ended;
    server.close();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(new RegExp(`^error: port ${port} \\(debugger\\) is in use by .*\\(process ${process.pid}\\): choose another base port with --port`));
    expect(registeredFiles()).toEqual([]);
  });

  it('tells where it is as one JSON document', async () => {
    const running = box.llmspell('kernel', 'start', '--port', '0', '--id', 'mine', '--output', 'json');
    const [text] = await running.saw(/\{[^]*\}\n/);
    const [file] = registeredFiles();
    const info = JSON.parse(readFileSync(join(box.home, '.llmspell', 'kernels', file!), 'utf8')) as ConnectionInfo;
    expect(JSON.parse(text)).toEqual({
      status: 'success',
      id: 'mine',
      pid: running.pid,
      dap_port: info.dap_port,
      events_port: info.events_port,
      connection_file: join(box.home, '.llmspell', 'kernels', 'kernel-mine.json'),
      missing: [],
    });
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 0, stdout: text });
  });

  it('leaves the connection file of a kernel that lives alone', async () => {
    const { running, file } = await start('-f', join(box.folder, 'k.json'));
    const before = readFileSync(file, 'utf8');
    const second = await box.llmspell('kernel', 'start', '--port', '0', '-f', 'k.json').ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`k\\.json belongs to kernel ".*", which is running \\(pid ${running.pid}\\): give another name, or stop that one\n$`));
    expect(readFileSync(file, 'utf8')).toBe(before);
    running.kill('SIGKILL');
    await running.ended;
    // What a kernel that was killed has left is nobody's.
    const third = await start('-f', join(box.folder, 'k.json'));
    expect(third.info.pid).toBe(third.running.pid);
  });

  it('needs a home only when nobody says where the connection file shall be', async () => {
    const home = box.file('not-a-folder', '');
    const without = await box.start(CLI, ['kernel', 'start', '--port', '0'], { HOME: home }).ended;
    expect(without.code).toBe(1);
    expect(without.stderr).toMatch(/^error: cannot make the folder .*kernels: ENOTDIR\. Set HOME to a folder that you can write to\.\n$/);
    const running = box.start(CLI, ['kernel', 'start', '--port', '0', '-f', 'k.json'], { HOME: home });
    await running.saw(/connection file: .*k\.json\n/);
    expect(running.stderr).toMatch(/only those who are given the connection file find this kernel/);
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    expect(existsSync(join(box.folder, 'k.json'))).toBe(false);
  });

  it('names the setting of an address that the machine does not have', async () => {
    box.file('llmspell.toml', '[kernel]\nip = "192.0.2.1"\n');
    const { code, stderr } = await box.llmspell('kernel', 'start', '--port', '0').ended;
    expect([code, stderr]).toEqual([1, 'error: cannot listen (debugger): this machine does not have the address that ip under [kernel] names; 127.0.0.1 always works\n']);
  });

  it('refuses the id of a kernel that lives', async () => {
    const { running } = await start('--id', 'mine');
    const second = await box.llmspell('kernel', 'start', '--port', '0', '--id', 'mine').ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(`error: a kernel with the id "mine" is running (pid ${running.pid}): choose another --id, or stop that one\n`);
  });
});

describe('kernel list and stop', () => {
  it('list what runs, end it, and nothing else', async () => {
    expect((await box.llmspell('kernel', 'list', '--output', 'json').ended).stdout).toBe('[]\n');
    const { running, info, file } = await start('--id', 'one');
    const two = await start('--id', 'two');
    // A file that names a process which is no kernel of ours.
    writeFileSync(join(box.home, '.llmspell', 'kernels', 'kernel-bad.json'), JSON.stringify({ ...info, kernel_id: 'bad', pid: process.pid, pid_started: '1' }));
    const listed = JSON.parse((await box.llmspell('kernel', 'list', '--output', 'json').ended).stdout) as { id: string; pid: number; status: string }[];
    expect(listed.map(({ id, pid, status }) => [id, pid, status])).toEqual([
      ['one', running.pid, 'running'],
      ['two', two.running.pid, 'running'],
    ]);
    const status = await box.llmspell('kernel', 'status', '--id', 'two', '--output', 'json').ended;
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'success', kernels: [{ id: 'two', dap_port: two.info.dap_port }] });
    expect((await box.llmspell('kernel', 'status', '--id', 'three').ended).code).toBe(1);
    expect((await box.llmspell('kernel', 'status').ended).stdout).toContain(`one  pid ${running.pid}  debugger on port ${info.dap_port}`);
    expect((await box.llmspell('kernel', 'stop').ended).stderr).toMatch(/several kernels are running \(one, two\): name one with --id/);
    expect((await box.llmspell('kernel', 'stop', '--id', 'three').ended).stderr).toMatch(/no kernel "three" is running: these are: one, two/);
    expect((await box.llmspell('kernel', 'stop', '--id', 'one').ended).stdout).toBe('stopped one\n');
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(existsSync(file)).toBe(false);
    expect((await box.llmspell('kernel', 'stop').ended).stdout).toBe('stopped two\n');
    expect((await box.llmspell('kernel', 'stop').ended).stdout).toBe('no kernel is running\n');
  });
});
