/** Setting variables and expressions, everywhere they are shown. */
import { describe, expect, test } from 'vitest';
import { script } from './script.ts';
import { adapter } from './adapter.ts';
import { childrenOf, scopeOf, stopAt } from './stop-at.ts';

const text = `
local captured = 1
local function read() return captured end
local t = { field = 1, 5 }
local function f(arg, ...)
  local x = arg
  print(x, captured, t.field, t[1], read(), ...) --@here
end
f("a", "v")
`;

test('variables of every scope, table fields, and what closures share', async () => {
  const { dap, frame } = await stopAt(text);
  const set = (variablesReference: number, name: string, value: string) => dap.request('setVariable', { variablesReference, name, value });
  expect(await set(await scopeOf(dap, frame, 'Locals'), 'x', '"new " .. arg')).toEqual({ value: '"new a"', type: 'string', variablesReference: 0 });
  await set(await scopeOf(dap, frame, 'Arguments'), 'arg', 'nil');
  await set(await scopeOf(dap, frame, 'Upvalues'), 'captured', '2 + 40');
  await set(await scopeOf(dap, frame, 'Varargs'), '[1]', '"w"');
  await set(await scopeOf(dap, frame, 'Globals'), 'print', 'function(...) io.write(table.concat({ ... }, "|"), "|") end');
  const table = await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'watch' });
  expect(await set(table.variablesReference, 'field', '{ 1 }')).toMatchObject({ value: '{1}', indexedVariables: 1 });
  await set(table.variablesReference, '[1]', '10');
  expect(await dap.request('setExpression', { expression: 't.field', value: '"expr"', frameId: frame.id })).toMatchObject({ value: '"expr"' });
  expect(dap.events('invalidated').length).toBeGreaterThan(0);
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('new a|42|expr|10|42|w|');
});

test('nil to one variable leaves the others alone', async () => {
  const { dap, frame } = await stopAt('local a, b, c = 1, 2, 3\nlocal function keep() return b end\nprint(a, b, c, keep()) --@here\n');
  await dap.request('setVariable', { variablesReference: await scopeOf(dap, frame, 'Locals'), name: 'b', value: 'nil' });
  expect(await dap.scope(frame.id, 'Locals')).toMatchObject({ a: '1', b: 'nil', c: '3' });
  await dap.evaluate('a = nil', frame.id);
  expect(await dap.scope(frame.id, 'Locals')).toMatchObject({ a: 'nil', b: 'nil', c: '3' });
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('nil\tnil\t3\tnil\n');
});

test('a hidden variable is set, and not the one that hides it', async () => {
  const { dap, frame } = await stopAt('local x = 1\nlocal function outer() return x end\nlocal x = 2\nprint(outer(), x) --@here\n');
  await dap.request('setVariable', { variablesReference: await scopeOf(dap, frame, 'Locals'), name: 'x (hidden)', value: '10' });
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('10\t2\n');
});

test('fields under keys of every type, in metatables and in results', async () => {
  const { dap, frame } = await stopAt(`
local key = {}
local t = setmetatable({ name = 1, ["a b"] = 2, [2.5] = 3, [true] = 4, [-1] = 5, [key] = 6, ["\\0\\200"] = 7 }, { __index = { inherited = 8 } })
local function two() return t, "second" end
print("x") --@here
print(t.name, t["a b"], t[2.5], t[true], t[-1], t[key], t["\\0\\200"], t.inherited, getmetatable(t).extra)
`);
  const { variablesReference } = await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'watch' });
  const children = await dap.variables(variablesReference);
  for (const { name } of children) {
    if (!name.startsWith('[[')) await dap.request('setVariable', { variablesReference, name, value: `${JSON.stringify(name.startsWith('[table') ? 'table' : name).replaceAll('\\\\', '\\\\')}` });
  }
  const inMetatable = await childrenOf(dap, frame, 'debug.getmetatable(t)');
  const index = inMetatable.find(({ name }) => name === '__index')!;
  await dap.request('setVariable', { variablesReference: index.variablesReference, name: 'inherited', value: '"through"' });
  const results = await dap.request('evaluate', { expression: 'two()', frameId: frame.id, context: 'repl' });
  const [first] = await dap.variables(results.variablesReference);
  await dap.request('setVariable', { variablesReference: first!.variablesReference, name: 'name', value: '"by result"' });
  await expect(dap.request('setVariable', { variablesReference: results.variablesReference, name: '[2]', value: '1' })).rejects.toThrow('it is a result');
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('x\nby result\t["a b"]\t[2.5]\t[true]\t[-1]\ttable\t["\\0\\xC8"]\tthrough\tnil\n');
});

test('the metatable itself: a table or nil', async () => {
  const { dap, frame } = await stopAt('local t = setmetatable({}, { __index = { x = 1 } })\nprint("x") --@here\nprint(t.x, getmetatable(t))\n');
  const { variablesReference } = await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'watch' });
  await expect(dap.request('setVariable', { variablesReference, name: '[[metatable]]', value: '1' })).rejects.toThrow('a table or nil');
  await dap.request('setVariable', { variablesReference, name: '[[metatable]]', value: '{ __index = { x = 2 } }' });
  expect(await dap.evaluate('t.x', frame.id, 'watch')).toBe('2');
  await dap.request('setVariable', { variablesReference, name: '[[metatable]]', value: 'nil' });
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('x\nnil\tnil\n');
});

test('setVariable sets the entry that is shown; setExpression assigns as Lua does', async () => {
  const { dap, frame } = await stopAt(`
local log = {}
local t = setmetatable({ there = 1 }, { __newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v * 2) end })
local calls = 0
local function object() calls = calls + 1 return t end
print(#log) --@here
`);
  const { variablesReference } = await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'watch' });
  await dap.request('setVariable', { variablesReference, name: 'there', value: '2' });
  await dap.request('setExpression', { expression: 't.there', value: '3', frameId: frame.id });
  expect(await dap.evaluate('#log', frame.id, 'watch')).toBe('0');
  expect(await dap.request('setExpression', { expression: 'object().fresh', value: '(function() calls = calls + 10 return 5 end)()', frameId: frame.id })).toMatchObject({ value: '5' });
  expect(await dap.evaluate('log[1], t.fresh, calls', frame.id, 'watch')).toBe('"fresh", 10, 11');
});

test('frames further up, suspended coroutines, and code from load', async () => {
  const program = script(`
local chunk = load([[
  local inside, up = 1, ...
  local function shared() return inside end
  coroutine.yield(shared)
  print("loaded", inside, up, shared())
]], "=(piece)")
local co = coroutine.create(chunk)
coroutine.resume(co, "given")
local function callee()
  return 1 --@here
end
local function caller()
  local mine = "caller"
  callee()
  print(mine)
end
caller()
coroutine.resume(co)
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  const caller = (await dap.stack(1)).find(({ name }) => name === 'caller')!;
  await dap.request('setVariable', { variablesReference: await scopeOf(dap, caller, 'Locals'), name: 'mine', value: '"changed"' });
  const { threads } = await dap.request('threads');
  const other = threads.find(({ name }) => !name.startsWith('main'))!;
  const piece = (await dap.stack(other.id)).find(({ source }) => source !== undefined)!;
  await dap.request('setVariable', { variablesReference: await scopeOf(dap, piece, 'Locals'), name: 'inside', value: 'inside + 41' });
  await dap.request('setExpression', { expression: 'up', value: 'up .. "!"', frameId: piece.id });
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('changed\nloaded\t42\tgiven!\t42\n');
});

describe('is refused with the reason', () => {
  test('for what cannot be set', async () => {
    const { dap, frame } = await stopAt(text);
    const locals = await scopeOf(dap, frame, 'Locals');
    const set = (name: string, value: string) => dap.request('setVariable', { variablesReference: locals, name, value });
    await expect(set('nobody', '1')).rejects.toThrow('there is no such variable');
    await expect(set('x', '1 +')).rejects.toThrow(/unexpected symbol|<eof>/);
    await expect(set('x', '')).rejects.toThrow('gives no value');
    await expect(set('x', 'error("no")')).rejects.toThrow('no');
    const expression = (text: string, value = '1') => dap.request('setExpression', { expression: text, value, frameId: frame.id });
    await expect(expression('1 + 2')).rejects.toThrow('"1 + 2" cannot be set: it is no variable, field or index.');
    await expect(expression('read()')).rejects.toThrow('no variable, field or index');
    await expect(expression('t.x.y')).rejects.toThrow(/attempt to index a nil value/);
    await expect(expression('t[nil]')).rejects.toThrow('index is nil');
    // Lines are those of what was typed, and of one line nothing is said.
    for (const target of ['t.x.y', 't.x.y -- a comment']) await expect(expression(target)).rejects.toThrow(/^(?!.*line).*attempt to index a nil value/);
    await expect(expression('t\n.x\n.y')).rejects.toThrow(/line 3: attempt to index a nil value/);
    expect(await dap.evaluate('x', frame.id, 'watch')).toBe('"a"');
  });
});
