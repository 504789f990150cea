/** Where the program goes on: steps into one call of a line, jumps, restarted frames, ended coroutines, as a client sees them. */
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { Refused, type StdioAdapter } from './client.ts';
import { script, type Script } from './script.ts';

interface Stopped {
  readonly dap: StdioAdapter;
  readonly program: Script;
  readonly thread: number;
}

/** Runs to the mark `start`. */
async function startAt(text: string, mark = 'start'): Promise<Stopped> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at(mark)]));
  const { threadId } = await dap.stopped('breakpoint');
  await dap.breakpoints(program.path, []);
  return { dap, program, thread: threadId };
}

async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refused);
  return (error as Refused).message;
}

const top = async (dap: StdioAdapter, thread: number) => (await dap.stack(thread)).find((frame) => frame.source !== undefined)!;

/** `label` → id. */
async function targets(dap: StdioAdapter, frameId: number): Promise<Map<string, number>> {
  const found = (await dap.request('stepInTargets', { frameId })).targets;
  return new Map(found.map(({ label, id }) => [label, id]));
}

describe('step into one call', () => {
  const TEXT = `
local M = {}
function M.g() return 1 end --@g
function M:h(n)
  return n + 1 --@h
end
local function f(a, b)
  return a + b --@f
end
local function never() end
local x = f(M.g(), M:h(2)) + #tostring(M.g()) + (false and never() or 0) --@start
print(x) --@after
`;

  test('the calls of the line as they are written, in the order in which they run', async () => {
    const { dap, program, thread } = await startAt(TEXT);
    const { targets: found } = await dap.request('stepInTargets', { frameId: (await top(dap, thread)).id });
    expect(found.map(({ label }) => label)).toEqual(['M.g', 'M:h', 'f', 'M.g', 'tostring (host function)', 'never']);
    const column = TEXT.split('\n')[program.at('start') - 1]!.indexOf('h(2)') + 1;
    expect(found[1]).toMatchObject({ line: program.at('start'), column, endLine: program.at('start'), endColumn: column + 1 });
  });

  test.each([
    ['M:h', 'h'],
    ['f', 'f'],
    // A host function calls nothing here, and the last call does not come: steps over the line.
    ['tostring (host function)', 'after'],
    ['never', 'after'],
  ])('into %s passes the others', async (label, mark) => {
    const { dap, program, thread } = await startAt(TEXT);
    const targetId = (await targets(dap, (await top(dap, thread)).id)).get(label)!;
    await dap.request('stepIn', { threadId: thread, targetId });
    expect((await dap.stoppedAt('step')).split(':').at(-1)).toBe(String(program.at(mark)));
  });

  test('what the line has done already is left out, also in a frame that waits', async () => {
    const { dap, program, thread } = await startAt(TEXT, 'h');
    const frames = (await dap.stack(thread)).filter((frame) => frame.source !== undefined);
    expect([...(await targets(dap, frames[1]!.id)).keys()]).toEqual(['f', 'M.g', 'tostring (host function)', 'never']);
    const targetId = (await targets(dap, frames[1]!.id)).get('f')!;
    await dap.request('stepIn', { threadId: thread, targetId });
    expect(await dap.stoppedAt('step')).toBe(`f:${program.at('f')}`);
  });

  test('through a host function into what it calls, and in text without a file', async () => {
    const { dap, thread } = await startAt(`
local chunk = load("local function a() return 1 end\\nlocal function b() return 2 end\\nreturn pcall(b, a()), a()", "=text")
local r = chunk() --@start
print(r)
`);
    await dap.request('stepIn', { threadId: thread });
    await dap.stopped('step');
    await dap.request('next', { threadId: thread });
    await dap.stopped('step');
    await dap.request('next', { threadId: thread });
    await dap.stopped('step');
    const found = await targets(dap, (await top(dap, thread)).id);
    expect([...found.keys()]).toEqual(['a', 'pcall (host function)']);
    await dap.request('stepIn', { threadId: thread, targetId: found.get('pcall (host function)') });
    expect(await dap.stoppedAt('step')).toBe('b:2');
  });

  test('a target of another stop is refused', async () => {
    const { dap, thread } = await startAt(TEXT);
    const [targetId] = (await targets(dap, (await top(dap, thread)).id)).values();
    await dap.request('next', { threadId: thread });
    await dap.stopped('step');
    expect(await refusal(dap.request('stepIn', { threadId: thread, targetId }))).toContain('has run on');
  });
});

describe('jump to a line', () => {
  const TEXT = `
local log = ""
local function other()
  return 1 --@other
end
log = log .. "a" --@first
for i = 1, 3 do
  log = log .. i --@start
end
log = log .. "z"; log = log .. "!" --@last
-- nothing here --@comment
print(log) --@print
`;
  const targetsOn = async ({ dap, program }: Stopped, mark: string) =>
    (await dap.request('gotoTargets', { source: { path: program.path }, line: program.at(mark) })).targets;

  test('to a declaration without a value: a place of its own, though it has no code', async () => {
    const stopped = await startAt(`local a
local b --@declared
b = (b or "") .. "b" --@next
print(b) --@start
`);
    const { dap, program, thread } = stopped;
    expect((await targetsOn(stopped, 'next')).map(({ label }) => label)).toEqual(['b = (b or "") .. "b"']);
    const found = await targetsOn(stopped, 'declared');
    expect(found.map(({ label, line }) => [label, line])).toEqual([['local b', program.at('declared')]]);
    await dap.request('goto', { threadId: thread, targetId: found[0]!.id });
    expect(await dap.stoppedAt('goto')).toBe(`main chunk:${program.at('next')}`);
    expect(await dap.evaluate('b', (await top(dap, thread)).id)).toBe('nil');
    await dap.request('next', { threadId: thread });
    await dap.stopped('step');
    expect(await dap.evaluate('b', (await top(dap, thread)).id)).toBe('"b"');
  });

  test('out of a loop and back: it stops there, and goes on from there', async () => {
    const stopped = await startAt(TEXT);
    const { dap, program, thread } = stopped;
    const found = await targetsOn(stopped, 'last');
    expect(found.map(({ label, column }) => [label, column])).toEqual([['log = log .. "z"', 1], ['log = log .. "!"', 19]]);
    await dap.request('goto', { threadId: thread, targetId: found[1]!.id });
    expect(await dap.stoppedAt('goto')).toBe(`main chunk:${program.at('last')}`);
    const [first] = await targetsOn(stopped, 'first');
    await dap.request('goto', { threadId: thread, targetId: first!.id });
    expect(await dap.stoppedAt('goto')).toBe(`main chunk:${program.at('first')}`);
    expect(await dap.evaluate('log', (await top(dap, thread)).id)).toBe('"a"');
    await dap.request('continue', { threadId: thread });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('aa123z!\n');
  });

  test('a line without code means the next one', async () => {
    const stopped = await startAt(TEXT);
    expect(await targetsOn(stopped, 'comment')).toMatchObject([{ label: 'print(log)', line: stopped.program.at('print') }]);
  });

  test('refused with the reason, and nothing has happened', async () => {
    const stopped = await startAt(TEXT, 'first');
    const { dap, program, thread } = stopped;
    const jump = async (mark: string): Promise<string> => refusal(dap.request('goto', { threadId: thread, targetId: (await targetsOn(stopped, mark))[0]!.id }));
    expect(await jump('start')).toContain('inside of a loop that has not begun');
    expect(await jump('other')).toContain('another function');
    expect(await refusal(dap.request('goto', { threadId: thread, targetId: 999 }))).toContain('Nothing has been shown under the number 999');
    await dap.request('next', { threadId: thread });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('first') + 1}`);
  });

  test('a function that waits is no place to go to', async () => {
    const stopped = await startAt(TEXT.replace('"a" --@first', '"a" .. other() --@first').replace('--@start', '').replace('--@other', '--@start'));
    const [target] = await targetsOn(stopped, 'last');
    expect(await refusal(stopped.dap.request('goto', { threadId: stopped.thread, targetId: target!.id }))).toContain('step out to it first');
  });

  test('while the program runs there is nowhere to go', async () => {
    const program = script('print("up")\nwhile true do end --@loop\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    expect(await refusal(dap.request('gotoTargets', { source: { path: program.path }, line: 2 }))).toContain('pause it first');
  });

  test('away from an uncaught error, once its cause is mended', async () => {
    const program = script('local t\nlocal n = 1\nn = t.count --@raise\nprint("count", n)\n');
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: ['uncaught'] }));
    const { threadId } = await dap.stopped('exception');
    await dap.evaluate('t = { count = 42 }', (await top(dap, threadId)).id);
    const { targets: found } = await dap.request('gotoTargets', { source: { path: program.path }, line: 3 });
    await dap.request('goto', { threadId, targetId: found[0]!.id });
    await dap.stopped('goto');
    expect(await refusal(dap.request('exceptionInfo', { threadId }))).toContain('not stopped at an error');
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('count\t42\n');
  });
});

describe('restart a frame', () => {
  const TEXT = `
local calls = 0
local function inner(n)
  calls = calls + 1 --@inner
  return n * 2 --@start
end
local function outer(n)
  local r = inner(n) --@outer
  return r
end
local list = { 2, 1 }
table.sort(list, function(a, b) return outer(a) < outer(b) end)
print(calls > 0, outer(5)) --@main
`;

  test('as often as one likes: the stack is asked for in pieces, and its pieces are the whole', async () => {
    const program = script(`local function inner(n)
  return n + 1 --@start
end
local function outer(n) return (inner(n)) end
coroutine.wrap(function() return (outer(1)) end)()
`);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start')]));
    const { threadId } = await dap.stopped('breakpoint');
    for (const names of [['inner', 'outer'], ['outer'], ['outer']]) {
      // As VS Code asks: the top frame first, then the rest of a page.
      const first = await dap.request('stackTrace', { threadId, startFrame: 0, levels: 1 });
      const rest = await dap.request('stackTrace', { threadId, startFrame: 1, levels: 19 });
      const stack = [...first.stackFrames, ...rest.stackFrames];
      expect(stack.map(({ name }) => name)).toEqual([...names, expect.stringContaining('function <'), 'created by main chunk']);
      expect([first.totalFrames, rest.totalFrames]).toEqual([stack.length, stack.length]);
      expect((await dap.request('stackTrace', { threadId, startFrame: stack.length, levels: 20 })).stackFrames).toEqual([]);
      await dap.request('restartFrame', { frameId: stack.find(({ name }) => name === 'outer')!.id });
      await dap.stopped('restart');
    }
  });

  test('the frames that can, say so; a caller begins anew without those above it', async () => {
    const { dap, program, thread } = await startAt(TEXT);
    const frames = await dap.stack(thread);
    expect(frames.map(({ name, canRestart }) => [name, canRestart])).toEqual([
      ['inner', true], ['outer', true], [expect.stringContaining('function <'), true], ['sort', false], ['main chunk', false],
    ]);
    await dap.request('restartFrame', { frameId: frames[1]!.id });
    expect(await dap.stoppedAt('restart')).toBe(`outer:${program.at('outer')}`);
    expect((await dap.stack(thread)).map(({ name }) => name)).toEqual(['outer', expect.any(String), 'sort', 'main chunk']);
    await dap.request('stepIn', { threadId: thread });
    expect(await dap.stoppedAt('step')).toBe(`inner:${program.at('inner')}`);
    expect(await dap.evaluate('calls', (await top(dap, thread)).id)).toBe('1');
  });

  test('refused below a host function, with its name', async () => {
    const { dap, thread } = await startAt(TEXT);
    const frames = await dap.stack(thread);
    expect(await refusal(dap.request('restartFrame', { frameId: frames.at(-1)!.id }))).toContain('it waits for sort');
    expect(await refusal(dap.request('restartFrame', { frameId: frames.at(-2)!.id }))).toContain('A host function cannot be restarted');
    await dap.request('continue', { threadId: thread });
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('terminate a thread', () => {
  const TEXT = `
local function worker(name)
  pcall(function()
    while true do coroutine.yield(name) end --@start
  end)
  print("never")
end
local a, b = coroutine.create(worker), coroutine.create(worker)
coroutine.resume(a, "a")
print(coroutine.resume(b, "b")) --@resumes
print(coroutine.status(a), coroutine.resume(a)) --@after
print(coroutine.status(b), coroutine.resume(b))
`;
  const idOf = async (dap: StdioAdapter, name: string, not = 0): Promise<number> =>
    (await dap.request('threads')).threads.find((thread) => thread.name.startsWith(name) && thread.id !== not)!.id;

  test('a suspended one is dead; the running one is left, and the program stops where it was resumed', async () => {
    const { dap, program, thread } = await startAt(TEXT);
    // The first stop is in the first worker.
    await dap.request('stepOut', { threadId: thread });
    await dap.stopped('step');
    await dap.breakpoints(program.path, [program.at('start')]);
    await dap.request('continue', { threadId: thread });
    const second = (await dap.stopped('breakpoint')).threadId;
    await dap.breakpoints(program.path, []);
    await dap.request('terminateThreads', { threadIds: [thread] });
    await dap.event('thread', ({ reason, threadId }) => reason === 'exited' && threadId === thread);
    expect(await top(dap, second)).toMatchObject({ line: program.at('start') });
    await dap.request('terminateThreads', { threadIds: [second] });
    expect(await dap.event('continued')).toEqual({ threadId: second, allThreadsContinued: true });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('resumes')}`);
    expect(dap.events('continued')).toHaveLength(1);
    expect((await dap.request('threads')).threads.map(({ name }) => name)).toEqual(['main (running)']);
    await dap.request('continue', { threadId: await idOf(dap, 'main') });
    expect(await dap.exitCode()).toBe(0);
    const why = 'false\tterminated by the debugger\n';
    expect(dap.output('stdout')).toBe(`${why}dead\t${why}dead\t${why}`);
  });

  test('one that is busy while the program runs', async () => {
    const program = script('print(coroutine.resume(coroutine.create(function() pcall(function() print("up") while true do end end) end)))\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    await dap.request('pause', { threadId: 1 });
    const { threadId } = await dap.stopped('pause');
    await dap.request('continue', { threadId });
    await dap.request('terminateThreads', { threadIds: [threadId] });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('up\nfalse\tterminated by the debugger\n');
  });

  test('the main one is the program: it ends as by terminate', async () => {
    const { dap } = await startAt(TEXT);
    await dap.request('terminateThreads', { threadIds: [await idOf(dap, 'main')] });
    expect(await dap.exitCode()).toBe(1);
  });

  test('unknown ids are refused, and nothing has ended', async () => {
    const { dap, thread } = await startAt(TEXT);
    expect(await refusal(dap.request('terminateThreads', { threadIds: [thread, 77] }))).toContain('no thread 77');
    expect(await refusal(dap.request('terminateThreads', { threadIds: 'all' }))).toContain('"threadIds"');
    expect((await dap.stack(thread)).length).toBeGreaterThan(0);
  });
});
