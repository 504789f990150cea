import { describe, expect, test } from 'vitest';
import { childrenOf, pairs, stopAt } from './stop-at.ts';

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
    const shown = Object.fromEntries((await childrenOf(dap, frame, 'values')).map(({ name, value, type }) => [name, [value, type]]));
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
    const children = await childrenOf(dap, frame, 't');
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
      ...['[[tostring]] = ', '[[len]] = ', '[[pairs]] = ', '[[index]] = '],
    ]);
    expect(await dap.evaluate('ran', frame.id)).toBe('0');
    // A cycle opens like anything else.
    const self = children.find(({ name }) => name === 'self')!;
    expect((await dap.variables(self.variablesReference)).length).toBe(children.length);
    // What names a child reads it.
    for (const child of children) if (child.evaluateName) expect(await dap.evaluate(child.evaluateName, frame.id, 'watch')).toBe(child.value);
  });
});

test('references end when the program runs on', async () => {
  const { dap, frame } = await stopAt('local t = { 1 }\nprint(t) --@here\nprint(t)\n');
  await dap.request('next', { threadId: 1 });
  await dap.stopped('step');
  await expect(dap.request('scopes', { frameId: frame.id })).rejects.toThrow('run on since');
  for (const frameId of [0, 9999]) await expect(dap.request('scopes', { frameId })).rejects.toThrow(`Nothing has been shown under the number ${frameId}`);
});
