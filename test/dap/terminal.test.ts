/**
 * `"console": "integratedTerminal"`: the program runs in the client's terminal and is debugged from there. The client here really runs what it
 * is asked to run; its terminal is a process with pipes.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { EventTypes, type SpellEvent } from '../../src/common/events.ts';
import { subscribeEvents } from '../../src/protocols/events/subscriber.ts';
import { CLI, Running, Sandbox, lives } from '../support/processes.ts';
import { DapClient } from './client.ts';
import { tcpKernel, type TcpKernel } from './kernel.ts';

type Command = DebugProtocol.RunInTerminalRequestArguments;

const text = `print(arg[0] and "script", arg[1], os.getenv("COLOUR"), os.getenv("GONE"))
local name = io.read()
print("hello " .. name)
os.exit(3)
`;

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const sockets = (): string[] => (existsSync(join(box.runtime, 'llmspell')) ? readdirSync(join(box.runtime, 'llmspell')) : []);

/** `llmspell dap`, with a client that has a terminal. */
class TerminalClient {
  readonly adapter: Running;
  readonly dap: DapClient;
  readonly commands: Command[] = [];
  readonly runs: Running[] = [];
  refusal: string | undefined;

  constructor() {
    this.adapter = box.llmspell('dap');
    this.dap = new DapClient(this.adapter.process.stdout, this.adapter.process.stdin);
  }

  async launch(program: string, args: object = {}, lines: readonly number[] = []): Promise<void> {
    await this.dap.initialize({ supportsRunInTerminalRequest: true });
    const launched = this.dap.request('launch', { program, console: 'integratedTerminal', ...args });
    launched.catch(() => undefined);
    await this.serveTerminal();
    await launched;
    await this.dap.event('initialized');
    await this.dap.breakpoints(program, lines);
    await this.dap.request('configurationDone');
  }

  /** Does what the next `runInTerminal` asks for. */
  async serveTerminal(): Promise<void> {
    const known = this.commands.length;
    const request = await this.dap.until('runInTerminal', () => this.dap.messages.filter((message) => message.type === 'request' && message.command === 'runInTerminal')[known]);
    const command = request.arguments as unknown as Command;
    this.commands.push(command);
    if (this.refusal === undefined) this.runs.push(runIn(command));
    this.dap.raw(JSON.stringify({ seq: 1000 + known, type: 'response', request_seq: request.seq, command: 'runInTerminal', success: this.refusal === undefined, message: this.refusal, body: {} }));
  }

  get run(): Running {
    return this.runs.at(-1)!;
  }
}

function runIn({ args, cwd, env = {} }: Command): Running {
  const inherited: Record<string, string> = { PATH: process.env['PATH']!, HOME: box.home, XDG_RUNTIME_DIR: box.runtime, LANG: 'C.UTF-8', GONE: 'still here' };
  for (const [name, value] of Object.entries(env)) {
    if (value === null) delete inherited[name];
    else inherited[name] = value;
  }
  const [program = '', ...rest] = args;
  const running = new Running(spawn(program, rest, { cwd, env: inherited }));
  onTestFinished(async () => {
    if (running.process.exitCode === null && running.process.signalCode === null) running.kill('SIGKILL');
    await running.ended;
  });
  return running;
}

async function launchOverTcp(kernel: TcpKernel, path: string, lines: readonly number[] = []): Promise<{ readonly dap: DapClient; readonly running: Running }> {
  const dap = kernel.connect();
  await dap.initialize({ supportsRunInTerminalRequest: true });
  const launched = dap.request('launch', { program: path, token: kernel.token, console: 'integratedTerminal' });
  const request = await dap.until('runInTerminal', () => dap.messages.find((message) => message.command === 'runInTerminal'));
  const running = runIn(request.arguments as unknown as Command);
  dap.raw(JSON.stringify({ seq: 99, type: 'response', request_seq: request.seq, command: 'runInTerminal', success: true, body: {} }));
  await launched;
  await dap.breakpoints(path, lines);
  await dap.request('configurationDone');
  return { dap, running };
}

const busy = 'local n = 0\nwhile true do\n  n = n + 1\nend\n';

describe('a program in the terminal', () => {
  test('has its input, output and environment there, stops at breakpoints, and ends with its exit code', async () => {
    const client = new TerminalClient();
    const { dap } = client;
    const path = box.file('in a folder/main.lua', text);
    await client.launch(path, { args: ['-x', 'a b'], env: { COLOUR: 'red', GONE: null }, cwd: box.folder }, [3]);
    expect(client.commands[0]).toMatchObject({ kind: 'integrated', title: 'llmspell: main.lua', cwd: box.folder });
    await client.run.saw(/script\t-x\tred\tnil\n/);
    client.run.process.stdin.write('Ada\n');
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:3');
    expect(await dap.evaluate('name', (await dap.stack(1))[0]!.id)).toBe('"Ada"');
    await dap.request('next', { threadId: 1 });
    expect(await dap.stoppedAt('step')).toBe('main chunk:4');
    expect(client.run.stdout).toBe('script\t-x\tred\tnil\nhello Ada\n');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(3);
    expect(await client.run.ended).toMatchObject({ code: 3, stderr: '' });
    expect(dap.output('stdout')).toBe('');
    expect(sockets()).toEqual([]);
    await dap.request('disconnect');
    expect((await client.adapter.ended).code).toBe(0);
  });

  test('stops on entry, and runs without debugging when that is asked for', async () => {
    const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
    const first = new TerminalClient();
    await first.launch(path, { stopOnEntry: true });
    expect(await first.dap.stoppedAt('entry')).toBe('main chunk:1');
    await first.dap.request('continue', { threadId: 1 });
    expect(await first.dap.exitCode()).toBe(0);

    const second = new TerminalClient();
    await second.launch(path, { noDebug: true, stopOnEntry: true }, [2]);
    expect(await second.dap.exitCode()).toBe(0);
    expect(await second.run.ended).toMatchObject({ code: 0, stdout: '1\n' });
    expect(second.dap.events('stopped')).toEqual([]);
  });

  test('shows its errors there and in the client', async () => {
    const client = new TerminalClient();
    const path = box.file('a.lua', 'local function f() error("broken") end\nf()\n');
    await client.launch(path);
    expect(await client.dap.exitCode()).toBe(1);
    expect((await client.run.ended).stderr).toContain(`${path}:1: broken`);
    expect(client.dap.output('stderr')).toContain(`${path}:1: broken`);
  });

  test('is ended by the client, stopped or busy, and the terminal is free then', async () => {
    const path = box.file('busy.lua', busy);
    for (const lines of [[3], []]) {
      const client = new TerminalClient();
      await client.launch(path, {}, lines);
      if (lines.length > 0) await client.dap.stopped('breakpoint');
      await client.dap.request('terminate');
      expect(await client.dap.exitCode()).toBe(1);
      // The client is told when the process has let go of the terminal.
      expect(await client.run.ended).toMatchObject({ code: 1, stdout: '', stderr: '' });
    }
    expect(sockets()).toEqual([]);
  });

  test('tells what its agents do to those who follow the kernel', async () => {
    const kernel = await tcpKernel(box);
    const events: SpellEvent[] = [];
    let arrived = (): void => undefined;
    const subscriber = await subscribeEvents({
      endpoint: `tcp://127.0.0.1:${kernel.info.events_port}`,
      key: kernel.info.key,
      onEvent: (event) => {
        events.push(event);
        arrived();
      },
      onRefused: () => undefined,
    });
    onTestFinished(() => subscriber.close());
    const path = box.file('ask.lua', 'local a = Agent.builder():name("poet"):model("demo/echo"):build()\na:execute({ prompt = "p" })\n');
    const ended = (): SpellEvent | undefined => events.find(({ event_type: type }) => type === EventTypes.ExecutionEnd);
    // A subscription takes a moment to arrive: run until it has.
    while (ended() === undefined) {
      const { dap, running } = await launchOverTcp(kernel, path);
      expect(await dap.exitCode()).toBe(0);
      await running.ended;
      await dap.request('disconnect');
    }
    while (!events.some(({ event_type: type }) => type === EventTypes.AgentEnd)) await new Promise<void>((resolve) => (arrived = resolve));
    const ask = events.find(({ event_type: type }) => type === EventTypes.AgentEnd)!;
    expect(ask).toMatchObject({ kernel_id: kernel.info.kernel_id, source: { file: path, line: 2 } });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => events[0]!.sequence + index));
  });

  test('is paused in a busy loop', async () => {
    const client = new TerminalClient();
    await client.launch(box.file('busy.lua', busy));
    await client.dap.request('pause', { threadId: 1 });
    await client.dap.stopped('pause');
    await client.dap.request('disconnect');
    expect((await client.run.ended).code).toBe(1);
  });

  test('starts again in the terminal by a restart', async () => {
    const client = new TerminalClient();
    const { dap } = client;
    await client.launch(box.file('busy.lua', busy), {}, [3]);
    await dap.stopped('breakpoint');
    const restarted = dap.request('restart');
    await client.serveTerminal();
    await restarted;
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:3');
    expect((await client.runs[0]!.ended).code).toBe(1);
    expect(lives(client.runs[1]!.pid)).toBe(true);
    expect(dap.events('terminated')).toEqual([]);
    await dap.request('terminate');
    await dap.exitCode();
    await client.run.ended;
  });

  test.each([
    ['SIGINT', 130, 'interrupted: the script was ended'],
    ['SIGHUP', 129, 'terminal closed: the script was ended'],
  ] as const)('ends by %s, and the client hears why', async (signal, code, words) => {
    const client = new TerminalClient();
    await client.launch(box.file('busy.lua', busy), {}, [3]);
    await client.dap.stopped('breakpoint');
    client.run.kill(signal);
    expect(await client.dap.exitCode()).toBe(code);
    expect(client.dap.output('stderr')).toContain(words);
    expect((await client.run.ended).code).toBe(code);
  });

  test('is missed when its process is killed', async () => {
    const client = new TerminalClient();
    await client.launch(box.file('busy.lua', busy), {}, [3]);
    await client.dap.stopped('breakpoint');
    client.run.kill('SIGKILL');
    expect(await client.dap.exitCode()).toBe(1);
    expect(client.dap.output('important')).toMatch(/its terminal was closed, or its process was killed/);
  });

  test.each(['stopped', 'busy'])('ends when the debugger is killed (%s)', async (how) => {
    const client = new TerminalClient();
    await client.launch(box.file('busy.lua', busy), {}, how === 'stopped' ? [3] : []);
    if (how === 'stopped') await client.dap.stopped('breakpoint');
    client.adapter.kill('SIGKILL');
    expect(await client.run.ended).toMatchObject({ code: 1, stderr: 'the debugger is gone: the script was ended\n' });
  });

  test('goes on when the debugger only disconnects', async () => {
    const client = new TerminalClient();
    const path = box.file('a.lua', 'local a = 1\nlocal b = io.read()\nprint(a, b)\n');
    await client.launch(path, {}, [1]);
    await client.dap.stopped('breakpoint');
    await client.dap.request('disconnect', { terminateDebuggee: false });
    await client.adapter.ended;
    client.run.process.stdin.end('late\n');
    expect(await client.run.ended).toMatchObject({ code: 0, stdout: '1\tlate\n', stderr: '' });
  });

  test('never begins when the client leaves first', async () => {
    const client = new TerminalClient();
    const { dap } = client;
    await dap.initialize({ supportsRunInTerminalRequest: true });
    dap.post('launch', { program: box.file('a.lua', 'print("ran")'), console: 'integratedTerminal' });
    await client.serveTerminal();
    await dap.event('initialized');
    await dap.request('disconnect');
    expect(await client.run.ended).toMatchObject({ code: 1, stdout: '' });
    expect((await client.adapter.ended).code).toBe(0);
  });
});

describe('a launch in the terminal', () => {
  test('fails with the reason of the client', async () => {
    const client = new TerminalClient();
    client.refusal = 'no terminal is free';
    await expect(client.launch(box.file('a.lua', 'print(1)'))).rejects.toThrow(/has not run the program in its terminal: no terminal is free/);
    expect(sockets()).toEqual([]);
    // The session may try something else.
    await client.dap.request('disconnect');
    expect((await client.adapter.ended).code).toBe(0);
  });

  test('fails for a missing program and a broken configuration without a terminal', async () => {
    const client = new TerminalClient();
    await client.dap.initialize({ supportsRunInTerminalRequest: true });
    await expect(client.dap.request('launch', { program: join(box.folder, 'no.lua'), console: 'integratedTerminal' })).rejects.toThrow(/script not found/);
    const config = box.file('broken.toml', '[providers');
    await expect(client.dap.request('launch', { program: box.file('a.lua', 'print(1)'), config, console: 'integratedTerminal' })).rejects.toThrow(/broken\.toml/);
    expect(client.commands).toEqual([]);
  });

  test('is given up when the client leaves before the program is there', async () => {
    const client = new TerminalClient();
    const { dap } = client;
    await dap.initialize({ supportsRunInTerminalRequest: true });
    dap.post('launch', { program: box.file('a.lua', 'print("ran")'), console: 'integratedTerminal' });
    const { args } = (await dap.until('runInTerminal', () => dap.messages.find((message) => message.command === 'runInTerminal')))?.arguments as unknown as Command;
    await dap.request('disconnect');
    expect((await client.adapter.ended).code).toBe(0);
    expect(sockets()).toEqual([]);
    // Whoever comes too late is told.
    expect(await box.start(CLI, args.slice(2)).ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('the debugger that had this program started is gone') as string });
  });
});

test('a kernel that listens on TCP uses the terminal of its client as well', async () => {
  const path = box.file('a.lua', 'local a = 1\nprint(a)\n');
  const { dap, running } = await launchOverTcp(await tcpKernel(box), path, [2]);
  expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:2');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect((await running.ended).stdout).toBe('1\n');
});
