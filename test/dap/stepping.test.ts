import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script, type Script } from './script.ts';

type Step = 'next' | 'stepIn' | 'stepOut';

/** Runs to the mark `start`, does the steps; answers the line of each stop, by its mark where it has one. */
async function walk(text: string, steps: readonly Step[], args = {}): Promise<{ places: string[]; dap: StdioAdapter; program: Script }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, args, () => dap.breakpoints(program.path, [program.at('start')]));
  let { threadId } = await dap.stopped('breakpoint');
  const places: string[] = [];
  for (const step of steps) {
    await dap.request(step, { threadId });
    ({ threadId } = await dap.stopped('step'));
    const top = (await dap.stack(threadId)).find((frame) => frame.source?.path === program.path)!;
    places.push(markOf(text, top.line));
  }
  return { places, dap, program };
}

const markOf = (text: string, line: number): string => /--@(\w+)/.exec(text.split('\n')[line - 1]!)?.[1] ?? `line ${line}`;

describe('steps', () => {
  test('over, in and out of a function', async () => {
    const text = `
local function inner(n)
  local twice = n * 2 --@body
  return twice --@ret
end
local a = inner(1) --@start
local b = inner(a) --@second
print(a, b) --@third
`;
    expect((await walk(text, ['next', 'next'])).places).toEqual(['second', 'third']);
    expect((await walk(text, ['stepIn', 'next', 'stepOut'])).places).toEqual(['body', 'ret', 'second']);
  });

  test('out returns to the calling line while it has something left to do', async () => {
    const text = `
local function one()
  return 1 --@body
end
local sum = one() + one() --@start
print(sum) --@after
`;
    const { places } = await walk(text, ['stepIn', 'stepOut', 'stepIn']);
    expect(places).toEqual(['body', 'start', 'body']);
  });

  test('over a recursive call stays in its own activation', async () => {
    const text = `
local function fact(n)
  if n <= 1 then return 1 end
  local rest = fact(n - 1) --@call
  return n * rest --@back
end
local r = fact(5) --@start
print(r)
`;
    const { places, dap } = await walk(text, ['stepIn', 'next', 'next']);
    expect(places).toEqual(['line 3', 'call', 'back']);
    expect(await dap.evaluate('n', (await dap.stack(1))[0]!.id)).toBe('5');
  });

  test('into a coroutine, over a yield, and back', async () => {
    const text = `
local co = coroutine.wrap(function(a)
  local b = a + 1 --@first
  local c = coroutine.yield(b) --@yield
  return c --@resumed
end)
local x = co(1) --@start
local y = co(x) --@again
print(y) --@end
`;
    expect((await walk(text, ['stepIn', 'next', 'next'])).places).toEqual(['first', 'yield', 'again']);
    expect((await walk(text, ['next', 'stepIn', 'stepOut'])).places).toEqual(['again', 'resumed', 'end']);
  });

  test('into a callback, a metamethod, an iterator and a pcall', async () => {
    const text = `
local list = { 2, 1 }
local mt = { __index = function(t, k)
  return k --@metamethod
end }
local t = setmetatable({}, mt)
local function iterate(_, n)
  if n < 1 then return n + 1 end --@iterator
end
local function less(a, b)
  return a < b --@callback
end
table.sort(list, less) --@start
local field = t.missing --@index
for i in iterate, nil, 0 do --@loop
  field = i --@inside
end
pcall(function()
  error("no") --@protected
end)
print(field) --@last
`;
    expect((await walk(text, ['stepIn'])).places).toEqual(['callback']);
    expect((await walk(text.replace('--@start', '').replace('--@index', '--@start'), ['stepIn', 'stepOut'])).places).toEqual(['metamethod', 'loop']);
    expect((await walk(text.replace('--@start', '').replace('--@protected', '--@start'), ['next'])).places).toEqual(['last']);
    expect((await walk(text.replace('--@start', '').replace('--@loop', '--@start'), ['stepIn'])).places).toEqual(['iterator']);
  });

  test('take a statement over several lines as one, and stop in the functions it calls', async () => {
    const text = `
local list = { 2, 1 }
table.sort(list, function(a, b) --@start
  return a < b --@callback
end)
local t = {
  one = list[1],
  two = tostring(list[2]), --@entry
}
print(t.one, --@print
  t.two)
local last = 1 --@last
`;
    const { places } = await walk(text, ['next']);
    expect(places).toEqual(['line 6']);
    expect((await walk(text, ['stepIn', 'stepOut'])).places).toEqual(['callback', 'line 6']);
    const after = (await walk(text.replace('--@start', '').replace('--@print', '--@start'), ['next', 'next'])).places;
    expect(after.at(-1)).toBe('last');
  });

  test('over an error that is caught further up lands where it is caught', async () => {
    const text = `
local function fail()
  error("x") --@start
end
local ok = pcall(fail)
print(ok) --@after
`;
    expect((await walk(text, ['next'])).places).toEqual(['after']);
  });

  test('over a line with a breakpoint in what it calls stops there, and the step is over', async () => {
    const text = `
local function inner()
  return 1 --@inner
end
inner() --@start
print("x")
print("y")
`;
    const program = script(text);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start'), program.at('inner')]));
    await dap.stopped('breakpoint');
    await dap.request('next', { threadId: 1 });
    expect(await dap.stoppedAt('breakpoint')).toBe(`inner:${program.at('inner')}`);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });

  test('a breakpoint on the way whose condition is false does not end the step', async () => {
    const text = `
local function inner(n)
  return n --@inner
end
local x = inner(1) --@start
print(x) --@after
`;
    const program = script(text);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start'), { line: program.at('inner'), condition: 'n > 5' }]));
    await dap.stopped('breakpoint');
    await dap.request('next', { threadId: 1 });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('after')}`);
  });

  test('skipFiles: steps pass through skipped files and stop in callbacks from them', async () => {
    const program = script(`
local lib = require("vendor.lib")
local seen = 0
local function add(v)
  seen = seen + v --@callback
end --@end
lib.each({ 1, 2 }, add) --@start
print(seen) --@after
`);
    script('local M = {}\nfunction M.each(t, f)\n  for i = 1, #t do\n    f(t[i])\n  end\nend\nreturn M\n', 'vendor/lib.lua', program.folder);
    const dap = adapter();
    await dap.launch(program.path, { skipFiles: ['**/vendor/**'] }, () => dap.breakpoints(program.path, [program.at('start')]));
    await dap.stopped('breakpoint');
    let vendor: DebugProtocol.StackFrame | undefined;
    const lines: number[] = [];
    for (let count = 0; count < 5; count++) {
      await dap.request('stepIn', { threadId: 1 });
      lines.push(Number((await dap.stoppedAt('step')).split(':').at(-1)));
      if (count === 0) vendor = (await dap.stack(1)).find((frame) => frame.source?.path?.includes('vendor'));
    }
    const [callback, end] = [program.at('callback'), program.at('end')];
    expect(lines).toEqual([callback, end, callback, end, program.at('after')]);
    expect(vendor?.presentationHint).toBe('subtle');
  });
});

describe('run to cursor, as clients do it: a breakpoint for one stop', () => {
  const TEXT = `
local function item(v)
  return v * 2 --@callback
end
local co = coroutine.wrap(function()
  local n = 1
  coroutine.yield(n) --@yield
  n = n + 1 --@resumed
  coroutine.yield(n)
end)
print("go") --@start
co()
co()
local s = string.gsub("12", "%d", function(d) return item(tonumber(d)) end)
print(s) --@end
`;
  test.each(['yield', 'resumed', 'callback', 'end'])('to %s', async (mark) => {
    const program = script(TEXT);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start')]));
    const { threadId } = await dap.stopped('breakpoint');
    await dap.breakpoints(program.path, [program.at('start'), program.at(mark)]);
    await dap.request('continue', { threadId });
    const stop = await dap.stopped('breakpoint');
    expect((await dap.stack(stop.threadId))[0]!.line).toBe(program.at(mark));
    await dap.breakpoints(program.path, [program.at('start')]);
    await dap.request('continue', { threadId: stop.threadId });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('go\n24\n');
  });
});

test('stepping into every line to the end changes nothing of what the program does', async () => {
  const program = script(`
local function gen(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
  end)
end
local t = setmetatable({}, { __index = function(_, k) return k .. "!" end, __lt = function() return true end })
local out = {}
for i in gen(3) do out[#out + 1] = t["k" .. i] end
table.sort(out, function(a, b)
  return a > b
end)
print(table.concat(out, " "), pcall(function() error("x", 0) end))
local s = string.gsub("abc", "%w", function(c)
  if c == "b" then return nil end
  return c:upper()
end)
goto done
print("never")
::done::
print(s, t < t, select("#", table.unpack({ 1, nil, 3 }, 1, 3)))
`);
  const dap = adapter();
  await dap.launch(program.path, { stopOnEntry: true });
  let stops = 0;
  for (let stop = await dap.stoppedOrEnded(); stop !== undefined; stop = await dap.stoppedOrEnded()) {
    stops++;
    await dap.request('stepIn', { threadId: stop.threadId });
  }
  expect(stops).toBeGreaterThan(30);
  expect(dap.output('stdout')).toBe('k3! k2! k1!\tfalse\tx\nAbC\ttrue\t3\n');
});

test('a stack of a hundred thousand calls comes in pages', async () => {
  const program = script(`
local function down(n)
  if n == 0 then
    return 0 --@bottom
  end
  return 1 + down(n - 1)
end
print(down(100000))
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('bottom')]));
  await dap.stopped('breakpoint');
  const { stackFrames, totalFrames } = await dap.request('stackTrace', { threadId: 1, startFrame: 0, levels: 20 });
  expect(stackFrames).toHaveLength(20);
  expect(totalFrames).toBe(100_002);
  const last = await dap.request('stackTrace', { threadId: 1, startFrame: 100_001, levels: 20 });
  expect(last.stackFrames.map(({ name }) => name)).toEqual(['main chunk']);
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('100000\n');
});

describe('entry and pause', () => {
  test('a breakpoint set while a loop is busy stops it', async () => {
    const program = script('print("up")\nlocal n = 0\nwhile true do\n  n = n + 1 --@loop\nend\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    expect(await dap.breakpoints(program.path, [program.at('loop')])).toMatchObject([{ verified: true }]);
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('loop')}`);
  });

  test('without debugging a pause is not heard', async () => {
    const program = script('print("up")\nlocal t = os.clock()\nwhile os.clock() - t < 0.2 do end\nprint("end")\n');
    const dap = adapter();
    await dap.launch(program.path, { noDebug: true });
    await dap.event('output');
    await dap.request('pause', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('up\nend\n');
  });

  test('stopOnEntry stops before the first line', async () => {
    const program = script('\n-- nothing yet\nprint("first") --@first\n');
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true });
    expect(await dap.stoppedAt('entry')).toBe(`main chunk:${program.at('first')}`);
    expect(dap.output('stdout')).toBe('');
  });

  test.each([
    ['a busy loop', 'while true do end'],
    ['a loop of protected calls', 'while true do pcall(function() error("again") end) end'],
    ['a busy coroutine', 'coroutine.wrap(function() while true do end end)()'],
  ])('pause stops %s, and it goes on', async (_, text) => {
    const program = script(`print("up")\n${text}\n`);
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    await dap.request('pause', { threadId: 1 });
    const { threadId } = await dap.stopped('pause');
    expect((await dap.stack(threadId))[0]!.line).toBe(2);
    await dap.request('continue', { threadId });
    await dap.request('pause', { threadId });
    await dap.stopped('pause');
  });
});
