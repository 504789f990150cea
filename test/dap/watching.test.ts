/** Several debuggers at one program: the first controls it, the others watch, and take over in turn. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sandbox } from '../support/processes.ts';
import { tcpKernel, type TcpKernel } from './kernel.ts';

const text = `local n = 0
local function tick()
  n = n + 1
  return n
end
while not finish do
  tick()
end
print("end")
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

describe('a second debugger', () => {
  test('watches: it sees the stop at once, the stack, the values, the output and the end', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(path);
    expect(await second.stopped('breakpoint')).toMatchObject({ threadId: 1, allThreadsStopped: true });
    expect(second.events('stopped')[0]).not.toHaveProperty('hitBreakpointIds');
    const [frame] = await second.stack(1);
    expect(frame).toMatchObject({ name: 'tick', line: 3, source: { path } });
    expect(await second.scope(frame!.id, 'Upvalues')).toMatchObject({ n: '0' });
    expect(await second.evaluate('n', frame!.id, 'watch')).toBe('0');

    await first.request('continue', { threadId: 1 });
    expect(await second.event('continued')).toEqual({ threadId: 1, allThreadsContinued: true });
    expect(await second.stoppedAt('breakpoint')).toBe('tick:3');
    expect(first.events('continued')).toEqual([]);

    await first.breakpoints(path, []);
    await first.evaluate('finish = 5');
    await first.request('continue', { threadId: 1 });
    expect([await first.exitCode(), await second.exitCode()]).toEqual([5, 5]);
    expect(second.output('stdout')).toBe('end\n');
  });

  test('runs no metamethod: what is lazy opens for the one that controls', async () => {
    const lazy = box.file('lazy.lua', 'local ran = 0\nlocal t = setmetatable({}, { __tostring = function() ran = ran + 1 return "t" end })\nprint(ran)\n');
    const first = await kernel.launch(lazy, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(lazy);
    await second.stopped();
    for (const [dap, answer] of [[second, 'another debugger controls'], [first, '"t"']] as const) {
      const frameId = (await dap.stack(1))[0]!.id;
      const { variablesReference } = await dap.request('evaluate', { expression: 't', frameId, context: 'watch' });
      const tostring = (await dap.variables(variablesReference)).find(({ name }) => name === '[[tostring]]')!;
      const opened = await dap.variables(tostring.variablesReference).then(([only]) => only!.value, (error: Error) => error.message);
      expect(opened).toContain(answer);
      expect(await dap.evaluate('ran', frameId, 'watch')).toBe(dap === second ? '0' : '1');
    }
  });

  test('takes values as text, and runs nothing for them', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(path);
    await second.stopped();
    const frameId = (await second.stack(1))[0]!.id;
    expect(await second.request('valueText', { expression: 'n', frameId, format: 'json' })).toEqual({ text: '0' });
    await expect(second.request('valueText', { expression: 'tick()', frameId, format: 'lua' })).rejects.toThrow('calls no function');
    expect(await second.evaluate('n', frameId, 'watch')).toBe('0');
  });

  test('changes nothing: what would is refused with the reason, and the program stands where it stood', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second, breakpoints } = await kernel.attach(path, [4]);
    await second.stopped();
    expect(breakpoints).toMatchObject([{ verified: false, message: expect.stringContaining('Another debugger controls this program') as string }]);
    const frameId = (await second.stack(1))[0]!.id;
    const upvalues = (await second.request('scopes', { frameId })).scopes.find(({ name }) => name === 'Upvalues')!;
    const refused = [
      ['continue', { threadId: 1 }],
      ['next', { threadId: 1 }],
      ['stepIn', { threadId: 1 }],
      ['stepOut', { threadId: 1 }],
      ['pause', { threadId: 1 }],
      ['setVariable', { variablesReference: upvalues.variablesReference, name: 'n', value: '99' }],
      ['setExpression', { expression: 'n', value: '99', frameId }],
      ['evaluate', { expression: 'n', frameId, context: 'repl' }],
      ['stepInTargets', { frameId }],
      ['restartFrame', { frameId }],
      ['terminateThreads', { threadIds: [1] }],
      ['dataBreakpointInfo', { variablesReference: upvalues.variablesReference, name: 'n' }],
      ['terminate', {}],
    ] as const;
    for (const [command, args] of refused) await expect(second.request(command, args), command).rejects.toThrow(/another debugger|another one controls/i);
    await expect(second.evaluate('os.exit(1)', frameId, 'watch')).rejects.toThrow();
    expect(await first.evaluate('n', (await first.stack(1))[0]!.id)).toBe('0');
    expect(second.events('continued')).toEqual([]);

    // Its goodbye ends nothing either, whatever it asks for.
    await second.request('disconnect', { terminateDebuggee: true });
    await second.closed();
    await first.request('continue', { threadId: 1 });
    expect(await first.stoppedAt('breakpoint')).toBe('tick:3');
  });
});

describe('when the debugger that controls leaves', () => {
  test.each(['disconnect', 'vanish'] as const)('the oldest watcher takes over with its own breakpoints (%s)', async (how) => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second, breakpoints } = await kernel.attach(path, [4]);
    const { dap: third } = await kernel.attach(path, [7]);
    await Promise.all([second.stopped(), third.stopped()]);
    if (how === 'disconnect') await first.request('disconnect');
    else first.drop();

    expect(await second.event('breakpoint')).toMatchObject({ breakpoint: { id: breakpoints[0]!.id, verified: true, line: 4 } });
    expect(await second.stoppedAt('breakpoint')).toBe('tick:4');
    expect(second.events('stopped').at(-1)).toMatchObject({ hitBreakpointIds: [breakpoints[0]!.id] });
    await third.event('continued');
    expect(await third.stoppedAt('breakpoint')).toBe('tick:4');
    await expect(third.request('continue', { threadId: 1 })).rejects.toThrow(/Another debugger/);

    await second.request('next', { threadId: 1 });
    await second.stopped('step');
    expect(await third.stoppedAt('step')).toMatch(/^main chunk:/);
    await second.request('disconnect', {});
    expect(await third.stoppedAt('breakpoint')).toBe('main chunk:7');
    await third.breakpoints(path, []);
    await third.evaluate('finish = 0');
    await third.request('continue', { threadId: 1 });
    expect(await third.exitCode()).toBe(0);
  });

  test('the next one hears where its breakpoints of every kind stand', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { variablesReference } = (await first.request('scopes', { frameId: (await first.stack(1))[0]!.id })).scopes.find(({ name }) => name === 'Upvalues')!;
    const { dataId } = await first.request('dataBreakpointInfo', { variablesReference, name: 'n' });
    const { dap: second } = await kernel.attach(path, [4]);
    await second.stopped();
    const wanted = [
      await second.request('setFunctionBreakpoints', { breakpoints: [{ name: 'tick' }] }),
      await second.request('setDataBreakpoints', { breakpoints: [{ dataId }] }),
      await second.request('setExceptionBreakpoints', { filters: ['caught'] }),
    ].flatMap(({ breakpoints }) => breakpoints);
    expect(wanted.map(({ verified }) => verified)).toEqual([false, false, false]);
    await first.request('disconnect');
    for (const { id } of wanted) expect(await second.event('breakpoint', ({ breakpoint }) => breakpoint.id === id)).toMatchObject({ breakpoint: { verified: true } });
    await second.request('disconnect', { terminateDebuggee: true });
  });

  test('one that is still configuring takes over once it is ready', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const second = kernel.connect();
    await second.initialize();
    await second.request('attach', { token: kernel.token });
    await second.event('initialized');
    expect(await second.breakpoints(path, [4])).toMatchObject([{ verified: false }]);
    await first.request('disconnect');
    await first.closed();
    await second.request('configurationDone');
    expect(await second.event('breakpoint')).toMatchObject({ breakpoint: { verified: true, line: 4 } });
    expect(await second.stoppedAt('breakpoint')).toBe('tick:4');
    await second.request('disconnect', { terminateDebuggee: true });
  });

  test('in the middle of a request, the next one still controls', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(path, [4]);
    await second.stopped();
    first.post('evaluate', { expression: 'while true do end', context: 'repl' });
    first.drop();
    expect(await second.stoppedAt('breakpoint')).toBe('tick:4');
    await second.request('disconnect', { terminateDebuggee: true });
  });

  test('it may restart the program, which ends the sessions of the others and tells them why', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(path);
    await second.stopped();
    await expect(second.request('restart')).rejects.toThrow(/attached to it: disconnect, and launch it/);
    await first.request('restart');
    expect(await second.exitCode()).toBe(1);
    expect(second.output('important')).toBe('The debugger that controls this program restarts it, and this session ends with the old run: attach again to watch the new one.\n');
    await first.event('continued');
    expect(await first.stoppedAt('breakpoint')).toBe('tick:3');
    const { dap: third } = await kernel.attach(path);
    await third.stopped('breakpoint');
    await first.request('terminate');
    expect(await third.exitCode()).toBe(1);
  });

  test('it may end the program for all', async () => {
    const first = await kernel.launch(path, [3]);
    await first.stoppedAt('breakpoint');
    const { dap: second } = await kernel.attach(path);
    await second.stopped();
    await first.request('terminate');
    expect([await first.exitCode(), await second.exitCode()]).toEqual([1, 1]);
  });
});

test('a program that runs without debugging is controlled by whoever attaches', async () => {
  const first = await kernel.launch(path, [], { noDebug: true });
  const { dap: second } = await kernel.attach(path, [3]);
  expect(await second.stoppedAt('breakpoint')).toBe('tick:3');
  expect(first.events('stopped')).toEqual([]);
  await second.breakpoints(path, []);
  await second.evaluate('finish = 0');
  await second.request('continue', { threadId: 1 });
  expect([await first.exitCode(), await second.exitCode()]).toEqual([0, 0]);
});
