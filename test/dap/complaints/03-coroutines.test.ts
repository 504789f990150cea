// Complaint 3: breakpoints in coroutines are not hit, and a step lands in another coroutine.
//
// actboy168/lua-debug#128 (a coroutine made before the debugger attached), #345 (no step into one made by a line that was stepped over);
// pkulchenko/ZeroBraneStudio#217 (step over `coroutine.resume` steps into it), #707 (step over a loop over coroutines); EmmyLua/IntelliJ-EmmyLua#37;
// jushar/MTATD#20 (functions called through an async helper).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import type { StdioAdapter } from '../client.ts';
import { script, type Script } from '../script.ts';
import { attached, tcpKernel } from '../tcp-kernel.ts';

async function at(program: Script, ...marks: string[]): Promise<StdioAdapter> {
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, marks.map((mark) => program.at(mark))));
  await dap.stopped('breakpoint');
  return dap;
}

/** Steps in whatever thread stopped last; answers the line of the next stop. */
async function step(dap: StdioAdapter, kind: 'next' | 'stepIn' | 'stepOut'): Promise<number> {
  await dap.request(kind, { threadId: dap.events('stopped').at(-1)!.threadId });
  const { threadId } = await dap.stopped('step');
  return (await dap.stack(threadId))[0]!.line;
}

describe('breakpoints', () => {
  test('are hit in a coroutine that was made before the debugger attached (lua-debug#128)', async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('co.lua', 'local function f()\n  print(111)\nend\nlocal co = coroutine.create(function()\n  f()\nend)\nprint("made")\nwhile not go do end\ncoroutine.resume(co)\n');
    const first = kernel.connect();
    await first.launch(path, { token: kernel.token });
    await first.event('output');
    await first.request('disconnect', { terminateDebuggee: false });
    const second = await attached(kernel, (client) => client.breakpoints(path, [2]));
    await second.evaluate('go = true');
    expect(await second.stoppedAt('breakpoint')).toBe('f:2');
    await second.request('disconnect', { terminateDebuggee: true });
  });

  test('are hit in functions that a helper runs in a coroutine (MTATD#20)', async () => {
    const program = script(`
local Async = {}
function Async.create(f)
  return function(...) return coroutine.wrap(f)(...) end
end
Async.create(function(name)
  local greeting = "hello " .. name --@here
  print(greeting)
end)("world")
`);
    const dap = await at(program, 'here');
    const { threadId } = dap.events('stopped')[0]!;
    expect(await dap.scope((await dap.stack(threadId))[0]!.id, 'Arguments')).toEqual({ name: '"world"' });
  });
});

describe('step over', () => {
  test('coroutine.resume stays where it is (ZeroBrane#217)', async () => {
    const program = script(`
local co = coroutine.create(function()
  print("inside")
  coroutine.yield()
  print("again")
end)
coroutine.resume(co) --@first
coroutine.resume(co) --@second
print("end") --@end
`);
    const dap = await at(program, 'first');
    expect(await step(dap, 'next')).toBe(program.at('second'));
    expect(await step(dap, 'next')).toBe(program.at('end'));
    expect(dap.events('stopped').every(({ threadId }) => threadId === 1)).toBe(true);
    expect(dap.output('stdout')).toBe('inside\nagain\n');
  });

  test('a function that loops over wrapped coroutines goes to the next line (ZeroBrane#707, its script)', async () => {
    const program = script(`
function Wrap(func, ...)
  local coroutine = coroutine.wrap(function(...)
    coroutine.yield()
    return func(...)
  end)
  coroutine(...)
  return coroutine
end
function d()
  coroutine.yield(true)
end
function c(base, iter)
  return Wrap(d)
end
function b()
  for _ in c() do
  end
end
function a(agent, key, value)
  b() --@start
  return --@return
end
a()
`);
    const dap = await at(program, 'start');
    expect(await step(dap, 'next')).toBe(program.at('return'));
  });

  test('a yield goes to whoever resumed, and a step there does not fall into another coroutine', async () => {
    const program = script(`
local function worker(name)
  local n = 0 --@work
  coroutine.yield() --@yield
  n = n + 1 --@resumed
end
local one, other = coroutine.create(worker), coroutine.create(worker)
coroutine.resume(one, "one") --@first
coroutine.resume(other, "other") --@second
coroutine.resume(one) --@third
print("end") --@end
`);
    const dap = await at(program, 'yield');
    await dap.breakpoints(program.path, []);
    expect(await step(dap, 'next')).toBe(program.at('second'));
    expect(await step(dap, 'next')).toBe(program.at('third'));
    expect(await step(dap, 'next')).toBe(program.at('end'));
  });
});

describe('step into', () => {
  test('goes into a coroutine whose making was stepped over (lua-debug#345, its script)', async () => {
    const program = script(`
function CoFunc()
  print("Line 1") --@one
  coroutine.yield() --@yield
  print("Line2") --@two
end

local co = coroutine.create(CoFunc) --@create
coroutine.resume(co) --@first
coroutine.resume(co) --@second
print("end") --@end
`);
    const dap = await at(program, 'create');
    expect(await step(dap, 'next')).toBe(program.at('first'));
    expect(await step(dap, 'stepIn')).toBe(program.at('one'));
    expect(await step(dap, 'next')).toBe(program.at('yield'));
    expect(await step(dap, 'next')).toBe(program.at('second'));
    expect(await step(dap, 'stepIn')).toBe(program.at('two'));
    expect(await step(dap, 'stepOut')).toBe(program.at('end'));
  });
});

test('each coroutine is a thread with its own stack, in every state it can have', async () => {
  const program = script(`
local function waits(n)
  coroutine.yield(n) --@waits
end
local suspended = coroutine.create(waits)
coroutine.resume(suspended, 7)
local dead = coroutine.create(function() end)
coroutine.resume(dead)
local inner = coroutine.create(function()
  print("here") --@here
end)
local outer = coroutine.create(function()
  coroutine.resume(inner) --@resumes
end)
coroutine.resume(outer) --@main
`);
  const dap = await at(program, 'here');
  const { threads } = await dap.request('threads');
  const linesOf = async (name: string): Promise<number[]> => (await dap.stack(threads.find((thread) => thread.name.startsWith(name))!.id)).filter(({ source, presentationHint }) => source && presentationHint !== 'label').map(({ line }) => line);
  expect(await linesOf('inner')).toEqual([program.at('here')]);
  expect(await linesOf('outer')).toEqual([program.at('resumes')]);
  expect(await linesOf('main')).toEqual([program.at('main')]);
  expect(await linesOf('waits')).toEqual([program.at('waits')]);
});
