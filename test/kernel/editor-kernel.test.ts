/** The editor kernel as the extension uses it: JSON-RPC on its stdio, DAP on its socket, events on theirs; and how it ends. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EditorRpc, type EventBatch, type ExecuteResult, type KernelReady, type KernelStatus } from '../../src/common/editor-rpc.ts';
import { EventTypes, type SpellEvent } from '../../src/common/events.ts';
import { openEventStream } from '../../src/kernel/client/event-stream.ts';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { DapClient } from '../support/dap-client.ts';
import { startEditorKernel, type EditorKernel } from '../support/editor-kernel.ts';
import { KERNEL, Sandbox } from '../support/processes.ts';

let box: Sandbox;
let connections: MessageConnection[];
beforeEach(() => {
  box = new Sandbox();
  connections = [];
});
afterEach(async () => {
  for (const connection of connections) connection.dispose();
  await box.dispose();
});

async function startKernel(env: Readonly<Record<string, string>> = {}, args: readonly string[] = [], file = KERNEL): Promise<EditorKernel> {
  const kernel = await startEditorKernel(box, { env, args, file });
  connections.push(kernel.rpc);
  return kernel;
}

const connectDap = (ready: KernelReady): DapClient => {
  const socket = createConnection(ready.dapSocket);
  return new DapClient(socket, socket);
};
const execute = (kernel: EditorKernel, code: string): Promise<ExecuteResult> => kernel.execute(code);
const kernelsFolder = (): string => join(box.home, '.llmspell', 'kernels');

describe('editor kernel', () => {
  it('describes itself in a connection file for the user alone, without a TCP port', async () => {
    const { ready } = await startKernel();
    expect(ready.missing).toEqual([]);
    expect(statSync(ready.connectionFile).mode & 0o777).toBe(0o600);
    const info = JSON.parse(readFileSync(ready.connectionFile, 'utf8')) as ConnectionInfo;
    expect(info).toMatchObject({ transport: 'ipc', kernel_id: ready.kernelId, pid: ready.pid, dap_socket: ready.dapSocket, key: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(info.token).toBeUndefined();
    expect(statSync(join(box.runtime, 'llmspell')).mode & 0o777).toBe(0o700);
    expect(existsSync(`${info.ip}-${info.events_port}`)).toBe(true);
  });

  it('runs code, and keeps nothing of it in the next', async () => {
    const kernel = await startKernel();
    expect(await execute(kernel, 'x = 6 print("x", x) io.stderr:write("e") return x * 7')).toEqual({ exitCode: 0, reason: 'done', result: '42', stdout: 'x\t6\n', stderr: 'e' });
    expect(await execute(kernel, 'return x')).toMatchObject({ result: 'nil' });
    expect(await execute(kernel, 'error("broken")')).toMatchObject({ exitCode: 1, reason: 'error', error: expect.stringContaining('broken') as string });
    expect(kernel.statuses.map((status) => status.state)).toContain('busy');
    expect(kernel.statuses.at(-1)).toEqual({ state: 'ready', executions: 0, stopped: 0, requests: 0 });
  });

  it('debugs over its socket, two scripts at once', async () => {
    const { ready } = await startKernel();
    const script = box.file('two.lua', 'local name = ...\nlocal a = 1\nprint(name, a)\n');
    const [one, two] = [connectDap(ready), connectDap(ready)];
    await Promise.all([one.launch(script, { args: ['one'] }, () => one.breakpoints(script, [3])), two.launch(script, { args: ['two'] }, () => two.breakpoints(script, [2]))]);
    const [stopOne, stopTwo] = await Promise.all([one.event('stopped'), two.event('stopped')]);
    await two.request('continue', { threadId: stopTwo['threadId'] });
    expect(await two.event('exited')).toEqual({ exitCode: 0 });
    await two.event('terminated');
    expect(two.output('stdout')).toBe('two\t1\n');
    expect(one.output('stdout')).toBe('');
    const { stackFrames } = await one.request('stackTrace', { threadId: stopOne['threadId'] });
    expect(stackFrames).toMatchObject([{ line: 3, source: { path: script } }]);
    await one.request('continue', { threadId: stopOne['threadId'] });
    await one.event('terminated');
    expect(one.output('stdout')).toBe('one\t1\n');
  });

  it('ends a launched script whose client is lost, and goes on', async () => {
    const kernel = await startKernel();
    const script = box.file('endless.lua', 'print("up")\nwhile true do end');
    const socket = createConnection(kernel.ready.dapSocket);
    const client = new DapClient(socket, socket);
    await client.launch(script);
    await client.event('output');
    socket.destroy();
    const ended = nextStatus(kernel, (status) => status.executions === 0);
    await ended;
    expect(await execute(kernel, 'return 1')).toMatchObject({ result: '1' });
  });

  it.each([
    ['absent.lua', undefined, /script not found: .*absent\.lua/],
    ['binary.lua', Buffer.from([1, 0, 2]), /binary file/],
  ])('fails the launch of %s with the reason', async (name, content, message) => {
    const { ready } = await startKernel();
    const program = content === undefined ? join(box.folder, name) : box.file(name, content);
    await expect(connectDap(ready).launch(program)).rejects.toThrow(message);
  });

  it('publishes signed events, whole from the first one, in order', async () => {
    const kernel = await startKernel();
    await execute(kernel, 'return 1');
    const received: SpellEvent[] = [];
    const stream = await openEventStream({
      connectionFile: kernel.ready.connectionFile,
      since: async (after) => (await kernel.rpc.sendRequest<EventBatch>(EditorRpc.EventsSince, { after })).events,
      onEvent: (event) => received.push(event),
      onRefused: (reason) => expect.fail(reason),
    });
    await execute(kernel, 'return 2');
    await until(() => received.filter((event) => event.event_type === EventTypes.ExecutionEnd).length === 2);
    stream.close();
    expect(received.map((event) => event.sequence)).toEqual(received.map((_, index) => index + 1));
    const [start, end] = received.filter((event) => event.event_type.startsWith('execution.'));
    expect(end).toMatchObject({ causation_id: start!.id, kernel_id: kernel.ready.kernelId });
  });

  it('sends events over JSON-RPC to those who cannot use ZeroMQ', async () => {
    const kernel = await startKernel();
    const received: SpellEvent[] = [];
    kernel.rpc.onNotification(EditorRpc.Events, ({ events }: EventBatch) => void received.push(...events));
    await kernel.rpc.sendRequest(EditorRpc.SubscribeEvents);
    await execute(kernel, 'return 1');
    await until(() => received.some((event) => event.event_type === EventTypes.ExecutionEnd));
    expect(received[0]).toMatchObject({ event_type: EventTypes.KernelStart, sequence: 1 });
  });

  it('never shows a secret it was given in an event', async () => {
    const kernel = await startKernel({ OPENAI_API_KEY: 'sk-from-environment' });
    await kernel.rpc.sendRequest(EditorRpc.Secrets, { openai: 'sk-from-the-editor' });
    await execute(kernel, 'error("keys: sk-from-the-editor sk-from-environment")');
    const { events } = await kernel.rpc.sendRequest<EventBatch>(EditorRpc.EventsSince, { after: 0 });
    const text = JSON.stringify(events);
    expect(text).toContain('keys: ');
    expect(text).not.toContain('sk-from');
  });

  it('uses the keys of the editor, which replace those it had before, and writes none of them', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end('no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    box.file('llmspell.toml', `[providers.mine]\nprovider_type = "openai"\nbase_url = "http://127.0.0.1:${(server.address() as AddressInfo).port}/v1"\nmax_retries = 0\n`);
    const kernel = await startKernel({}, ['--trace', 'trace']);
    expect(await kernel.rpc.sendRequest(EditorRpc.Providers)).toEqual([
      { name: 'mine', type: 'openai', isConfigured: true },
      ...['openai', 'anthropic', 'gemini'].map((name) => ({ name, type: name, isConfigured: false })),
    ]);
    let agents = 0;
    const ask = async (): Promise<string> => (await execute(kernel, `Agent.builder():name("a${(agents += 1)}"):model("mine/m"):build():execute({ prompt = "?" })`)).error ?? '';
    await kernel.rpc.sendRequest(EditorRpc.Secrets, { mine: 'sk-first-0123456789' });
    expect(await ask()).toContain("(check the key: it comes from VS Code's secret storage)");
    await kernel.rpc.sendRequest(EditorRpc.Secrets, { mine: 'sk-second-0123456789' });
    await ask();
    await kernel.rpc.sendRequest(EditorRpc.Secrets, {});
    expect(await ask()).toMatch(/looked in VS Code's secret storage, the environment variable MINE_API_KEY, api_key in .+ To set one, run "llmspell: Set API Key…", or run `llmspell keys add mine`/);
    expect(seen).toEqual(['Bearer sk-first-0123456789', 'Bearer sk-second-0123456789']);
    await kernel.rpc.sendRequest(EditorRpc.Shutdown);
    const { stderr } = await kernel.running.ended;
    expect(stderr).not.toContain('0123456789');
    const written = [box.home, box.folder, box.runtime].flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')));
    expect(written.filter((content) => content.includes('0123456789'))).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('counts the requests in flight in its status', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = box.file('mute.toml', `[providers.mute]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:${port}/v1"\napi_key = "sk-anything"\n`);
    const kernel = await startKernel({}, ['--config', config]);
    const asking = execute(kernel, 'Agent.builder():name("a"):model("mute/m"):build():execute({ prompt = "?" })').catch(() => undefined);
    await nextStatus(kernel, (status) => status.requests === 1 && status.executions === 1);
    // What the kernel cancels at its end is answered to who asked for it.
    expect(await kernel.rpc.sendRequest(EditorRpc.Shutdown)).toEqual({ cancelled: 1, requests: ['agent "a" (mute/m)'] });
    const [, { stderr }] = await Promise.all([asking, kernel.running.ended]);
    expect(stderr).toContain('1 request was cancelled: agent "a" (mute/m)');
    await new Promise((resolve) => server.close(resolve));
  });

  it('reads an edited configuration with the next script', async () => {
    const kernel = await startKernel();
    const endless = 'while true do end';
    box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 0.1\n');
    expect((await execute(kernel, endless)).error).toMatch(/max_execution_time_secs = 0.1/);
    box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 0.2\n');
    expect((await execute(kernel, endless)).error).toMatch(/max_execution_time_secs = 0.2/);
  });

  it('lives on with a configuration that is broken, says where, and reads the mended one', async () => {
    const kernel = await startKernel();
    const script = box.file('a.lua', 'print("ran")');
    const config = box.file('llmspell.toml', '[kernel]\nport = 1\n');
    expect(await execute(kernel, 'return 1')).toMatchObject({ result: '1' });
    box.file('llmspell.toml', '[kernel]\nport = \n');
    await expect(execute(kernel, 'return 2')).rejects.toThrow(`${config}:2: error: broken TOML`);
    await expect(connectDap(kernel.ready).launch(script)).rejects.toThrow(`${config}:2: error: broken TOML`);
    box.file('llmspell.toml', '[kernel]\nport = 3\n');
    expect(await execute(kernel, 'return 3')).toMatchObject({ result: '3' });
  });

  it('ends code by cancelling its request', async () => {
    const kernel = await startKernel();
    const source = new CancellationTokenSource();
    const ended = kernel.rpc.sendRequest<ExecuteResult>(EditorRpc.Execute, { code: 'while true do end' }, source.token);
    await nextStatus(kernel, (status) => status.executions === 1);
    source.cancel();
    expect(await ended).toMatchObject({ reason: 'interrupted', exitCode: 1 });
  });

  it('works without ZeroMQ, and says that it is missing', async () => {
    // Nothing can be loaded from the packages beside a copy that has none.
    const dist = join(box.folder, 'copy', 'dist');
    cpSync(dirname(KERNEL), dist, { recursive: true, filter: (path) => !/\/(test|vsix|assets)$/.test(path) });
    const kernel = await startKernel({}, [], join(dist, 'kernel.mjs'));
    expect(kernel.ready.missing).toEqual([expect.stringMatching(/^zeromq cannot be loaded by Node v.*: Cannot find package 'zeromq'/)]);
    const script = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const client = connectDap(kernel.ready);
    await client.launch(script, {}, () => client.breakpoints(script, [2]));
    const { threadId } = await client.event('stopped');
    await client.request('continue', { threadId });
    await client.event('terminated');
    expect(client.output('stdout')).toBe('1\n');
  });

  it('says why it cannot come up', async () => {
    await expect(startKernel({}, ['--config', box.file('broken.toml', '[kernel\n')])).rejects.toThrow(/broken\.toml:1: error: broken TOML/);
  });
});

describe('the end of an editor kernel', () => {
  const left = (): string[] => [...readdirSync(kernelsFolder()), ...readdirSync(join(box.runtime, 'llmspell'))];

  it('comes with the end of stdin, also while scripts run and are stopped', async () => {
    const kernel = await startKernel();
    void execute(kernel, 'while true do pcall(function() while true do end end) end').catch(() => undefined);
    const script = box.file('stopped.lua', 'local a = 1\nprint(a)');
    const client = connectDap(kernel.ready);
    await client.launch(script, {}, () => client.breakpoints(script, [2]));
    await client.event('stopped');
    kernel.rpc.dispose();
    kernel.running.process.stdin.end();
    expect(await kernel.running.ended).toMatchObject({ code: 0, signal: null });
    expect(left()).toEqual([]);
  });

  it('begins once, though stdin ends, closes and a signal comes', async () => {
    const kernel = await startKernel({}, ['--trace', 'info']);
    kernel.rpc.dispose();
    kernel.running.process.stdin.end();
    kernel.running.kill('SIGTERM');
    const { stderr } = await kernel.running.ended;
    expect(stderr.match(/ending: /g)).toHaveLength(1);
  });

  it('can be asked for, and answers what it cancelled', async () => {
    const kernel = await startKernel();
    expect(await kernel.rpc.sendRequest(EditorRpc.Shutdown)).toEqual({ cancelled: 0, requests: [] });
    expect(await kernel.running.ended).toMatchObject({ code: 0 });
    expect(left()).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is clean after %s', async (signal) => {
    const kernel = await startKernel();
    kernel.running.kill(signal);
    expect(await kernel.running.ended).toMatchObject({ code: 0 });
    expect(left()).toEqual([]);
  });

  it('by kill -9 is seen by the debugger, and what it left is cleared away by the next one', async () => {
    const kernel = await startKernel();
    const script = box.file('stopped.lua', 'local a = 1\nprint(a)');
    const client = connectDap(kernel.ready);
    await client.launch(script, {}, () => client.breakpoints(script, [2]));
    await client.event('stopped');
    const closed = expect(client.event('terminated')).rejects.toThrow(/connection ended before/);
    kernel.running.kill('SIGKILL');
    expect(await kernel.running.ended).toMatchObject({ signal: 'SIGKILL' });
    await closed;
    const next = await startKernel();
    await until(() => !existsSync(kernel.ready.connectionFile) && !existsSync(kernel.ready.dapSocket));
    expect(readdirSync(kernelsFolder())).toEqual([`kernel-${next.ready.kernelId}.json`]);
    expect(left().every((name) => name.includes(next.ready.kernelId))).toBe(true);
  });
});

function nextStatus(kernel: EditorKernel, wanted: (status: KernelStatus) => boolean): Promise<void> {
  return until(() => kernel.statuses.length > 0 && wanted(kernel.statuses.at(-1)!));
}

/** Waits for what has no event of its own; the test's time limit is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
