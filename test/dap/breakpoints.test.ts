import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import type { Body } from './protocol.ts';
import { script } from './script.ts';

/** Continues from stop to stop; answers where each was. */
async function stops(dap: StdioAdapter, inspect?: (frameId: number) => Promise<unknown>): Promise<string[]> {
  const places: string[] = [];
  for (;;) {
    const next = await dap.stoppedOrEnded();
    if (next === undefined) return places;
    const top = (await dap.stack(next.threadId))[0]!;
    places.push(`${top.name}:${top.line}`);
    await inspect?.(top.id);
    await dap.request('continue', { threadId: next.threadId });
  }
}

describe('breakpoints are hit', () => {
  const everywhere = `
local Account = {}
Account.__index = Account
function Account.new(n) return setmetatable({ n = n }, Account) end
function Account:deposit(n)
  self.n = self.n + n --@method
end
Account.__add = function(a, b)
  return Account.new(a.n + b.n) --@metamethod
end
local function early()
  local x = coroutine.yield(1) --@coroutine
  return x --@resumed
end
local co = coroutine.create(early)
local account = Account.new(1)
account:deposit(2)
local sum = account + account
local list = { 3, 1, 2 }
table.sort(list, function(a, b)
  return a < b --@callback
end)
pcall(function()
  error("x") --@protected
end)
coroutine.resume(co)
coroutine.resume(co, 5)
local chunk = load("local a = 1\\nreturn a + 1", "@chunk")
print(chunk(), sum.n)
`;

  test.each(['method', 'metamethod', 'coroutine', 'resumed', 'protected'])('in a %s', async (mark) => {
    const program = script(everywhere);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at(mark)]));
    const { threadId, hitBreakpointIds } = await dap.stopped('breakpoint');
    const top = (await dap.stack(threadId))[0]!;
    expect(top.line).toBe(program.at(mark));
    expect(top.source?.path).toBe(program.path);
    expect(hitBreakpointIds).toHaveLength(1);
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('2\t6\n');
  });

  test('in a callback of table.sort, at each comparison, with the host function between', async () => {
    const program = script(everywhere);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('callback')]));
    const { threadId } = await dap.stopped('breakpoint');
    const frames = await dap.stack(threadId);
    expect(frames.map((frame) => frame.name)).toEqual([expect.stringContaining('function'), 'sort', 'main chunk']);
    expect(frames[1]!.presentationHint).toBe('subtle');
    await dap.request('continue', { threadId });
    const places = await stops(dap);
    expect(places.length).toBeGreaterThan(0);
    expect(dap.output('stdout')).toBe('2\t6\n');
  });

  test('in a coroutine that was made before the breakpoint was set', async () => {
    const program = script(`
local co = coroutine.wrap(function()
  coroutine.yield(1)
  local late = 2 --@late
  return late
end)
co()
print("made") --@first
print(co())
`);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('first')]));
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('first')}`);
    await dap.breakpoints(program.path, [program.at('late')]);
    await dap.request('continue', { threadId: 1 });
    const { threadId } = await dap.stopped('breakpoint');
    expect(threadId).not.toBe(1);
    expect((await dap.stack(threadId))[0]!.line).toBe(program.at('late'));
  });

  test('in a module that is required, before it is loaded', async () => {
    const program = script('local m = require("lib.math")\nprint(m.twice(4))\n');
    const lib = script('local M = {}\nfunction M.twice(n)\n  return n * 2 --@in\nend\nreturn M\n', 'lib/math.lua', program.folder);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(lib.path, [lib.at('in')]));
    const { threadId } = await dap.stopped('breakpoint');
    const frames = await dap.stack(threadId);
    expect(frames.map((frame) => [frame.source?.path, frame.line])).toEqual([
      [lib.path, lib.at('in')],
      [program.path, 2],
    ]);
  });

  test('on the line of a whole function at its calls, not where it is made; both where the line does more', async () => {
    const program = script(`local function add(a, b) return a + b end --@local
local M = {}
function M.twice(n) return n * 2 end --@field
local function map(list, f) for i, x in ipairs(list) do list[i] = f(x) end return list end --@map
local list = map({ 1, 2 }, function(x) return x + 1 end) --@argument
print(add(M.twice(list[1]), list[2]))
`);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, ['local', 'field', 'map', 'argument'].map((mark) => program.at(mark))));
    const at = (name: string, mark: string): string => `${name}:${program.at(mark)}`;
    const places = (await stops(dap)).filter((place, index, all) => place !== all[index - 1]);
    expect(places).toEqual([at('main chunk', 'argument'), at('map', 'map'), at('f', 'argument'), at('twice', 'field'), at('add', 'local')]);
    expect(dap.output('stdout')).toBe('7\n');
  });

  test('on every line at once, without changing what the program does', async () => {
    const program = script(everywhere);
    const dap = adapter();
    const lines = everywhere.split('\n').map((_, index) => ({ line: index + 1, condition: 'false' }));
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, lines));
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('2\t6\n');
  });
});

describe('breakpoints are placed', () => {
  const text = `-- a comment

local x = 1 --@first
local function f()
  return x --@inner

end
f() --@last
-- the end
`;

  test('on the next executable line, and past the end with the reason', async () => {
    const program = script(text);
    const dap = adapter();
    let placed: Awaited<ReturnType<StdioAdapter['breakpoints']>> = [];
    await dap.launch(program.path, { stopOnEntry: true }, async () => {
      placed = await dap.breakpoints(program.path, [1, 2, program.at('first'), 9, 500]);
    });
    const first = program.at('first');
    expect(placed.map(({ verified, line }) => [verified, line])).toEqual([
      [true, first],
      [true, first],
      [true, first],
      [false, undefined],
      [false, undefined],
    ]);
    expect(placed[4]!.message).toBe(`Nothing is executed on line 500 or after it: the last executable line is ${program.at('last')}.`);
    // The same answers while the program runs.
    await dap.stopped('entry');
    const again = await dap.breakpoints(program.path, [1, 500]);
    expect(again.map(({ verified, line }) => [verified, line])).toEqual([
      [true, first],
      [false, undefined],
    ]);
  });

  test('through any spelling of the path: `..` and symbolic links', async () => {
    const program = script(text, 'src/main.lua');
    symlinkSync(join(program.folder, 'src'), join(program.folder, 'link'));
    mkdirSync(join(program.folder, 'other'));
    const odd = `${program.folder}/other/../link/main.lua`;
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(odd, [program.at('inner')]));
    const { threadId } = await dap.stopped('breakpoint');
    const top = (await dap.stack(threadId))[0]!;
    expect(top.line).toBe(program.at('inner'));
  });

  test('in a file with a byte order mark, a #! line, Windows line ends, spaces and letters of any script in its path', async () => {
    const program = script('\uFEFF#!/usr/bin/env llmspell\r\nlocal a = 1\r\n\r\nprint(a) --@here\r\nerror("ende")\r\n', 'Ünïcode 文件/mein skript.lua');
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [3]));
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('here')}`);
    expect((await dap.stack(1))[0]!.source!.path).toBe(program.path);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(1);
    expect(dap.output('stderr')).toContain(`${program.path}:5: ende`);
  });

  test('not in a file that does not compile or does not exist, with the reason', async () => {
    const program = script(text);
    const broken = script('local = 1\n', 'broken.lua', program.folder);
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true }, async () => {
      const [inBroken] = await dap.breakpoints(broken.path, [1]);
      expect(inBroken).toMatchObject({ verified: false, message: expect.stringContaining('does not compile') as string });
      const [inMissing] = await dap.breakpoints(`${program.folder}/missing.lua`, [1]);
      expect(inMissing).toMatchObject({ verified: false, message: expect.stringContaining('cannot be read') as string });
    });
  });

  test('breakpointLocations names the lines on which a stop is possible', async () => {
    const program = script(text);
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true }, async () => {
      const { breakpoints } = await dap.request('breakpointLocations', { source: { path: program.path }, line: 1, endLine: 6 });
      expect(breakpoints).toEqual([{ line: program.at('first') }, { line: program.at('inner') }]);
    });
  });
});

describe('conditions, hit counts and log messages', () => {
  const loop = `
local text = "a}b"
for i = 1, 10 do
  local square = i * i --@in
  local after = square
end
print("end") --@end
`;

  async function hits(breakpoint: Body, evaluated = 'i'): Promise<{ values: string[]; console: string; important: string; output: string }> {
    const program = script(loop);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [{ line: program.at('in'), ...breakpoint }]));
    const values: string[] = [];
    await stops(dap, async (frameId) => values.push(await dap.evaluate(evaluated, frameId)));
    return { values, console: dap.output('console'), important: dap.output('important'), output: dap.output('stdout') };
  }

  test.each<[Body, string[]]>([
    [{ condition: 'i > 8' }, ['9', '10']],
    [{ condition: 'i % 2 == 0 and text ~= ""' }, ['2', '4', '6', '8', '10']],
    [{ hitCondition: '3' }, ['3']],
    [{ hitCondition: '==3' }, ['3']],
    [{ hitCondition: '>=9' }, ['9', '10']],
    [{ hitCondition: '>9' }, ['10']],
    [{ hitCondition: '<3' }, ['1', '2']],
    [{ hitCondition: '%4' }, ['4', '8']],
    [{ condition: 'i > 5', hitCondition: '2' }, ['7']],
  ])('%j stops at %j', async (breakpoint, expected) => {
    expect((await hits(breakpoint)).values).toEqual(expected);
  });

  test('a condition that fails is told once, and the program goes on', async () => {
    const { values, important, output } = await hits({ condition: 'i.x.y' });
    expect(values).toEqual([]);
    expect(important.match(/failed/g)).toHaveLength(1);
    expect(important).toContain('attempt to index');
    expect(output).toBe('end\n');
  });

  test('a condition with a syntax error, a wrong hit count and an unclosed brace are refused with the reason', async () => {
    const program = script(loop);
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true }, async () => {
      const line = program.at('in');
      const placed = await dap.breakpoints(program.path, [{ line, condition: 'i >' }, { line, hitCondition: 'often' }, { line, logMessage: 'i = {i' }]);
      expect(placed.map(({ verified }) => verified)).toEqual([false, false, false]);
      expect(placed[0]!.message).toMatch(/no Lua expression.*unexpected symbol/);
      expect(placed[1]!.message).toContain('"often" is no hit count');
      expect(placed[2]!.message).toContain('without its }');
    });
  });

  test('a log message is written with its expressions, nested braces included, and does not stop', async () => {
    const { values, console: text } = await hits({ logMessage: 'i={i} n={#{1, {2}}} t={text .. "}"} \\{x\\} bad={nil + 1}', hitCondition: '<3' });
    expect(values).toEqual([]);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^i=1 n=2 t=a}b} \{x\} bad=<.*arithmetic on a nil value.*>$/);
  });

  test('hits go on counting when another breakpoint is added', async () => {
    const program = script(loop);
    const dap = adapter();
    const third = { line: program.at('in'), hitCondition: '3' };
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [third, { line: program.at('in') + 1, hitCondition: '2' }]));
    expect(await dap.stoppedAt('breakpoint')).toBe(`main chunk:${program.at('in') + 1}`);
    await dap.breakpoints(program.path, [third, program.at('end')]);
    await dap.request('continue', { threadId: 1 });
    await dap.stopped('breakpoint');
    expect(await dap.evaluate('i', (await dap.stack(1))[0]!.id)).toBe('3');
  });
});

describe('function breakpoints', () => {
  const text = `
local M = {}
function M.f(n)
  for i = 1, 2 do --@f
    n = n + i
  end
  return n
end
local Obj = {}
function Obj:m() return self end --@m
local function hidden()
  return 1 --@hidden
end
M.g = function() return 2 end --@g
M["bracket"] = function() return 3 end --@bracket
M.inner = { deep = function() return 4 end } --@deep
local Made = {
  new = function() return 5 end, --@new
}
M.f(1)
Obj:m()
hidden()
M.g()
M.bracket()
M.inner.deep()
Made.new()
`;

  test.each([
    ['M.f', 'f'],
    ['Obj:m', 'm'],
    ['hidden', 'hidden'],
    ['M.g', 'g'],
    ['M.bracket', 'bracket'],
    ['M.inner.deep', 'deep'],
    ['Made.new', 'new'],
  ])('%s stops once in each call, at the first line of the body', async (name, mark) => {
    const program = script(text);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.request('setFunctionBreakpoints', { breakpoints: [{ name }] }));
    const { threadId, reason } = await dap.stopped();
    expect(reason).toBe('function breakpoint');
    expect((await dap.stack(threadId))[0]!.line).toBe(program.at(mark));
    const event = await dap.event('breakpoint');
    expect(event.breakpoint).toMatchObject({ verified: true });
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  test('one that no function has is not verified, with the reason', async () => {
    const program = script(text);
    const dap = adapter();
    await dap.launch(program.path, {}, async () => {
      const { breakpoints } = await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }] });
      expect(breakpoints[0]).toMatchObject({ verified: false, message: 'No function nobody is loaded yet.' });
    });
    expect(await dap.exitCode()).toBe(0);
  });

  test.each([
    ['print', 'print is a host function: it has no lines to stop at.'],
    ['string.rep', 'string.rep is a host function: it has no lines to stop at.'],
    ['', '"" is no function name: write name, M.f or Obj:m.'],
    ['1+1', '"1+1" is no function name: write name, M.f or Obj:m.'],
    ['a b', '"a b" is no function name: write name, M.f or Obj:m.'],
  ])('%j can be the name of none that stops, and waits for none', async (name, message) => {
    const program = script(`${text}os.exit() --@end\n`);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('end')]));
    await dap.stopped();
    const { breakpoints } = await dap.request('setFunctionBreakpoints', { breakpoints: [{ name }] });
    expect(breakpoints[0]).toMatchObject({ verified: false, message, reason: 'failed' });
  });
});

test('a relative path is one of the working folder of the launch; without it, the client is told', async () => {
  const program = script('local a = 1\nprint(a)\n');
  const folder = dirname(program.path);
  const dap = adapter();
  let set: DebugProtocol.Breakpoint[] = [];
  await dap.launch(program.path, { cwd: folder }, async () => (set = await dap.breakpoints(basename(program.path), [2])));
  expect(set).toMatchObject([{ verified: true, line: 2, source: { path: program.path } }]);
  expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:2');

  const other = adapter();
  await other.launch(program.path, {}, async () => (set = await other.breakpoints('file:///a.lua', [2])));
  expect(set).toMatchObject([{ verified: false, reason: 'failed', message: expect.stringContaining('"file:///a.lua" is not an absolute path') as string }]);
  await expect(other.request('breakpointLocations', { source: { path: 'a.lua' }, line: 1 })).rejects.toThrow('"a.lua" is not an absolute path');
  await other.exitCode();
});
