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
  local inside = coroutine.wrap(function()
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
  expect(names).toContain('main');
  expect(names).toEqual(expect.arrayContaining(['worker', 'anonymous', 'inside']));
  expect(names.some((name) => /^coroutine \d+$/.test(name))).toBe(true);
  const idOf = (name: string): number => threads.find((thread) => thread.name === name)!.id;
  expect(threadId).toBe(idOf('inside'));

  // The running coroutine, the thread that waits for it, and a suspended one.
  expect((await dap.stack(threadId)).map(({ line }) => line)).toEqual([program.at('deep')]);
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
