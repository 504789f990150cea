import { expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { script } from './script.ts';

test('coroutines are threads with names and stacks of their own', async () => {
  const program = script(`
local function worker(n)
  local state = n
  coroutine.yield(state) --@waits
end
local named = coroutine.create(worker)
local anonymous = coroutine.create(function() coroutine.yield() end)
local list = { coroutine.create(function() end) }
coroutine.resume(named, 7)
coroutine.resume(anonymous)
local function outer()
  local inside = coroutine.wrap(function() --@creates
    print("deep") --@deep
  end)
  inside() --@resumes
end
outer()
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('deep')]));
  const { threadId } = await dap.stopped('breakpoint');
  const { threads } = await dap.request('threads');
  const names = threads.map(({ name }) => name);
  // Named by function, by variable, or by number; with the state, as coroutine.status has it.
  expect(names).toEqual(expect.arrayContaining(['main (normal)', 'worker (suspended)', 'anonymous (suspended)', 'inside (running)']));
  expect(names.some((name) => /^coroutine \d+ \(suspended\)$/.test(name))).toBe(true);
  const idOf = (name: string): number => threads.find((thread) => thread.name.startsWith(`${name} (`))!.id;
  expect(threadId).toBe(idOf('inside'));

  // The running coroutine, the thread that waits for it, and a suspended one.
  const creator = { name: 'created by outer', line: program.at('creates'), presentationHint: 'label', source: { path: program.path } };
  expect(await dap.stack(threadId)).toMatchObject([{ line: program.at('deep') }, creator]);
  const main = (await dap.stack(idOf('main'))).filter((frame) => frame.source !== undefined);
  expect(main.map(({ name, line }) => `${name}:${line}`)).toEqual([`outer:${program.at('resumes')}`, expect.stringMatching(/^main chunk:/)]);
  const suspended = (await dap.stack(idOf('worker'))).find((frame) => frame.source !== undefined)!;
  expect(suspended.line).toBe(program.at('waits'));
  expect(await dap.scope(suspended.id, 'Locals')).toEqual({ state: '7' });
  expect(await dap.evaluate('state + n', suspended.id)).toBe('14');

  // They come and go by events.
  const started = dap.events('thread').filter(({ reason }) => reason === 'started');
  expect(started.map((event) => event.threadId)).toEqual(expect.arrayContaining([1, threadId]));
});

test('a hundred thousand coroutines flood nobody', async () => {
  const program = script(`
for i = 1, 100000 do coroutine.wrap(function() return i end)() end
print("made") --@made
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('made')]));
  await dap.stopped('breakpoint');
  expect(dap.events('thread').length).toBeLessThan(10);
});

test('only the thread that has stopped steps, and requests name threads that there are', async () => {
  const program = script('local function work() coroutine.yield() end\nlocal co = coroutine.create(work)\ncoroutine.resume(co)\nlocal a = 1 --@here\nlocal b = 2\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  const { threads } = await dap.request('threads');
  const work = threads.find(({ name }) => name.startsWith('work'))!.id;
  for (const command of ['next', 'stepIn', 'stepOut']) {
    await expect(dap.request(command, { threadId: work })).rejects.toThrow('the coroutine work cannot step: the program has stopped in the main thread.');
  }
  for (const command of ['next', 'stepIn', 'stepOut', 'continue', 'pause']) await expect(dap.request(command, { threadId: 88 }), command).rejects.toThrow('There is no thread 88');
  await dap.request('next', { threadId: 1 });
  expect(await dap.stoppedAt('step')).toBe('main chunk:5');
  await dap.request('continue', { threadId: work });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.events('stopped')).toHaveLength(2);
});

test('a frame keeps its id while the program is stopped, however often it is asked for', async () => {
  const program = script(`
local function inner()
  print("here") --@here
end
inner()
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  // As VS Code asks: the top frame first, then all; another id would be another frame to it.
  const idsOf = async (more: object): Promise<number[]> => ((await dap.request('stackTrace', { threadId, ...more }))['stackFrames'] as { id: number }[]).map(({ id }) => id);
  const top = await idsOf({ startFrame: 0, levels: 1 });
  const all = await idsOf({});
  expect(all.slice(0, 1)).toEqual(top);
  expect(new Set(all).size).toBe(all.length);
  expect(await idsOf({})).toEqual(all);
});

test('the stack of a coroutine ends with where, by whom and in which coroutine it was created', async () => {
  const program = script(`
local function leaf()
  print("deep") --@deep
end
local function nursery()
  local child = coroutine.create(leaf) --@creates
  coroutine.yield(child)
end
local keeper = coroutine.create(nursery)
local _, child = coroutine.resume(keeper)
coroutine.resume(child)
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('deep')]));
  const { threadId } = await dap.stopped('breakpoint');
  const label = (await dap.stack(threadId)).at(-1)!;
  expect(label).toMatchObject({ name: 'created by nursery, in coroutine nursery', line: program.at('creates'), presentationHint: 'label', canRestart: false });
  // It is no frame: it has no variables, and nothing can be evaluated there; its id stays while the program is stopped.
  expect((await dap.request('scopes', { frameId: label.id })).scopes).toEqual([]);
  await expect(dap.evaluate('1', label.id)).rejects.toThrow('where the coroutine was created');
  expect((await dap.request('stackTrace', { threadId, startFrame: 1, levels: 5 })).stackFrames.map(({ id }) => id)).toEqual([label.id]);
});

test('several coroutines of one function have names of their own', async () => {
  const program = script(`
local function worker() coroutine.yield() end
local all = {}
for i = 1, 3 do
  all[i] = coroutine.create(worker)
  coroutine.resume(all[i])
end
print("here") --@here
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  const names = async (): Promise<string[]> => (await dap.request('threads')).threads.map(({ name }) => name);
  const expected = ['main (running)', 'worker (suspended)', 'worker #2 (suspended)', 'worker #3 (suspended)'];
  expect(await names()).toEqual(expected);
  expect(await names()).toEqual(expected);
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
});
