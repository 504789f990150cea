import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { Refused, type StdioAdapter } from './client.ts';
import { script } from './script.ts';

const text = `
local outer = 1
local Point = setmetatable({ origin = "here" }, { __call = function(c, x) return setmetatable({ x = x }, c) end })
Point.__index = Point
Point.__tostring = function(p) return "P" .. p.x end
function Point:move(d) self.x = self.x + d return self end
local computed = setmetatable({}, { __index = function(_, k) side = (side or 0) + 1 return k end })
local function f(arg, ...)
  local p = Point(arg)
  print(p, computed, outer) --@here
  return ...
end
f(5, "v")
`;

async function stopped(): Promise<{ dap: StdioAdapter; frames: DebugProtocol.StackFrame[]; inner: number; main: number }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  const frames = await dap.stack(threadId);
  return { dap, frames, inner: frames[0]!.id, main: frames[1]!.id };
}

describe('the Debug Console', () => {
  test('evaluates expressions and statements in the frame that is selected', async () => {
    const { dap, inner, main } = await stopped();
    expect(await dap.evaluate('arg + outer', inner)).toBe('6');
    expect(await dap.evaluate('p:move(10).x', inner)).toBe('15');
    expect(await dap.evaluate('...', inner)).toBe('"v"');
    expect(await dap.evaluate('p', main)).toBe('nil');
    expect(await dap.evaluate('outer = outer + 1', main)).toBe('');
    expect(await dap.evaluate('outer', inner)).toBe('2');
    expect(await dap.evaluate('for i = 1, 3 do made = i end', inner)).toBe('');
    expect(await dap.evaluate('made', inner)).toBe('3');
    expect(await dap.evaluate('1, "two", nil', inner)).toBe('1, "two", nil');
    expect(await dap.evaluate('#"' + 'x'.repeat(5000) + '"', inner)).toBe('5000');
    expect(await dap.evaluate('("x"):rep(5000)', inner)).toBe(`"${'x'.repeat(5000)}"`);
    expect(await dap.evaluate('_VERSION')).toBe('"Lua 5.3"');
  });

  test('answers several results as one value with children', async () => {
    const { dap, inner } = await stopped();
    const result = await dap.request('evaluate', { expression: '1, { 2 }, nil, "x"', frameId: inner, context: 'repl' });
    expect(result).toMatchObject({ result: '1, {2}, nil, "x"', type: 'results', indexedVariables: 4 });
    const children = await dap.variables(result.variablesReference);
    expect(children.map(({ name, value }) => `${name} = ${value}`)).toEqual(['[1] = 1', '[2] = {2}', '[3] = nil', '[4] = "x"']);
    expect(await dap.variables(children[1]!.variablesReference)).toMatchObject([{ name: '[1]', value: '2' }]);
    expect(await dap.request('evaluate', { expression: 'select("#", ...), (select(1, ...))', frameId: inner, context: 'repl' })).toMatchObject({ result: '1, "v"' });
  });

  test('answers statements with nothing, and says when a local is lost', async () => {
    const { dap, inner } = await stopped();
    const answer = (expression: string) => dap.request('evaluate', { expression, frameId: inner, context: 'repl' });
    expect(await answer('arg = arg + 1')).toMatchObject({ result: '', variablesReference: 0 });
    expect(await answer('do local x = 1 end')).toMatchObject({ result: '' });
    expect(await answer('local x = 1')).toMatchObject({ result: '-- x ended with this line: leave out "local" to keep it as a global' });
    expect(await answer('x')).toMatchObject({ result: 'nil' });
    expect(await answer('local x = arg x = x * 2 return x')).toMatchObject({ result: '12' });
    expect(await answer('-- only a comment')).toMatchObject({ result: '' });
  });

  test('says what is wrong with the text, and in which of its lines', async () => {
    const { dap, inner } = await stopped();
    await expect(dap.evaluate('x = = 1', inner)).rejects.toThrow(/^unexpected symbol near '='$/);
    await expect(dap.evaluate('1 +', inner)).rejects.toThrow(/^unexpected symbol near <eof>$/);
    await expect(dap.evaluate('for i = 1, 2 do\n  y = nothing.at\nend', inner)).rejects.toThrow(/^line 2: attempt to index a nil value \(global 'nothing'\)$/);
  });

  test('answers large outputs whole', async () => {
    const { dap, inner } = await stopped();
    expect(await dap.evaluate('("line\\n"):rep(100000)', inner)).toHaveLength(600_002);
    await dap.evaluate('for i = 1, 20000 do print("output", i) end', inner);
    expect(dap.output('stdout').split('\n')).toHaveLength(20_001);
  });

  test('prints what the evaluated code prints, before the answer', async () => {
    const { dap, inner } = await stopped();
    await dap.evaluate('print("said", p) print("more") io.write("last")', inner);
    expect(dap.output('stdout')).toBe('said\tP5\nmore\nlast');
    expect(dap.messages.at(-1)).toMatchObject({ type: 'response', command: 'evaluate' });
  });

  test('answers errors of Lua and leaves the program as it was', async () => {
    const { dap, inner } = await stopped();
    await expect(dap.evaluate('arg.x.y', inner)).rejects.toThrow(/attempt to index/);
    await expect(dap.evaluate('1 +', inner)).rejects.toThrow(/<eof>|unexpected symbol/);
    await expect(dap.evaluate('error({ code = 1 })', inner)).rejects.toThrow();
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toMatch(/^P5\ttable: 0x\w+\t1\n$/);
  });

  test('ends code that runs for more than five seconds of Lua time, also under pcall, and says so', async () => {
    const { dap, inner } = await stopped();
    await expect(dap.evaluate('(function() while true do pcall(error) end end)()', inner)).rejects.toThrow('ended after 5 s of Lua time');
    expect(await dap.evaluate('arg', inner)).toBe('5');
  }, 60_000);

  test('cancel ends an evaluation at once', async () => {
    const { dap, inner } = await stopped();
    const seq = dap.post('evaluate', { expression: '(function() while true do end end)()', frameId: inner, context: 'repl' });
    await dap.request('cancel', { requestId: seq });
    expect(await dap.response(seq)).toMatchObject({ success: false, message: 'cancelled' });
    expect(await dap.evaluate('arg', inner)).toBe('5');
  });

  test('evaluates globals while the program runs', async () => {
    const program = script('shared = 1\nprint("up")\nwhile shared == 1 do end\nprint("out", shared)\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    expect(await dap.evaluate('shared + 41')).toBe('42');
    await dap.evaluate('shared = 2');
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('up\nout\t2\n');
  });
});

test('what the console defines and requires is debugged like the rest', async () => {
  const program = script('print("start") --@start\nprint(twice(4))\nlocal lib = require("lib")\nprint(lib.f(1))\n');
  const lib = script('local M = {}\nfunction M.f(n)\n  return n + 1 --@in\nend\nreturn M\n', 'lib.lua', program.folder);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start')]));
  await dap.stopped('breakpoint');
  expect(await dap.breakpoints(lib.path, [2, lib.at('in'), 99])).toMatchObject([{ verified: true, line: lib.at('in') - 1 }, { verified: true, line: lib.at('in') }, { verified: false }]);
  await dap.breakpoints(lib.path, [lib.at('in')]);
  // Stops are off while something is evaluated.
  expect(await dap.evaluate('require("lib").f(1)')).toBe('2');
  await dap.evaluate('function twice(n) assert(n < 4, "too large") return n * 2 end');
  await dap.request('setExceptionBreakpoints', { filters: ['uncaught'] });
  await dap.request('continue', { threadId: 1 });
  await dap.stopped('exception');
  const frames = await dap.stack(1);
  expect(frames.map(({ name }) => name)).toEqual(['assert', 'twice', 'main chunk']);
  expect(await dap.evaluate('n', frames[1]!.id)).toBe('4');
  await dap.evaluate('twice = function(n) return n end');
  await dap.request('restart');
  await dap.stopped('breakpoint');
  await dap.evaluate('require("lib") twice = print');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.stoppedAt('breakpoint')).toBe(`f:${lib.at('in')}`);
});

describe('hover', () => {
  test('reads names, fields and inherited fields', async () => {
    const { dap, inner } = await stopped();
    expect(await dap.evaluate('arg', inner, 'hover')).toBe('5');
    expect(await dap.evaluate('p.x', inner, 'hover')).toBe('5');
    expect(await dap.evaluate('p["x"]', inner, 'hover')).toBe('5');
    expect(await dap.evaluate('p.origin', inner, 'hover')).toBe('"here"');
    expect(await dap.evaluate('p:move', inner, 'hover')).toMatch(/^function/);
    expect(await dap.evaluate('string.format', inner, 'hover')).toMatch(/^function/);
    expect(await dap.evaluate('nothing', inner, 'hover')).toBe('nil');
    expect(await dap.evaluate('arg + 1 == 6 and #"text" .. p.origin', inner, 'hover')).toBe('"4here"');
    expect(await dap.evaluate('...', inner, 'hover')).toBe('"v"');
  });

  test.each(['p:move(1)', 'computed.x', 'p + 1', 'arg = 7', 'nothing.at.all', 'arg +', 'f()'])('refuses %s without showing an error', async (expression) => {
    const { dap, inner } = await stopped();
    const refusal = await dap.evaluate(expression, inner, 'hover').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).response.body!['error']).toMatchObject({ showUser: false });
    expect(await dap.evaluate('tostring(side) .. arg', inner)).toBe('"nil5"');
  });
});

test('the clipboard gets Lua that makes the value again', async () => {
  const { dap, inner } = await stopped();
  const copied = await dap.evaluate('{ 1, "a\\n", x = { y = 1.5, f = print }, ["a b"] = true }', inner, 'clipboard');
  expect(copied).toMatch(/^\{\n {2}1,\n {2}"a\\n",\n {2}\["a b"\] = true,\n {2}x = \{\n {4}f = nil --\[\[function: .*\]\],\n {4}y = 1\.5,\n {2}\},\n\}$/);
  await dap.evaluate('loop = { 1 }; loop.self = loop', inner);
  expect(await dap.evaluate('loop', inner, 'clipboard')).toContain('nil --[[cycle]]');
});
