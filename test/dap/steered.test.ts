/** Scripts that steer their debugger: `Debug.enableDAP`, `Debug.breakpoint`, `Debug.step`, `Debug.stepOver`, `Debug.continue`. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { Sandbox, type Running } from '../support/processes.ts';
import { adapter } from './adapter.ts';
import { attachTo, tcpKernel } from './kernel.ts';
import { scratch, script } from './script.ts';

describe('Debug.breakpoint', () => {
  test('without arguments stops on its own line, in the script\'s own frame, each time', async () => {
    const program = script(`for i = 1, 2 do
  local twice = i * 2
  Debug.breakpoint() --@here
  print(twice) --@next
end
`);
    const dap = adapter();
    await dap.launch(program.path);
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('here')}`);
    const frames = await dap.stack(1);
    expect(frames[0]).toMatchObject({ name: 'main chunk', line: program.at('here') });
    expect(await dap.evaluate('twice', frames[0]!.id)).toBe('2');
    await dap.request('next', { threadId: 1 });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('next')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('here')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('2\n4\n');
  });

  test('stops inside pcall, coroutines, tail calls and comparators as anywhere', async () => {
    const program = script(`pcall(function()
  Debug.breakpoint() --@a
end)
coroutine.wrap(function()
  pcall(Debug.breakpoint) --@b
  coroutine.yield()
end)()
local function tail() return Debug.breakpoint() end --@c
tail()
table.sort({ 2, 1 }, function(x, y)
  Debug.breakpoint() --@d
  return x < y
end)
`);
    const dap = adapter();
    await dap.launch(program.path);
    for (const mark of ['a', 'b', 'c', 'd']) {
      const { threadId } = await dap.stopped('breakpoint');
      expect((await dap.stack(threadId))[0]!.line, mark).toBe(program.at(mark));
      await dap.request('continue', { threadId });
    }
    expect(await dap.exitCode()).toBe(0);
  });

  test('stops in a coroutine that is made of it, where no line has called it: a step goes on behind the resume', async () => {
    const program = script('coroutine.wrap(Debug.breakpoint)() --@made\nprint("after") --@after\n');
    const dap = adapter();
    await dap.launch(program.path);
    const { threadId } = await dap.stopped('breakpoint');
    expect((await dap.stack(threadId)).map(({ name, line }) => [name, line])).toEqual([['host function', 0], ['created by main chunk', program.at('made')]]);
    await dap.request('next', { threadId });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('after')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('after\n');
  });

  test('sets places by file, name and function, beside those of the client and not touched by them', async () => {
    const folder = scratch();
    script('local M = {}\nfunction M.f(a)\n  local b = a\n  return b\nend\nfunction M:g()\n  return self\nend\nreturn M\n', 'lib/m.lua', folder);
    const program = script(`Debug.breakpoint("lib/m.lua", 4)
Debug.breakpoint("M:g")
local function own(n)
  while n > 0 do n = n - 1 end
  return n
end
Debug.breakpoint(own)
Debug.breakpoint("own", 5)
package.path = "${folder}/lib/?.lua"
local m = require("m")
m.f(1)
m:g()
own(3)
print("end") --@end
`, 'main.lua', folder);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('end')]));
    const stops = async (): Promise<string[]> => {
      const all: string[] = [];
      for (let stop = await dap.stoppedOrEnded(); stop !== undefined; stop = await dap.stoppedOrEnded()) {
        const [top] = await dap.stack(stop.threadId);
        all.push(`${top!.source!.name}:${top!.line} ${stop.reason}${stop.hitBreakpointIds === undefined ? '' : ' of the client'}`);
        // The client's own sets do not touch them.
        if (all.length === 1) await dap.breakpoints(join(folder, 'lib/m.lua'), []);
        await dap.request('continue', { threadId: stop.threadId });
      }
      return all;
    };
    expect(await stops()).toEqual(['m.lua:4 breakpoint', 'm.lua:7 breakpoint', 'main.lua:4 breakpoint', 'main.lua:5 breakpoint', 'main.lua:14 breakpoint of the client']);
  });

  test('says when nothing can be reached there', async () => {
    const program = script('Debug.breakpoint("main.lua", 99)\nlocal function f() end\nDebug.breakpoint(f, 1)\nprint("end")\n');
    const dap = adapter();
    await dap.launch(program.path);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('important')).toMatch(/Debug\.breakpoint: nothing is executed on line 99 of .*main\.lua or after it\.\nDebug\.breakpoint: line 1 is not in the function, which has the lines 2 to 2\.\n/);
  });
});

describe('Debug.step, Debug.stepOver and Debug.continue', () => {
  const text = `local function inner()
  local a = 1 --@inside
  return a
end
local function steps(how)
  Debug[how]()
  local b = inner() --@after
  Debug.continue()
  return b --@last
end
`;
  test('step stops at the next line, and Debug.continue takes a step back', async () => {
    const program = script(`${text}steps("stepOver")\nDebug.step() Debug.continue()\nprint("no stop")\nDebug.step()\nprint("stop") --@stop\n`);
    const dap = adapter();
    await dap.launch(program.path);
    expect(await dap.stoppedAt('step')).toBe(`steps:${program.at('after')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('stop')}`);
    expect(dap.output('stdout')).toBe('no stop\n');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });

  test('step goes into a call on the line, stepOver does not', async () => {
    for (const [how, place] of [
      ['step', 'inside'],
      ['stepOver', 'next'],
    ] as const) {
      const program = script(`local function inner()\n  return 1 --@inside\nend\nDebug.${how}() inner()\nprint("next") --@next\n`);
      const dap = adapter();
      await dap.launch(program.path);
      const { threadId } = await dap.stopped('step');
      expect((await dap.stack(threadId))[0]!.line).toBe(program.at(place));
      await dap.request('continue', { threadId });
      expect(await dap.exitCode()).toBe(0);
    }
  });

  test('leave the steps of the client alone, and do nothing in what the client evaluates', async () => {
    const program = script('local function f()\n  Debug.continue()\nend\nDebug.breakpoint()\nf()\nprint("next") --@next\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.stopped('breakpoint');
    await dap.evaluate('Debug.step()');
    await dap.evaluate('Debug.breakpoint()');
    await dap.request('next', { threadId: 1 });
    expect(await dap.stoppedAt('step')).toBe('main chunk:5');
    await dap.request('next', { threadId: 1 });
    // `f` has said Debug.continue meanwhile.
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('next')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('without a debugger', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox();
  });
  afterEach(() => box.dispose());

  const connectionOf = async (running: Running): Promise<ConnectionInfo> => {
    const [, file = ''] = await running.saw(/file (.*)\n/);
    return JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  };

  test('nothing of it does anything', async () => {
    const path = box.file('a.lua', 'Debug.breakpoint("a.lua", 3)\nDebug.breakpoint("f")\nDebug.breakpoint() Debug.step() Debug.stepOver() Debug.continue()\nfunction f() end f()\nprint("end")\n');
    expect(await box.llmspell('run', path).ended).toMatchObject({ code: 0, stdout: 'end\n', stderr: '' });
    const dap = adapter();
    await dap.launch(path, { noDebug: true });
    expect(await dap.exitCode()).toBe(0);
  });

  test('Debug.enableDAP opens a port, waits, and the breakpoints of the script count', async () => {
    const path = box.file(
      'a.lua',
      `Debug.breakpoint("work")
local dap = Debug.enableDAP({ port = 0 })
print("file " .. dap.connection_file)
local again = Debug.enableDAP({ port = 0, wait_for_debugger = true })
assert(again.port == dap.port and again.connection_file == dap.connection_file)
local function work()
  return 1
end
work()
`,
    );
    const config = box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 1\n');
    const running = box.llmspell('-c', config, 'run', path);
    const info = await connectionOf(running);
    expect(info).toMatchObject({ transport: 'tcp', ip: '127.0.0.1', pid: running.pid, program: path });
    // Longer than the script may run.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { dap } = await attachTo(info, path, [9]);
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:9');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.stoppedAt('breakpoint')).toBe('work:7');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    // Only the one that waits says where.
    expect(stderr).toMatch(new RegExp(`^waiting for a debugger on port ${info.dap_port} .*\\nconnection file: .*${info.kernel_id}.*\\nattach with .*\\n.*\\n$`));
    expect(existsSync(join(box.home, '.llmspell', 'kernels', `kernel-${info.kernel_id}.json`))).toBe(false);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('waiting for a debugger ends by %s, and leaves nothing', async (signal, code) => {
    const path = box.file('a.lua', 'print("file " .. Debug.enableDAP({ port = 0 }).connection_file)\npcall(Debug.enableDAP, { wait_for_debugger = true })\nprint("never")\n');
    const running = box.llmspell('run', path);
    const info = await connectionOf(running);
    running.kill(signal);
    expect(await running.ended).toMatchObject({ code, stdout: expect.not.stringContaining('never') as string });
    expect(existsSync(join(box.home, '.llmspell', 'kernels', `kernel-${info.kernel_id}.json`))).toBe(false);
  });

  test('a port in use is an error that names it, and another one can be tried', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const path = box.file('a.lua', `print(pcall(Debug.enableDAP, { port = ${port} }))\nprint(Debug.enableDAP({ port = 0 }).port ~= ${port})\nprint(pcall(Debug.enableDAP, { port = 70000 }))\n`);
    const { stdout, code } = await box.llmspell('run', path).ended;
    server.close();
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^false\t.*port ${port} \\(debugger\\) is in use.*give another \`port\`.*\ntrue\nfalse\t.*0 to 65535`));
  });

  test('a kernel that listens already answers its own port; one of a debug adapter opens one for watchers', async () => {
    const kernel = await tcpKernel(box);
    const path = box.file('a.lua', 'local dap = Debug.enableDAP({ port = 1 })\nprint("file " .. dap.connection_file)\n');
    const dap = await kernel.launch(path);
    expect(await dap.exitCode()).toBe(0);
    const [, file = ''] = /file (.*)\n/.exec(dap.output('stdout'))!;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: kernel.running.pid, token: kernel.token });

    const own = adapter([], { HOME: box.home });
    const waiting = box.file('b.lua', 'local dap = Debug.enableDAP({ port = 0, wait_for_debugger = true })\nprint("file " .. dap.connection_file)\nlocal a = 1\n');
    await own.launch(waiting, {}, () => own.breakpoints(waiting, [3]));
    // It has its debugger.
    await own.stopped('breakpoint');
    const [, ownFile = ''] = /file (.*)\n/.exec(own.output('stdout'))!;
    const { dap: watcher } = await attachTo(JSON.parse(readFileSync(ownFile, 'utf8')) as ConnectionInfo, waiting);
    await watcher.stopped('breakpoint');
    await own.request('continue', { threadId: 1 });
    expect([await own.exitCode(), await watcher.exitCode()]).toEqual([0, 0]);
    await own.quit();
    expect(existsSync(ownFile)).toBe(false);
  });
});

test('a breakpoint in a file that is not there waits for it, and this is said once', async () => {
  const program = script(`
for i = 1, 2 do Debug.breakpoint("later.lua", 2) end
`);
  const dap = adapter();
  await dap.launch(program.path);
  expect(await dap.exitCode()).toBe(0);
  const notes = dap.output('important').match(/Debug\.breakpoint: there is no file .*later\.lua; the breakpoint waits in case one is loaded later\./g);
  expect(notes).toHaveLength(1);
});
