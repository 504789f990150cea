/** Debuggers that come, go and come again: what stays of a debug session, what goes with it, and where a program can be met. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { Sandbox, lives, type Running } from '../support/processes.ts';
import { attachTo, tcpKernel, type TcpKernel } from './kernel.ts';

const text = `local n = 0
state = { n = 0 }
local function tick()
  n = n + 1
  state.n = n
  return pcall(error, "tick " .. n)
end
while not finish do
  tick()
end
os.exit(finish)
`;

let box: Sandbox;
let kernel: TcpKernel;
let path: string;
beforeEach(async () => {
  box = new Sandbox();
  kernel = await tcpKernel(box);
  path = box.file('spin.lua', text);
});
afterEach(() => box.dispose());

/** A program that runs without a debugger. */
async function leftRunning(program: string): Promise<void> {
  const dap = await kernel.launch(program);
  await dap.request('threads');
  await dap.request('disconnect');
  await dap.closed();
}

/** Lets the program end; it must be stopped, or run. */
async function finish(code = 0): Promise<void> {
  const { dap } = await kernel.attach(path);
  await dap.evaluate(`finish = ${code}`);
  expect(await dap.exitCode()).toBe(code);
}

describe('a client that loses its connection', () => {
  test('and sends its configuration again stops where it stopped before', async () => {
    const first = await kernel.launch(path, [4]);
    expect(await first.stoppedAt('breakpoint')).toBe('tick:4');
    await first.vanish();
    for (let round = 0; round < 3; round++) {
      const { dap, breakpoints } = await kernel.attach(path, [{ line: 4, condition: 'n % 2 == 0' }, 9]);
      expect(breakpoints).toMatchObject([{ verified: true, line: 4 }, { verified: true, line: 9 }]);
      const places = new Set<string>();
      while (places.size < 2) {
        places.add(await dap.stoppedAt('breakpoint'));
        await dap.request('continue', { threadId: 1 });
      }
      expect([...places].sort()).toEqual(['main chunk:9', 'tick:4']);
      await dap.vanish();
    }
    await finish();
  });

  test('in the middle of a step, a pause or an evaluation leaves nothing of it to the next one', async () => {
    const first = await kernel.launch(path, [4]);
    await first.stopped('breakpoint');
    first.post('next', { threadId: 1 });
    await first.vanish();
    const { dap: second } = await kernel.attach(path);
    second.post('pause', { threadId: 1 });
    await second.vanish();
    const { dap: third } = await kernel.attach(path, [4]);
    await third.stopped('breakpoint');
    third.post('evaluate', { expression: 'while true do end', context: 'repl' });
    await third.vanish();
    const { dap: fourth } = await kernel.attach(path);
    expect(await fourth.evaluate('finish = 3')).toBe('');
    expect(await fourth.exitCode()).toBe(3);
    expect(fourth.events('stopped')).toEqual([]);
  });
});

test('breakpoints of every kind go with the debugger that set them', async () => {
  const first = await kernel.launch(path, [4]);
  const { threadId } = await first.stopped('breakpoint');
  await first.breakpoints(path, []);
  await first.request('setFunctionBreakpoints', { breakpoints: [{ name: 'tick' }] });
  await first.request('continue', { threadId });
  await first.stopped('function breakpoint');
  await first.request('setFunctionBreakpoints', { breakpoints: [] });
  await first.request('setExceptionBreakpoints', { filters: ['caught'] });
  await first.request('continue', { threadId });
  await first.stopped('exception');
  await first.request('setFunctionBreakpoints', { breakpoints: [{ name: 'tick' }] });
  await first.request('disconnect');
  await first.closed();
  await finish(4);
});

describe('a program can be met', () => {
  test('in a busy loop: pause works right after the attach', async () => {
    const program = box.file('busy.lua', 'print("up")\nwhile true do end\n');
    await leftRunning(program);
    const { dap } = await kernel.attach(program);
    await dap.request('pause', { threadId: 1 });
    expect(await dap.stoppedAt('pause')).toBe('main chunk:2');
    await dap.request('disconnect', { terminateDebuggee: true });
  });

  test('with stopOnEntry: it stops where it is', async () => {
    await leftRunning(path);
    const { dap } = await kernel.attach(path, [], { stopOnEntry: true });
    await dap.stopped('pause');
    await dap.request('disconnect');
    await dap.closed();
    await finish();
  });

  test('while it waits for its input: it shows where, and what it reads then is not lost', async () => {
    const program = box.file('reads.lua', 'local before = 1\nlocal line = io.read()\nprint(line)\n');
    const running: Running = box.llmspell('run', '--debug-port', '0', program);
    const info = await new Promise<ConnectionInfo>((resolve) => {
      running.process.stderr.on('data', () => {
        const [, file] = /connection file: (.*)\n/.exec(running.stderr) ?? [];
        if (file !== undefined) resolve(JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo);
      });
    });
    const { dap: first } = await attachTo(info, program, [2]);
    await first.stopped('breakpoint');
    await first.request('disconnect');
    await first.closed();
    const { dap: second } = await attachTo(info, program, [3]);
    await second.request('pause', { threadId: 1 });
    const { threadId } = await second.stopped('pause');
    expect((await second.stack(threadId)).find(({ source }) => source !== undefined)).toMatchObject({ line: 2 });
    running.process.stdin.write('late\n');
    await second.request('continue', { threadId });
    expect(await second.stoppedAt('breakpoint')).toBe('main chunk:3');
    await second.request('continue', { threadId });
    expect(await second.exitCode()).toBe(0);
    expect((await running.ended).stdout).toBe('late\n');
  });
});

describe('disconnect with suspendDebuggee', () => {
  test('leaves a stopped program stopped, and the next debugger is told', async () => {
    const first = await kernel.launch(path, [4]);
    await first.stopped('breakpoint');
    const n = Number(await first.evaluate('n', (await first.stack(1))[0]!.id));
    await first.request('disconnect', { suspendDebuggee: true });
    await first.closed();

    const { dap: second } = await kernel.attach(path, [5]);
    const stop = await second.stopped('breakpoint');
    expect(stop).not.toHaveProperty('hitBreakpointIds');
    const [top] = await second.stack(stop.threadId);
    expect(top).toMatchObject({ name: 'tick', line: 4 });
    expect(Number(await second.evaluate('n', top!.id))).toBe(n);
    await second.request('continue', { threadId: 1 });
    // The old breakpoint is gone, its own counts.
    expect(await second.stoppedAt('breakpoint')).toBe('tick:5');
    await second.request('continue', { threadId: 1 });
    expect(await second.stoppedAt('breakpoint')).toBe('tick:5');

    // Who comes and goes without having configured anything changes nothing.
    await second.request('disconnect', { suspendDebuggee: true });
    await second.closed();
    const third = kernel.connect();
    await third.initialize();
    await third.request('attach', { token: kernel.token });
    await third.vanish();
    const { dap: fourth } = await kernel.attach(path);
    await fourth.stopped('breakpoint');
    await fourth.request('disconnect');
    await fourth.closed();
    await finish();
  });

  test('stops a program that runs', async () => {
    await leftRunning(path);
    const { dap: first } = await kernel.attach(path);
    await first.request('disconnect', { suspendDebuggee: true });
    await first.closed();
    const { dap: second } = await kernel.attach(path);
    await second.stopped('pause');
    await second.request('disconnect', { terminateDebuggee: true });
  });

  test('gives way to terminateDebuggee, and to the end of the kernel', async () => {
    const first = await kernel.launch(path, [4]);
    await first.stopped('breakpoint');
    await first.request('disconnect', { suspendDebuggee: true, terminateDebuggee: true });
    await first.closed();
    await expect(kernel.attach(path)).rejects.toThrow(/no script is running/);

    const second = await kernel.launch(path, [4]);
    await second.stopped('breakpoint');
    await second.request('disconnect', { suspendDebuggee: true });
    await second.closed();
    kernel.running.kill('SIGTERM');
    expect((await kernel.running.ended).code).toBe(0);
    expect(lives(kernel.running.pid)).toBe(false);
  });

  test('leaves it stopped for the one who watches', async () => {
    const first = await kernel.launch(path, [4]);
    await first.stopped('breakpoint');
    const { dap: second } = await kernel.attach(path, [5]);
    await second.stopped('breakpoint');
    await first.request('disconnect', { suspendDebuggee: true });
    expect(await second.event('breakpoint')).toMatchObject({ breakpoint: { verified: true, line: 5 } });
    expect((await second.stack(1))[0]).toMatchObject({ line: 4 });
    await second.request('continue', { threadId: 1 });
    expect(await second.stoppedAt('breakpoint')).toBe('tick:5');
    expect(second.events('continued')).toEqual([]);
    await second.request('disconnect', { terminateDebuggee: true });
  });
});

test('several sessions at once: each has its program, its breakpoints and its output', async () => {
  const programs = ['one', 'two', 'three'].map((name) => box.file(`${name}.lua`, `local who = "${name}"\nlocal n = 0\nrepeat n = n + 1 until finish\nprint(who)\nos.exit(finish)\n`));
  const launched = await Promise.all(programs.map((program) => kernel.launch(program, [1])));
  await Promise.all(launched.map((dap) => dap.stopped('breakpoint')));
  await Promise.all(launched.map((dap) => dap.request('continue', { threadId: 1 })));
  // The newest one is meant when nobody says which.
  const { dap: watcher } = await kernel.attach(programs[2]!);
  const { name: session } = await watcher.event('process');
  const { dap: same } = await kernel.attach(programs[2]!, [], { session });
  await Promise.all(launched.map((dap) => dap.request('pause', { threadId: 1 })));
  await Promise.all([...launched, watcher, same].map((dap) => dap.stopped('pause')));
  await Promise.all(launched.map((dap, index) => dap.evaluate(`finish = ${index}`)));
  await Promise.all(launched.map((dap) => dap.request('continue', { threadId: 1 })));
  expect(await Promise.all([...launched, watcher, same].map((dap) => dap.exitCode()))).toEqual([0, 1, 2, 2, 2]);
  expect([...launched, watcher].map((dap) => dap.output('stdout'))).toEqual(['one\n', 'two\n', 'three\n', 'three\n']);
});
