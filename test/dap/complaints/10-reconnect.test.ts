// Complaint 10: after a reconnect breakpoints are dead, pause does nothing, or the session drops by itself.
//
// EmmyLua/EmmyLuaDebugger#14 (connected, disconnected, connected: breakpoints do not work), #86 (pause does nothing in an endless loop before the first breakpoint);
// EmmyLua/VSCode-EmmyLua#81, #291 (a second after the stop the program goes on by itself); actboy168/lua-debug#180, #189 (`#!`), #281 (stops on entry though
// nobody asked); tomblind/local-lua-debugger-vscode#28 and satoren/vscode-lrdb#3 (the same); harold-b/vscode-duktape-debug#13 (the program runs before its
// breakpoints are set).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import { script } from '../script.ts';
import { attached, tcpKernel } from '../tcp-kernel.ts';

const looping = 'print("up")\nlocal n = 0\nwhile not stop do\n  n = n + 1\nend\nprint("stopped")\n';

describe('connected, disconnected, connected', () => {
  test('breakpoints work each time, set anew by each client (EmmyLuaDebugger#14)', async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('loop.lua', looping);
    const first = kernel.connect();
    await first.launch(path, { token: kernel.token }, () => first.breakpoints(path, [4]));
    expect(await first.stoppedAt('breakpoint')).toBe('main chunk:4');
    await first.request('disconnect', { terminateDebuggee: false });
    for (let round = 0; round < 3; round++) {
      const next = await attached(kernel, (client) => client.breakpoints(path, [4]));
      expect(await next.stoppedAt('breakpoint')).toBe('main chunk:4');
      const { threadId } = next.events('stopped')[0]!;
      await next.request('next', { threadId });
      await next.stopped('step');
      if (round % 2 === 0) await next.request('disconnect', { terminateDebuggee: false });
      else next.drop();
    }
    const last = await attached(kernel);
    await last.evaluate('stop = true');
    await last.event('terminated');
  });

  test('what a client that was lost had set is gone: the program does not stop for nobody', async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('loop.lua', looping);
    const first = kernel.connect();
    await first.launch(path, { token: kernel.token }, () => first.breakpoints(path, [4]));
    await first.stopped('breakpoint');
    first.drop();
    const second = await attached(kernel);
    await second.evaluate('stop = true');
    await second.event('terminated');
    expect(second.events('stopped')).toEqual([]);
  });
});

test('pause stops an endless loop right after attach, with no breakpoint ever hit (EmmyLuaDebugger#86)', async () => {
  const kernel = await tcpKernel();
  const path = kernel.box.file('loop.lua', looping);
  const first = kernel.connect();
  await first.launch(path, { token: kernel.token });
  await first.event('output');
  await first.request('disconnect', { terminateDebuggee: false });
  const second = await attached(kernel);
  await second.request('pause', { threadId: 1 });
  const { threadId } = await second.stopped('pause');
  expect([3, 4]).toContain((await second.stack(threadId))[0]!.line);
  await second.request('disconnect', { terminateDebuggee: true });
});

test('a stop stays until somebody ends it: requests of all kinds do not, and no time does (VSCode-EmmyLua#291)', async () => {
  const program = script('local dbg = { 1, 2 }\nlocal y = 11 --@here\nprint("Script finished.")\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  for (let count = 0; count < 20; count++) {
    const [frame] = await dap.stack(threadId);
    await dap.scope(frame!.id, 'Locals');
    await dap.evaluate('dbg', frame!.id, 'watch');
    await dap.request('threads');
    await dap.request('pause', { threadId });
    await dap.breakpoints(program.path, [program.at('here')]);
  }
  expect(dap.output('stdout')).toBe('');
  expect(dap.events('stopped')).toHaveLength(1);
  await dap.request('continue', { threadId });
  expect(await dap.exitCode()).toBe(0);
});

describe('the start', () => {
  test('does not stop on entry unless asked (lua-debug#281, lld#28, lrdb#3)', async () => {
    for (const args of [{}, { stopOnEntry: false }]) {
      const dap = adapter();
      await dap.launch(script('print("ran")\n').path, args);
      expect(await dap.exitCode()).toBe(0);
      expect(dap.events('stopped')).toEqual([]);
    }
  });

  test('waits for the breakpoints: one on the very first line is hit without stopOnEntry (duktape#13)', async () => {
    const program = script('print("first") --@first\n');
    const dap = adapter();
    await dap.initialize();
    await dap.request('launch', { program: program.path });
    await dap.event('initialized');
    await dap.breakpoints(program.path, [1]);
    await dap.request('setExceptionBreakpoints', { filters: [] });
    expect(dap.output('stdout')).toBe('');
    await dap.request('configurationDone');
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:1');
    expect(dap.output('stdout')).toBe('');
  });
});
