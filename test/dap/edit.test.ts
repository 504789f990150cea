/** Edit while the program is stopped: a saved file's functions get their new code, frames end with the old one, state stays. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { scratch, script, type Script } from './script.ts';

interface Saved {
  replaced: string[];
  kept: string[];
  refused: { name: string; reason: string }[];
  message?: string;
}

const save = async (dap: StdioAdapter, path: string, text: string): Promise<Saved> => {
  writeFileSync(path, text);
  return (await dap.request('fileSaved', { path })) as unknown as Saved;
};

/** Runs to the mark `start`. */
async function stopped(text: string, marks: readonly string[] = ['start']): Promise<{ dap: StdioAdapter; program: Script; threadId: number }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, marks.map((mark) => program.at(mark))));
  const { threadId } = await dap.stopped('breakpoint');
  return { dap, program, threadId };
}

/** The innermost frames as `name:line of what source`. */
const stackOf = async (dap: StdioAdapter, threadId = 1): Promise<string[]> =>
  (await dap.stack(threadId)).filter(({ source }) => source !== undefined).map(({ name, line, source }) => `${name}:${line} of ${source!.name}`);

describe('a function that is not running', () => {
  test('is stepped into with its new code, and keeps what it has captured', async () => {
    const text = `
local count = 10
local function add(n)
  count = count + n
  return count
end
print(add(1)) --@start
print(add(1))
print(count)
`;
    const { dap, program, threadId } = await stopped(text);
    const now = text.replace('  count = count + n\n', '  local twice = n * 2\n  count = count + twice\n');
    expect(await save(dap, program.path, now)).toEqual({ replaced: ['add'], kept: [], refused: [] });
    expect(await dap.event('loadedSource', ({ reason }) => reason === 'changed')).toMatchObject({ source: { path: program.path } });
    expect(await dap.event('invalidated')).toEqual({ areas: ['stacks'] });
    // The line of the frame that stands below has moved with its text.
    expect(await stackOf(dap)).toEqual(['main chunk:8 of main.lua']);
    await dap.request('stepIn', { threadId });
    expect(await dap.stoppedAt('step')).toBe('add:4');
    await dap.request('next', { threadId });
    await dap.stopped('step');
    expect(await dap.evaluate('twice', (await dap.stack(threadId))[0]!.id)).toBe('2');
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('12\n14\n14\n');
  });

  test('may be a method, a function of a module, or a callback that somebody holds', async () => {
    const folder = scratch();
    const moduleText = 'local M = { calls = 0 }\nfunction M.name(x)\n  M.calls = M.calls + 1\n  return "old " .. x\nend\nreturn M\n';
    const library = script(moduleText, 'library.lua', folder);
    const text = `
local library = require("library")
local Class = {}
Class.__index = Class
function Class:greet() return "hello " .. self.who end
local object = setmetatable({ who = "you" }, Class)
local list = { 3, 1, 2 }
local held = function(a, b) return a < b end
local function run()
  table.sort(list, held)
  print(object:greet(), library.name("x"), table.concat(list, " "))
end
run()
print(library.calls) --@start
run()
print(library.calls)
`;
    const program = script(text, 'main.lua', folder);
    const dap = adapter();
    await dap.launch(program.path, { cwd: folder }, () => dap.breakpoints(program.path, [program.at('start')]));
    await dap.stopped('breakpoint');
    expect(await save(dap, library.path, moduleText.replace('"old "', '"new "'))).toEqual({ replaced: ['M.name'], kept: [], refused: [] });
    const now = text.replace('hello', 'good morning').replace('a < b', 'a > b');
    expect(await save(dap, program.path, now)).toEqual({ replaced: ['Class:greet', 'held'], kept: [], refused: [] });
    await dap.request('continue', { threadId: 1 });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('hello you\told x\t1 2 3\n1\ngood morning you\tnew x\t3 2 1\n2\n');
  });
});

describe('clients hear of frames that have moved', () => {
  const text = 'local function f() --@head\n  return 1\nend\nlocal x = f() --@start\nprint(x)\n';

  test('and of nothing when none has', async () => {
    const { dap, program, threadId } = await stopped(text);
    expect((await save(dap, program.path, text)).replaced).toEqual([]);
    expect((await save(dap, program.path, text.replace('--@head', '--@head one'))).replaced).toEqual([]);
    expect((await save(dap, program.path, text.replace('return 1', 'return 2'))).replaced).toEqual(['f']);
    expect(await save(dap, program.path, `-- above\n${text}`)).not.toHaveProperty('movesFrames');
    await dap.event('invalidated');
    expect(dap.events('invalidated')).toEqual([{ areas: ['stacks'] }]);
    await dap.request('continue', { threadId });
    await dap.exitCode();
  });

  test('VS Code in a way that leaves its cursor where it is', async () => {
    const program = script(text);
    const dap = adapter();
    await dap.initialize({ clientID: 'vscode' });
    await dap.request('launch', { program: program.path });
    await dap.event('initialized');
    await dap.breakpoints(program.path, [program.at('start')]);
    await dap.request('configurationDone');
    const stop = await dap.stopped('breakpoint');
    await save(dap, program.path, `-- above\n${text}`);
    expect(await dap.stopped()).toEqual({ ...stop, preserveFocusHint: true });
    expect(await stackOf(dap)).toEqual(['main chunk:5 of main.lua']);
    expect(dap.events('invalidated')).toEqual([]);
    await dap.request('continue', { threadId: 1 });
    await dap.exitCode();
  });
});

describe('a function that is running', () => {
  test('ends with its old code, which its frames show; the next call runs the new one', async () => {
    const text = `
local function work(n)
  local part = n * 2 --@start
  local all = part + 1 --@later
  return all
end
print(work(1))
print(work(2)) --@call
`;
    const { dap, program, threadId } = await stopped(text);
    const now = `-- a comment\n${text.replace('part + 1', 'part + 1000').replace('n * 2', 'n * 3')}`;
    expect(await save(dap, program.path, now)).toEqual({ replaced: ['work'], kept: ['work'], refused: [] });
    expect(await stackOf(dap)).toEqual(['work (old code):3 of main.lua (old code)', 'main chunk:8 of main.lua']);
    const [frame] = await dap.stack(threadId);
    expect(frame!.source).toMatchObject({ origin: 'the text before it was saved' });
    expect((await dap.request('source', { sourceReference: frame!.source!.sourceReference, source: frame!.source })).content).toBe(text);
    await dap.request('next', { threadId });
    await dap.stopped('step');
    await dap.request('next', { threadId });
    await dap.stopped('step');
    expect(await dap.evaluate('part .. " " .. all', (await dap.stack(threadId))[0]!.id)).toBe('"2 3"');
    await dap.request('continue', { threadId });
    // The breakpoint is where the new text has its line.
    expect(await dap.stoppedAt('breakpoint')).toBe('work:4');
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('3\n1006\n');
  });

  test('stops at breakpoints on lines that are as they were', async () => {
    const text = `
local a = 1 --@start
local b = 2
print(a + b) --@print
print("end")
`;
    const { dap, program, threadId } = await stopped(text, ['start', 'print']);
    const now = text.replace('local b = 2', 'local b = 2\nlocal c = 3');
    expect(await save(dap, program.path, now)).toEqual({
      replaced: [],
      kept: ['main chunk'],
      refused: [],
      message: 'Statements at the top of main.lua changed: they take effect after a restart.',
    });
    const moved = await dap.event('breakpoint', ({ breakpoint }) => breakpoint.line === 5);
    expect(moved).toMatchObject({ reason: 'changed', breakpoint: { verified: true } });
    await dap.request('continue', { threadId });
    expect((await dap.stopped('breakpoint')).hitBreakpointIds).toEqual([moved.breakpoint.id]);
    expect(await stackOf(dap)).toEqual(['main chunk (old code):4 of main.lua (old code)']);
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('3\nend\n');
  });

  test('runs its new code when its frame is restarted', async () => {
    const text = `
local function work(n)
  local part = n * 2 --@start
  return part
end
print(work(1))
`;
    const { dap, program, threadId } = await stopped(text);
    const now = text.replace('(n)', '(n, more)').replace('n * 2', 'n * 3').replace('return part', 'local a, b, c = part + 1, more, function() return n end\n  return a, b, c()');
    expect((await save(dap, program.path, now)).kept).toEqual(['work']);
    await dap.request('restartFrame', { frameId: (await dap.stack(threadId))[0]!.id });
    expect(await dap.stoppedAt()).toBe('work:3');
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('4\tnil\t1\n');
  });

  test('may be a suspended coroutine: it goes on with its old code, a new one runs the new', async () => {
    const text = `
local function worker(name)
  local first = name .. " begins"
  coroutine.yield(first)
  return name .. " ends old"
end
local one = coroutine.wrap(worker)
print(one("one"))
print(one()) --@start
local two = coroutine.wrap(worker)
print(two("two"))
print(two())
`;
    const { dap, program, threadId } = await stopped(text);
    expect(await save(dap, program.path, text.replace('ends old', 'ends new'))).toEqual({ replaced: ['worker'], kept: ['worker'], refused: [] });
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('one begins\none ends old\ntwo begins\ntwo ends new\n');
  });
});

describe('what cannot be replaced is said', () => {
  test('a text that does not compile changes nothing', async () => {
    const text = 'local function f()\n  return 1\nend\nlocal x = f() --@start\nprint(x)\n';
    const { dap, program, threadId } = await stopped(text);
    await expect(save(dap, program.path, text.replace('return 1', 'return (1'))).rejects.toThrow(`${program.path}:3: ')' expected (to close '(' at line 2) near 'end'`);
    await dap.request('stepIn', { threadId });
    expect(await dap.stoppedAt('step')).toBe('f:2');
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('1\n');
  });

  test('variables that the running functions have not got; the next text may do without', async () => {
    const text = 'local function f()\n  return 1\nend\nlocal x = f() --@start\nprint(f())\n';
    const { dap, program, threadId } = await stopped(text);
    const saved = await save(dap, program.path, `local fresh = 2\n${text.replace('return 1', 'return fresh')}`);
    expect(saved).toEqual({
      replaced: [],
      kept: ['main chunk'],
      refused: [{ name: 'f', reason: 'it uses the variable fresh, which the running program has not got for it' }],
      message: 'Statements at the top of main.lua changed: they take effect after a restart.',
    });
    expect((await save(dap, program.path, text.replace('return 1', 'return 3'))).replaced).toEqual(['f']);
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('3\n');
  });

  test('globals and variables of the file can be used anew', async () => {
    const text = 'local base = 5\nlocal function f()\n  return 1\nend\nlocal x = f() --@start\nprint(f())\n';
    const { dap, program, threadId } = await stopped(text);
    expect((await save(dap, program.path, text.replace('return 1', 'print("called") return base'))).replaced).toEqual(['f']);
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('called\ncalled\n5\n');
  });

  test('statements of the file that have run, a file that is not loaded, one that is gone, and nothing to debug', async () => {
    const dap = adapter();
    await dap.initialize();
    expect((await dap.request('fileSaved', { path: '/x.lua' })) as unknown as Saved).toEqual({
      replaced: [],
      kept: [],
      refused: [],
      message: 'No program is being debugged: the next one runs the new text.',
    });
    const folder = scratch();
    const library = script('local M = { limit = 1 }\nfunction M.f() return 1 end\nreturn M\n', 'library.lua', folder);
    const program = script('local library = require("library")\nprint(library.limit) --@start\n', 'main.lua', folder);
    await dap.request('launch', { program: program.path, cwd: folder });
    await dap.event('initialized');
    await dap.breakpoints(program.path, [program.at('start')]);
    await dap.request('configurationDone');
    await dap.stopped('breakpoint');
    expect(await save(dap, library.path, 'local M = { limit = 2 }\nfunction M.f() return 1 end\nreturn M\n')).toEqual({
      replaced: [],
      kept: [],
      refused: [{ name: 'main chunk', reason: 'its statements have run and are not run again' }],
      message: 'Statements at the top of library.lua changed: they take effect after a restart.',
    });
    const other = script('return 1', 'other.lua', folder);
    expect(await save(dap, other.path, 'return 2')).toEqual({ replaced: [], kept: [], refused: [], message: `The program has not loaded ${other.path}.` });
    await expect(dap.request('fileSaved', { path: 5 })).rejects.toThrow('Malformed request');
    await dap.request('continue', { threadId: 1 });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('1\n');
  });
});

test('function breakpoints and data breakpoints stay, in the new code', async () => {
  const text = `
local count = 0
local function add(n)
  count = count + n
end
add(1) --@start
add(2)
print(count)
`;
  const { dap, program, threadId } = await stopped(text);
  await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'add' }] });
  const { scopes } = await dap.request('scopes', { frameId: (await dap.stack(threadId))[0]!.id });
  const locals = scopes.find(({ name }) => name === 'Locals')!.variablesReference;
  const { dataId } = await dap.request('dataBreakpointInfo', { variablesReference: locals, name: 'count' });
  await dap.request('setDataBreakpoints', { breakpoints: [{ dataId }] });
  await save(dap, program.path, text.replace('  count =', '  -- one more\n  local sum = count + n\n  count = sum + 0 *'));
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('function breakpoint')).toBe('add:5');
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('data breakpoint')).toBe('add:6');
  await dap.request('setFunctionBreakpoints', { breakpoints: [] });
  await dap.request('setDataBreakpoints', { breakpoints: [] });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('6\n');
});

test('function breakpoints stay with functions that have another name in the text', async () => {
  const text = 'M = {}\nlocal function add(n)\n  return n + 1\nend\nM.f = add\nprint(M.f(1)) --@start\n';
  const { dap, program, threadId } = await stopped(text);
  const { breakpoints } = await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'M.f' }] });
  expect(breakpoints).toMatchObject([{ verified: true, line: 3 }]);
  await save(dap, program.path, text.replace('  return', '  -- more\n  return 1 +'));
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('function breakpoint')).toBe('f:4');
  await dap.request('continue', { threadId });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('3\n');
});

test('data breakpoints go on waiting for variables that have not begun', async () => {
  const text = 'local function f() return 1 end\nprint(f()) --@start\nlocal late = 1\nlate = late + 1 --@late\nprint(late)\n';
  const { dap: earlier, program, threadId } = await stopped(text, ['late']);
  const { dataId } = await earlier.request('dataBreakpointInfo', { name: 'late', frameId: (await earlier.stack(threadId))[0]!.id });
  await earlier.request('terminate');
  const dap = adapter();
  await dap.launch(program.path, {}, async () => {
    await dap.breakpoints(program.path, [program.at('start')]);
    await dap.request('setDataBreakpoints', { breakpoints: [{ dataId }] });
  });
  await dap.stopped('breakpoint');
  expect(await save(dap, program.path, text.replace('return 1', 'return 2'))).toMatchObject({ replaced: ['f'] });
  await dap.request('continue', { threadId: 1 });
  expect((await dap.stopped('data breakpoint')).text).toBe('late: 1 → 2');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('2\n2\n');
});

test('a program that runs gets its new code without being stopped', async () => {
  const text = 'local function goesOn() return true end\nprint("running")\nwhile goesOn() do end\nprint("done")\n';
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path);
  await dap.until('the loop', () => (dap.output('stdout').includes('running') ? true : undefined));
  // It may be in the middle of a call, which then ends with the old code.
  expect(await save(dap, program.path, text.replace('return true', 'return false'))).toMatchObject({ replaced: ['goesOn'], refused: [] });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('running\ndone\n');
});

test('breakpoints that are set for the saved text are where it has them', async () => {
  const text = 'local function f()\n  local x = 1\n  return x --@mark\nend\nlocal y = f() --@start\nprint(f())\n';
  const { dap, program, threadId } = await stopped(text);
  const now = `-- one\n-- two\n${text.replace('local x = 1', 'local x = 2')}`;
  writeFileSync(program.path, now);
  // An editor sends the lines of its text before or after it tells of the file.
  await dap.breakpoints(program.path, [5]);
  await dap.request('fileSaved', { path: program.path });
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('breakpoint')).toBe('f:5');
  await dap.breakpoints(program.path, [4, 8]);
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:8');
  await dap.request('continue', { threadId });
  expect(await dap.stoppedAt('breakpoint')).toBe('f:4');
});
