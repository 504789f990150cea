import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script } from './script.ts';

/** Stops at the mark `here`; answers the frame. */
async function stopAt(text: string): Promise<{ dap: StdioAdapter; frame: DebugProtocol.StackFrame }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  return { dap, frame: (await dap.stack(threadId))[0]! };
}

async function open(dap: StdioAdapter, frame: DebugProtocol.StackFrame, expression: string): Promise<DebugProtocol.Variable[]> {
  const { variablesReference } = await dap.request('evaluate', { expression, frameId: frame.id, context: 'watch' });
  return dap.variables(variablesReference);
}

const pairs = (variables: readonly DebugProtocol.Variable[]): string[] => variables.map(({ name, value }) => `${name} = ${value}`);

describe('scopes', () => {
  const text = `
local up, unused = 10, 11
local function f(a, b, ...)
  local z = a
  local y = b
  local z = z + up
  for i = 1, 1 do
    print(z, y) --@here
  end
  return ...
end
global = "g"
f(1, 2, "v1", nil, "v3")
`;

  test('have the agreed names in their order; empty ones are left out', async () => {
    const { dap, frame } = await stopAt(text);
    const { scopes } = await dap.request('scopes', { frameId: frame.id });
    expect(scopes.map(({ name, expensive }) => [name, expensive])).toEqual([
      ['Arguments', false],
      ['Locals', false],
      ['Varargs', false],
      ['Upvalues', false],
      ['Globals', true],
    ]);
    const main = (await dap.stack(1))[1]!;
    const outer = (await dap.request('scopes', { frameId: main.id })).scopes;
    expect(outer.map(({ name }) => name)).toEqual(['Locals', 'Globals']);
  });

  test('list variables as declared, hidden ones too, varargs and upvalues', async () => {
    const { dap, frame } = await stopAt(text);
    expect(await dap.scope(frame.id, 'Arguments')).toEqual({ a: '1', b: '2' });
    const locals = await dap.scope(frame.id, 'Locals');
    expect(Object.entries(locals!)).toEqual([['z (hidden)', '1'], ['y', '2'], ['z', '11'], ['i', '1']]);
    expect(await dap.scope(frame.id, 'Varargs')).toEqual({ '[1]': '"v1"', '[2]': 'nil', '[3]': '"v3"' });
    expect(await dap.scope(frame.id, 'Upvalues')).toEqual({ up: '10' });
    expect((await dap.scope(frame.id, 'Globals'))!['global']).toBe('"g"');
  });
});

describe('values', () => {
  test('are shown as Lua writes them', async () => {
    const { dap, frame } = await stopAt(`
local values = { i = 1, f = 1.0, big = math.maxinteger, inf = 1/0, b = true, s = "a\\n\\0\\200\\"é", n = function() end }
print(values) --@here
`);
    const shown = Object.fromEntries((await open(dap, frame, 'values')).map(({ name, value, type }) => [name, [value, type]]));
    expect(shown).toMatchObject({
      i: ['1', 'integer'],
      f: ['1.0', 'float'],
      big: ['9223372036854775807', 'integer'],
      inf: ['inf', 'float'],
      b: ['true', 'boolean'],
      s: ['"a\\n\\0\\xC8\\"é"', 'string'],
      n: ['function <main.lua:2>', 'function'],
    });
  });

  test('of tables are sorted, with the metatable, and metamethods never run', async () => {
    const { dap, frame } = await stopAt(`
ran = 0
local mt = setmetatable({}, { __name = "Meta" })
local function touch() ran = ran + 1 return "touched" end
for _, event in ipairs { "__index", "__pairs", "__len", "__tostring", "__eq" } do mt[event] = touch end
local t = setmetatable({ 10, 20, zebra = 1, apple = 2, [-1] = 3, [1.5] = 4, [true] = 5, ["a b"] = 6, [100] = 7 }, mt)
t.self = t
print("x") --@here
`);
    const children = await open(dap, frame, 't');
    expect(pairs(children)).toEqual([
      '[1] = 10',
      '[2] = 20',
      '[-1] = 3',
      '[1.5] = 4',
      '[100] = 7',
      '["a b"] = 6',
      'apple = 2',
      expect.stringMatching(/^self = \{10, 20, .*\}$/),
      'zebra = 1',
      '[true] = 5',
      expect.stringMatching(/^\[\[metatable\]\] = Meta \{/),
    ]);
    expect(await dap.evaluate('ran', frame.id)).toBe('0');
    // A cycle opens like anything else.
    const self = children.find(({ name }) => name === 'self')!;
    expect((await dap.variables(self.variablesReference)).length).toBe(children.length);
    // What names a child reads it.
    for (const child of children) if (child.evaluateName) expect(await dap.evaluate(child.evaluateName, frame.id, 'watch')).toBe(child.value);
  });

  test('of large tables come in pages', async () => {
    const { dap, frame } = await stopAt(`
local array, map = {}, {}
for i = 1, 100000 do array[i] = i; map["key" .. string.format("%06d", i)] = i end
print("x") --@here
`);
    const { variablesReference, indexedVariables } = await dap.request('evaluate', { expression: 'array', frameId: frame.id, context: 'watch' });
    expect(indexedVariables).toBe(100000);
    const page = await dap.variables(variablesReference, { filter: 'indexed', start: 99998, count: 100 });
    expect(pairs(page)).toEqual(['[99999] = 99999', '[100000] = 100000']);
    const keys = await open(dap, frame, 'map');
    expect(keys).toHaveLength(1001);
    expect(keys[0]).toMatchObject({ name: 'key000001', value: '1' });
    const rest = keys.at(-1)!;
    expect(rest.name).toBe('… 99000 more');
    expect((await dap.variables(rest.variablesReference))[0]).toMatchObject({ name: 'key001001' });
    const map = await dap.request('evaluate', { expression: 'map', frameId: frame.id, context: 'watch' });
    const named = await dap.variables(map.variablesReference, { filter: 'named', start: 50000, count: 1 });
    expect(pairs(named)).toEqual(['key050001 = 50001']);
  });

  test('of functions know where they were defined', async () => {
    const { dap, frame } = await stopAt('\nlocal function there()\nend\nprint(there) --@here\n');
    const result = await dap.request('evaluate', { expression: 'there', frameId: frame.id, context: 'hover' });
    const place = await dap.request('locations', { locationReference: result.valueLocationReference });
    expect(place).toMatchObject({ line: 2, source: { path: frame.source!.path } });
  });
});

describe('setting', () => {
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
    const { scopes } = await dap.request('scopes', { frameId: frame.id });
    const ref = (name: string): number => scopes.find((scope) => scope.name === name)!.variablesReference;
    const set = (variablesReference: number, name: string, value: string) => dap.request('setVariable', { variablesReference, name, value });
    expect(await set(ref('Locals'), 'x', '"new " .. arg')).toMatchObject({ value: '"new a"', type: 'string' });
    await set(ref('Upvalues'), 'captured', '2 + 40');
    await set(ref('Varargs'), '[1]', '"w"');
    const table = await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'watch' });
    await set(table.variablesReference, 'field', '{}');
    await set(table.variablesReference, '[1]', 'nil');
    expect(await dap.request('setExpression', { expression: 't.field', value: '"expr"', frameId: frame.id })).toMatchObject({ value: '"expr"' });
    expect(dap.events('invalidated').length).toBeGreaterThan(0);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('new a\t42\texpr\tnil\t42\tw\n');
  });

  test('is refused with the reason for what cannot be set', async () => {
    const { dap, frame } = await stopAt(text);
    const locals = (await dap.request('scopes', { frameId: frame.id })).scopes[0]!.variablesReference;
    await expect(dap.request('setVariable', { variablesReference: locals, name: 'nobody', value: '1' })).rejects.toThrow('there is no such variable');
    await expect(dap.request('setVariable', { variablesReference: locals, name: 'arg', value: '1 +' })).rejects.toThrow(/unexpected symbol|<eof>/);
  });
});

test('references end when the program runs on', async () => {
  const { dap, frame } = await stopAt('local t = { 1 }\nprint(t) --@here\nprint(t)\n');
  await dap.request('next', { threadId: 1 });
  await dap.stopped('step');
  await expect(dap.request('scopes', { frameId: frame.id })).rejects.toThrow('run on since');
});
