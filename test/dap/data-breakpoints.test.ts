import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script } from './script.ts';
import { info, stoppedToWatch, stops, watch } from './watching-data.ts';

async function childOf(dap: StdioAdapter, frameId: number, scope: string): Promise<number> {
  const { scopes } = await dap.request('scopes', { frameId });
  return scopes.find(({ name }) => name === scope)!.variablesReference;
}

describe('what can be watched', () => {
  const text = `
config = { depth = { 1, 2 } }
local Base = { shared = 1 }
Base.__index = Base
local state = setmetatable({ count = 0, items = { { name = "a" } }, ["two words"] = true, [2.5] = "half", [true] = 1 }, Base)
local index = 1
local function work(amount, ...)
  local twice = amount * 2
  do local amount = "hidden" end
  state.count = state.count + index --@watch
  return twice
end
print(work(1, "extra"))
`;

  test('a child of the Variables view: locals with their function and line, fields by any key, globals', async () => {
    const { dap, frame } = await stoppedToWatch(text);
    const described = async (ref: number, name: string): Promise<unknown> => {
      const { dataId, description, accessTypes, canPersist } = await info(dap, { variablesReference: ref, name });
      expect(typeof dataId).toBe('string');
      expect(accessTypes).toEqual(['write']);
      return [description, canPersist];
    };
    expect(await described(await childOf(dap, frame, 'Locals'), 'twice')).toEqual(['twice, local of work (main.lua:8)', false]);
    expect(await described(await childOf(dap, frame, 'Arguments'), 'amount')).toEqual(['amount, local of work (main.lua:7)', false]);
    const upvalues = await childOf(dap, frame, 'Upvalues');
    expect(await described(upvalues, 'index')).toEqual(['index, local of main chunk (main.lua:6)', true]);
    const state = (await dap.variables(upvalues)).find(({ name }) => name === 'state')!;
    expect(await described(state.variablesReference, 'count')).toEqual(['state.count', true]);
    expect(await described(state.variablesReference, '["two words"]')).toEqual(['state["two words"]', true]);
    expect(await described(state.variablesReference, '[2.5]')).toEqual(['state[2.5]', true]);
    expect(await described(state.variablesReference, '[true]')).toEqual(['state[true]', false]);
    const globals = await childOf(dap, frame, 'Globals');
    expect(await described(globals, 'config')).toEqual(['config (global)', true]);
    const config = (await dap.variables(globals)).find(({ name }) => name === 'config')!;
    expect(await described(config.variablesReference, 'depth')).toEqual(['config.depth', true]);
    const depth = (await dap.variables(config.variablesReference))[0]!;
    expect(await described(depth.variablesReference, '[2]')).toEqual(['config.depth[2]', true]);
  });

  test('an expression of a frame, the raw field of an object with a metatable too', async () => {
    const { dap, frame, thread } = await stoppedToWatch(text);
    const upper = (await dap.stack(thread))[1]!.id;
    const described = async (name: string, frameId?: number): Promise<string> => (await info(dap, { name, ...(frameId !== undefined && { frameId }) })).description;
    expect(await described('state.items[1].name', frame)).toBe('state.items[1].name');
    expect(await described('state["items"][index].name', frame)).toBe('state["items"][index].name');
    expect(await described('state.shared', frame)).toBe('state.shared');
    expect(await described('index', upper)).toBe('index, local of main chunk (main.lua:6)');
    expect(await described('config.depth[1]')).toBe('config.depth[1]');
    expect(await described('not_there')).toBe('not_there (global)');
    const [local, upvalue] = [await info(dap, { name: 'index', frameId: upper }), await info(dap, { name: 'index', frameId: frame })];
    expect(local.dataId).toBe(upvalue.dataId);
  });

  test('what cannot says why', async () => {
    const { dap, frame } = await stoppedToWatch(text);
    const reason = async (args: object): Promise<string> => {
      const { dataId, description } = await info(dap, args);
      expect(dataId).toBeNull();
      return description;
    };
    expect(await reason({ name: '42', frameId: frame })).toBe('42 cannot be watched: it is a value, no variable or field.');
    expect(await reason({ name: 'work(1)', frameId: frame })).toBe('work(1) cannot be watched: it is the result of a call; name the variable or field that holds it.');
    expect(await reason({ name: 'work(1).x', frameId: frame })).toMatch(/cannot be read without running code/);
    expect(await reason({ name: 'index.x', frameId: frame })).toBe('index.x cannot be watched: it is a field of a number value, not of a table.');
    expect(await reason({ name: 'state[nil]', frameId: frame })).toBe('state[nil] cannot be watched: no field has the key nil.');
    expect(await reason({ name: 'state +', frameId: frame })).toBe('state + cannot be watched: it is no Lua expression.');
    expect(await reason({ name: '0x10', asAddress: true })).toMatch(/no addresses/);
    const varargs = await childOf(dap, frame, 'Varargs');
    expect(await reason({ variablesReference: varargs, name: '[1]' })).toBe('[1] cannot be watched: variable arguments are not written; copy them to a local.');
    const upvalues = await childOf(dap, frame, 'Upvalues');
    const state = (await dap.variables(upvalues)).find(({ name }) => name === 'state')!;
    expect(await reason({ variablesReference: state.variablesReference, name: '[[metatable]]' })).toMatch(/set by setmetatable/);
    const results = await dap.request('evaluate', { expression: '1, 2', frameId: frame, context: 'repl' });
    expect(await reason({ variablesReference: results.variablesReference, name: '[1]' })).toMatch(/result of an evaluation/);
    await expect(info(dap, { variablesReference: upvalues, name: 'nobody' })).rejects.toThrow('There is no nobody here.');
    await expect(info(dap, { variablesReference: 9999, name: 'x' })).rejects.toThrow('Nothing has been shown under the number 9999');
    await expect(info(dap, { variablesReference: 1 })).rejects.toThrow('"name" must be a string');
  });
});

describe('a data breakpoint stops', () => {
  const text = `
local state = { count = 1, list = { 3, 1, 2 } }
local total = 0
local function add(n)
  total = total + n --@add
end
print("ready") --@watch
state.count = 1
state.count = 2 --@count
total = total + 0
add(5)
table.sort(state.list) --@sort
coroutine.wrap(function() add(1) state.count = nil end)() --@coroutine
print(total, state.count)
`;

  test('after each change, at the line that wrote, with old and new value and its id', async () => {
    const { dap, program, frame } = await stoppedToWatch(text);
    const [count, total] = await watch(dap, frame, 'state.count', 'total');
    expect([count!.verified, total!.verified]).toEqual([true, true]);
    await dap.request('continue', { threadId: 1 });
    const stop = await dap.stopped('data breakpoint');
    expect(stop).toMatchObject({ text: 'state.count: 1 → 2', description: 'state.count: 1 → 2', hitBreakpointIds: [count!.id] });
    const top = (await dap.stack(stop.threadId))[0]!;
    expect(top.line).toBe(program.at('count'));
    expect(await dap.evaluate('state.count', top.id)).toBe('2');
    expect(await stops(dap)).toEqual([
      `total: 0 → 5 @${program.at('add')}`,
      `total: 5 → 6 @${program.at('add')}`,
      `state.count: 2 → nil @${program.at('coroutine')}`,
    ]);
    expect(dap.output('stdout')).toBe('ready\n6\tnil\n');
  });

  test('inside of a library function, whose caller is in view', async () => {
    const { dap, program, frame } = await stoppedToWatch(text);
    await watch(dap, frame, 'state.list[1]');
    await dap.request('continue', { threadId: 1 });
    const stop = await dap.stopped('data breakpoint');
    expect(stop.text).toMatch(/^state\.list\[1\]: 3 → [12]$/);
    const [host, caller] = await dap.stack(stop.threadId);
    expect(host).toMatchObject({ name: 'sort', presentationHint: 'subtle' });
    expect(caller!.line).toBe(program.at('sort'));
    expect(await dap.evaluate('state.list[1]', caller!.id)).toBe(stop.text!.at(-1));
    await dap.request('next', { threadId: stop.threadId });
    // Every write of the sort is a stop of its own; then the step's.
    for (;;) {
      const next = await dap.stopped();
      if (next.reason === 'step') break;
      await dap.request('next', { threadId: next.threadId });
    }
    expect((await dap.stack(1))[0]!.line).toBe(program.at('coroutine'));
  });

  test('where its condition holds at a write, changed or not, and by hit counts', async () => {
    const { dap, program, frame } = await stoppedToWatch(text);
    await watch(dap, frame, { name: 'state.count', condition: 'old == new' }, { name: 'total', condition: 'new > n and old < 100', hitCondition: '2' });
    expect(await stops(dap)).toEqual([`state.count: 1 → 1 @${program.at('watch') + 1}`]);
    expect(dap.events('output').filter(({ category }) => category === 'important').map(({ output }) => output)).toEqual([
      'Breakpoint condition "new > n and old < 100" failed: (evaluate):1: attempt to compare nil with number\n',
    ]);
  });

  test('together with a line breakpoint and a step on the same line', async () => {
    const { dap, program, frame, thread } = await stoppedToWatch('local a = 1 --@watch\nlocal t = { n = 1 }\nt.n = 2 --@both\nlocal b = t.n --@next\n');
    expect(frame).toBeGreaterThan(0);
    await dap.breakpoints(program.path, [program.at('both'), program.at('next')]);
    await dap.request('continue', { threadId: thread });
    await dap.stopped('breakpoint');
    await watch(dap, (await dap.stack(thread))[0]!.id, 't.n');
    await dap.request('next', { threadId: thread });
    const { text: written } = await dap.stopped('data breakpoint');
    expect(written).toBe('t.n: 1 → 2');
    expect((await dap.stack(thread))[0]!.line).toBe(program.at('both'));
    await dap.request('next', { threadId: thread });
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('next')}`);
    await dap.request('continue', { threadId: thread });
    expect(await dap.exitCode()).toBe(0);
  });

  test('not for what the debugger writes', async () => {
    const { dap, program, frame } = await stoppedToWatch(text);
    await watch(dap, frame, 'state.count', 'total');
    await dap.evaluate('state.count = 7', frame);
    await dap.evaluate('add(100)', frame);
    const upvalue = await childOf(dap, frame, 'Locals');
    await dap.request('setVariable', { variablesReference: upvalue, name: 'total', value: '50' });
    expect(await stops(dap)).toEqual([
      `state.count: 7 → 1 @${program.at('watch') + 1}`, `state.count: 1 → 2 @${program.at('count')}`,
      `total: 50 → 55 @${program.at('add')}`, `total: 55 → 56 @${program.at('add')}`, `state.count: 2 → nil @${program.at('coroutine')}`,
    ]);
  });
});

describe('a data breakpoint ends', () => {
  test('with the function of its variable, and is told so', async () => {
    const { dap, frame } = await stoppedToWatch(`
local function f()
  local x = 1
  x = x + 1 --@watch
  return x
end
f()
`);
    const [x] = await watch(dap, frame, 'x');
    await dap.request('continue', { threadId: 1 });
    expect((await dap.stopped('data breakpoint')).text).toBe('x: 1 → 2');
    await dap.request('continue', { threadId: 1 });
    const { breakpoint } = await dap.event('breakpoint');
    expect(breakpoint).toMatchObject({ id: x!.id, verified: false, message: 'x is gone: its function has returned.' });
  });

  test('with a function that an error ends, at the next stop', async () => {
    const { dap, program, frame } = await stoppedToWatch('local function h(y)\n  y = y + 0 --@watch\n  error("out")\nend\npcall(h, 1)\nprint("after") --@after\n');
    const [y] = await watch(dap, frame, 'y');
    await dap.breakpoints(program.path, [program.at('after')]);
    await dap.request('continue', { threadId: 1 });
    await dap.stopped('breakpoint');
    expect((await dap.event('breakpoint')).breakpoint).toMatchObject({ id: y!.id, verified: false, message: 'y is gone: its function has returned.' });
  });

  test('when it is taken away', async () => {
    const { dap, frame } = await stoppedToWatch('local t = { n = 1 } --@watch\nlocal x = 1\nt.n = 2\nx = 2\nprint(t.n)\n');
    await dap.request('next', { threadId: 1 });
    await dap.stopped('step');
    const now = (await dap.stack(1))[0]!.id;
    expect(now).not.toBe(frame);
    await watch(dap, now, 't.n');
    expect((await dap.request('setDataBreakpoints', { breakpoints: [] })).breakpoints).toEqual([]);
    expect(await stops(dap)).toEqual([]);
  });

  test('but keeps its id and hits while it stays', async () => {
    const { dap, frame } = await stoppedToWatch('n = 0\nfor i = 1, 4 do --@watch\n  n = i\n  print(i)\nend\n');
    const [first] = await watch(dap, frame, { name: 'n', hitCondition: '>=3' });
    const again = await watch(dap, frame, { name: 'n', hitCondition: '>=3' }, 'm');
    expect(again.map(({ id }) => id)).toEqual([first!.id, first!.id! + 1]);
  });
});

describe('a data breakpoint is refused', () => {
  test('for reads, for a condition that is no Lua, for a name of no run', async () => {
    const { dap, frame } = await stoppedToWatch('n = 0\nprint(n) --@watch\n');
    const { dataId } = await info(dap, { name: 'n', frameId: frame });
    const { breakpoints } = await dap.request('setDataBreakpoints', {
      breakpoints: [{ dataId, accessType: 'read' }, { dataId, condition: 'old ==' }, { dataId, hitCondition: 'often' }, { dataId: 'run:0:1' }, { dataId: 'rubbish' }],
    });
    expect(breakpoints.map(({ verified, message }) => [verified, message])).toEqual([
      [false, 'Only writes can be watched: reads leave no trace.'],
      [false, expect.stringMatching(/^The condition is no Lua expression/)],
      [false, expect.stringMatching(/is no hit count/)],
      [false, 'It was set in a run that has ended: set it again where its variable is in view.'],
      [false, '"rubbish" names nothing that can be watched: take the dataId that dataBreakpointInfo answers.'],
    ]);
    await expect(dap.request('setDataBreakpoints', { breakpoints: [{ dataId: 3 }] })).rejects.toThrow('"dataId" must be a string');
  });
});

describe('after a restart', () => {
  test('globals and locals of the main chunk are watched again, fields once they are there; other locals are told as gone', async () => {
    const { dap, program, frame } = await stoppedToWatch(`
state = { inner = { count = 0 } }
local mine = { n = 0 }
local function f(x)
  print(x) --@watch
  mine.n = mine.n + 1 --@n
end
f(1)
total = 1 --@total
mine = nil --@mine
state.inner.count = 1 --@count
`);
    const [count, total, n, mine, x] = await watch(dap, frame, 'state.inner.count', 'total', 'mine.n', 'mine', 'x');
    await dap.request('restart');
    const told = async () => (await dap.event('breakpoint')).breakpoint;
    const verified = ({ id }: { id?: number | undefined }): object => ({ id, verified: true });
    const pending = ({ id }: { id?: number | undefined }, what: string): object => ({ id, verified: false, reason: 'pending', message: `${what} is not there yet.` });
    expect([await told(), await told(), await told(), await told(), await told()]).toEqual([
      pending(count!, 'state.inner.count'), verified(total!), pending(n!, 'mine.n'), pending(mine!, 'mine'),
      { id: x!.id, verified: false, reason: 'failed', message: 'It was set in a run that has ended: set it again where its variable is in view.' },
    ]);
    await dap.stopped('breakpoint');
    expect([await told(), await told(), await told()]).toEqual([verified(count!), verified(n!), verified(mine!)]);
    expect(await stops(dap)).toEqual([
      `mine.n: 0 → 1 @${program.at('n')}`, `total: nil → 1 @${program.at('total')}`, `mine.n: 1 → nil, mine: {n = 1} → nil @${program.at('mine')}`,
      `state.inner.count: 0 → 1 @${program.at('count')}`,
    ]);
  });

  test('a link to a field of a local may come later', async () => {
    const { dap, program, frame } = await stoppedToWatch('local config\nconfig = { depth = 1 } --@late\nprint(config.depth) --@watch\nconfig.depth = 2 --@depth\n');
    const [depth] = await watch(dap, frame, 'config.depth');
    await dap.request('restart');
    const pending = (await dap.event('breakpoint')).breakpoint;
    expect([pending.id, pending.verified, pending.reason]).toEqual([depth!.id, false, 'pending']);
    await dap.stopped('breakpoint');
    expect(await stops(dap)).toEqual([`config.depth: 1 → 2 @${program.at('depth')}`]);
  });
});

test('what an earlier session could keep is set before the program starts', async () => {
  const text = 'total = 0 --@first\nprint(total) --@watch\ntotal = total + 1 --@add\n';
  const { dap: earlier, frame } = await stoppedToWatch(text);
  const { dataId, canPersist } = await info(earlier, { name: 'total', frameId: frame });
  expect(canPersist).toBe(true);
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, async () => {
    const { breakpoints } = await dap.request('setDataBreakpoints', { breakpoints: [{ dataId, condition: 'old' }] });
    expect(breakpoints.map(({ verified }) => verified)).toEqual([true]);
  });
  const stop = await dap.stopped('data breakpoint');
  expect([stop.text, (await dap.stack(stop.threadId))[0]!.line]).toEqual(['total: 0 → 1', program.at('add')]);
});

test('callbacks of host calls are watched as all code is', async () => {
  const { dap, program, frame } = await stoppedToWatch(`
local agent = Agent.builder():name("a"):model("demo/echo"):build()
local pieces = 0
local function on_piece() pieces = pieces + 1 end --@piece
local answer = agent:invokeStream({ prompt = "hello" }, on_piece) --@watch
print(pieces > 0)
`);
  await watch(dap, frame, { name: 'pieces', hitCondition: '2' });
  expect(await stops(dap)).toEqual([`pieces: 1 → 2 @${program.at('piece')}`]);
  expect(dap.output('stdout')).toBe('true\n');
});

test('a hidden variable is watched by its row, not by its name', async () => {
  const { dap, program, frame } = await stoppedToWatch(`
local x = 1
local outer = function() x = 10 end
do
  local x = 2
  print(x) --@watch
  x = 3
  outer() --@call
end
`);
  const { dataId, description } = await info(dap, { variablesReference: await childOf(dap, frame, 'Locals'), name: 'x (hidden)' });
  expect(description).toBe('x, local of main chunk (main.lua:2)');
  await dap.request('setDataBreakpoints', { breakpoints: [{ dataId }] });
  expect(await stops(dap)).toEqual(['x: 1 → 10 @3']);
  expect(program.at('call')).toBe(8);
});
