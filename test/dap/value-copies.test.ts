/** Values written down for something else to read: the clipboard, and the request `valueText`. */
import { expect, test } from 'vitest';
import { childrenOf, stopAt } from './stop-at.ts';

const text = `
local value = { 1, 2, { deep = true } }
value.self, value.f, value.nan, value.text = value, print, 0/0, ("\\200é\\n"):rep(2000)
local agent = Agent.builder():name("poet"):model("demo/echo"):build()
print(value) --@here
`;

test('as JSON: by reference, by name, by expression', async () => {
  const { dap, frame } = await stopAt(text);
  const json = async (args: object): Promise<unknown> => JSON.parse(((await dap.request('valueText', { format: 'json', ...args })) as { text: string }).text) as unknown;
  const { variablesReference } = await dap.request('evaluate', { expression: 'value', frameId: frame.id, context: 'watch' });
  const whole = { 1: 1, 2: 2, 3: { deep: true }, f: expect.stringMatching(/^function/) as string, nan: null, self: 'cycle to $', text: '\ufffdé\n'.repeat(2000) };
  expect(await json({ variablesReference })).toEqual(whole);
  expect(await json({ variablesReference, name: '[3]' })).toEqual({ deep: true });
  expect(await json({ variablesReference, name: 'nan' })).toBeNull();
  expect(await json({ expression: '{ value[1], value[3] }', frameId: frame.id })).toEqual([1, { deep: true }]);
  expect(await json({ expression: 'agent', frameId: frame.id })).toMatchObject({ name: 'poet' });
});

test('as Lua: long strings whole, with every byte', async () => {
  const { dap, frame } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'value');
  expect(children.find(({ name }) => name === 'text')!.value).toMatch(/^"\\xC8é\\n.*"… \(8000 bytes\)$/);
  const { variablesReference } = await dap.request('evaluate', { expression: 'value', frameId: frame.id, context: 'watch' });
  const lua = (await dap.request('valueText', { format: 'lua', variablesReference, name: 'text' })) as { text: string };
  expect(lua.text).toBe(`"${'\\xC8é\\n'.repeat(2000)}"`);
  expect(await dap.evaluate('value.text', frame.id, 'clipboard')).toBe(lua.text);
  expect(await dap.evaluate(`value.text == ${lua.text}`, frame.id)).toBe('true');
  expect((await dap.request('valueText', { format: 'lua', expression: 'value[3], 5', frameId: frame.id }))).toEqual({ text: '{\n  deep = true,\n}, 5' });
});

test('is refused with what is wrong', async () => {
  const { dap, frame } = await stopAt(text);
  const { variablesReference } = await dap.request('evaluate', { expression: 'value', frameId: frame.id, context: 'watch' });
  const asked = (args: object) => dap.request('valueText', args);
  await expect(asked({ variablesReference })).rejects.toThrow('"format" must be "json" or "lua"');
  await expect(asked({ format: 'json' })).rejects.toThrow('needs a variablesReference or an expression');
  await expect(asked({ format: 'json', variablesReference, name: 'nobody' })).rejects.toThrow('There is no nobody here.');
  await expect(asked({ format: 'json', expression: '1 +', frameId: frame.id })).rejects.toThrow(/<eof>/);
  await expect(asked({ format: 'json', variablesReference: 999_999 })).rejects.toThrow('Nothing has been shown under the number 999999');
  const { scopes } = await dap.request('scopes', { frameId: frame.id });
  await expect(asked({ format: 'json', variablesReference: scopes[0]!.variablesReference })).rejects.toThrow('name one of the children');
  expect((await asked({ format: 'json', variablesReference: scopes[0]!.variablesReference, name: 'value' })) as { text: string }).toHaveProperty('text');
});
