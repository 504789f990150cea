// Complaint 7: what is evaluated or assigned in the console is wrong: other variables change, upvalues are nil, and it floods while nothing is stopped.
//
// actboy168/lua-debug#123 (`x = nil` makes y nil too), #118 (a local cannot be set to nil); pkulchenko/MobDebug#3 (a local of an outer function is nil when the
// function does not use it); slembcke/debugger.lua#6 (no assignment at all); jbyuki/one-small-step-for-vimkind#27 (module locals are nil), #76 (a flood
// of errors when evaluating while nothing is stopped).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import type { StdioAdapter } from '../client.ts';
import { script } from '../script.ts';

async function stoppedIn(text: string): Promise<{ dap: StdioAdapter; frames: number[] }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  return { dap, frames: (await dap.stack(threadId)).filter(({ source }) => source).map(({ id }) => id) };
}

async function outputAfter(dap: StdioAdapter): Promise<string> {
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  return dap.output('stdout');
}

describe('assignments', () => {
  test('of nil to a local change that local and no other (lua-debug#123, its script)', async () => {
    const { dap, frames } = await stoppedIn('local x = 1\nlocal y = 2\n\nprint(x, y) --@here\n');
    await dap.evaluate('x = nil', frames[0]);
    expect(await dap.scope(frames[0]!, 'Locals')).toEqual({ x: 'nil', y: '2' });
    expect(await outputAfter(dap)).toBe('nil\t2\n');
  });

  test('of false and nil, one after the other (lua-debug#118, its script)', async () => {
    const { dap, frames } = await stoppedIn('local a = 1\nlocal b = 2\n\nprint(a, b) --@here\n');
    await dap.evaluate('a = false', frames[0]);
    await dap.evaluate('b = nil', frames[0]);
    expect(await outputAfter(dap)).toBe('false\tnil\n');
  });

  test('reach locals, hidden locals, upvalues, arguments, varargs\' tables, fields and globals; several at once', async () => {
    const { dap, frames } = await stoppedIn(`
local up, shared = "up", 0
function bump() shared = shared + 1 return shared end
local t = { deep = { er = 1 } }
g = "global"
local function f(arg, ...)
  local x = "outer"
  do
    local x = "inner"
    up = up
    print(arg, x, up, shared, t.deep.er, t[1], g) --@here
  end
  print(x)
end
f("arg", 1)
`);
    await dap.evaluate('arg, x, up, g = 1, 2, 3, 4', frames[0]);
    await dap.evaluate('t.deep.er = { 5 }; t[1] = #t.deep.er', frames[0]);
    expect(await dap.evaluate('shared', frames[0])).toBe('0');
    await dap.evaluate('shared = 10', frames[1]);
    expect(await dap.evaluate('bump()', frames[0])).toBe('11');
    await dap.evaluate('t.deep.er = 5', frames[0]);
    expect(await outputAfter(dap)).toBe('1\t2\t3\t11\t5\t1\t4\nouter\n');
  });

  test('in an upper frame change that frame, in a recursive function the one that is selected', async () => {
    const { dap, frames } = await stoppedIn('local function f(n)\n  local mine = n\n  if n == 0 then\n    return 0 --@here\n  end\n  return f(n - 1) + mine\nend\nprint(f(3))\n');
    expect(frames).toHaveLength(5);
    await dap.evaluate('mine = 100', frames[2]);
    expect(await dap.evaluate('mine', frames[1])).toBe('1');
    expect(await dap.evaluate('mine', frames[2])).toBe('100');
    expect(await outputAfter(dap)).toBe('104\n');
  });
});

describe('names', () => {
  test('of an outer function that the stopped one does not use have their value (MobDebug#3, its script)', async () => {
    const { dap, frames } = await stoppedIn('local var1 = 666\n\nfunction func()\n    local var2 = 10\n    print("Hello world") --@here\nend\n\nfunc()\n');
    for (const context of ['watch', 'hover', 'repl', 'clipboard']) {
      expect(await dap.evaluate('var2', frames[0], context)).toBe('10');
    }
    // It is no upvalue: it lives in the caller's frame, where it can be looked at.
    expect(await dap.evaluate('var1', frames[1])).toBe('666');
  });

  test('that are upvalues have their value, also when they are nil or false (vimkind#27)', async () => {
    const { dap, frames } = await stoppedIn('local M, none, no = { name = "module" }, nil, false\nfunction M.f()\n  local used = { M, none, no }\n  return used --@here\nend\nM.f()\n');
    expect(await dap.evaluate('M.name', frames[0])).toBe('"module"');
    expect(await dap.evaluate('none, no', frames[0])).toBe('nil, false');
    expect(await dap.scope(frames[0]!, 'Upvalues')).toMatchObject({ none: 'nil', no: 'false' });
  });
});

describe('while nothing is stopped', () => {
  test('an expression is answered once, in the globals, and an error is one error (vimkind#76)', async () => {
    const program = script('x = 5\nlocal hidden = 6\nprint("up")\nwhile not stop do end\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    expect(await dap.evaluate('x + 1')).toBe('6');
    expect(await dap.evaluate('hidden')).toBe('nil');
    await expect(dap.evaluate('nothing.at.all')).rejects.toThrow('nil value');
    await expect(dap.evaluate('x +')).rejects.toThrow(/unexpected symbol|near/);
    await dap.evaluate('stop = true');
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('output').filter(({ category }) => category !== 'stdout')).toEqual([]);
    expect(dap.messages.filter(({ type, success }) => type === 'response' && success === false)).toHaveLength(2);
  });

  test('before the start and after the end it is refused with a sentence', async () => {
    const dap = adapter();
    await dap.initialize();
    await expect(dap.evaluate('1 + 1')).rejects.toThrow('launch');
    await dap.request('launch', { program: script('print(1)\n').path });
    await dap.event('initialized');
    await dap.request('configurationDone');
    await dap.exitCode();
    await expect(dap.evaluate('1 + 1')).rejects.toThrow();
  });
});
