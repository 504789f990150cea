/** How values are written: hexadecimal on request, and never with an escape sequence of a terminal. */
import { describe, expect, test } from 'vitest';
import { childrenOf, pairs, scopeOf, stopAt } from './stop-at.ts';

const text = `
local n, negative, big, float, list = 255, -1, math.maxinteger, 255.0, { 16, x = 17 }
print(n) --@here
`;

describe('integers in hexadecimal', () => {
  test('for one request, by DAP\'s format', async () => {
    const { dap, frame } = await stopAt(text);
    const locals = await scopeOf(dap, frame, 'Locals');
    expect(pairs(await dap.variables(locals, { format: { hex: true } }))).toEqual(['n = 0xff', 'negative = 0xffffffffffffffff', 'big = 0x7fffffffffffffff', 'float = 255.0', 'list = {0x10, x = 0x11}']);
    expect(pairs(await dap.variables(locals))).toContain('n = 255');
    expect(await dap.request('evaluate', { expression: 'n, list', frameId: frame.id, context: 'repl', format: { hex: true } })).toMatchObject({ result: '0xff, {0x10, x = 0x11}' });
    expect(await dap.request('setVariable', { variablesReference: locals, name: 'n', value: '32', format: { hex: true } })).toMatchObject({ value: '0x20' });
    expect(await dap.request('setExpression', { expression: 'n', value: '33', frameId: frame.id, format: { hex: true } })).toMatchObject({ value: '0x21' });
    // Lua reads it back as the same integer.
    expect(await dap.evaluate('0xffffffffffffffff == negative', frame.id)).toBe('true');
  });

  test('for the session, until it is changed; clients are told to look again', async () => {
    const { dap, frame } = await stopAt(text);
    await dap.request('setValueFormat', { hex: true });
    expect(await dap.event('invalidated')).toEqual({ areas: ['variables'] });
    expect(await dap.scope(frame.id, 'Locals')).toMatchObject({ n: '0xff' });
    expect(await dap.evaluate('n', frame.id, 'hover')).toBe('0xff');
    expect(pairs(await childrenOf(dap, frame, 'list', { format: { hex: false } }))).toEqual(['[1] = 16', 'x = 17']);
    await dap.request('setValueFormat', { hex: false });
    expect(await dap.evaluate('n', frame.id, 'watch')).toBe('255');
    await expect(dap.request('setValueFormat', {})).rejects.toThrow('"hex" must be true or false');
  });

  test('a client that knows no invalidated event gets none', async () => {
    const { dap, frame } = await stopAt(text, { supportsInvalidatedEvent: false });
    await dap.request('setValueFormat', { hex: true });
    expect(await dap.evaluate('n', frame.id)).toBe('0xff');
    expect(dap.events('invalidated')).toEqual([]);
  });
});

test('terminal escapes pass in output and never in values', async () => {
  const { dap, frame } = await stopAt(`
local red = "\\27[31mred\\27[0m"
local t = setmetatable({ [red] = red, rtl = "a\\u{202E}b\\u{85}" }, { __name = red })
local f = load("return 1", "=" .. red)
print(red)
io.stderr:write(red) --@here
local last = 1
`);
  const shown = JSON.stringify([
    await dap.variables(await scopeOf(dap, frame, 'Locals')),
    await childrenOf(dap, frame, 't'),
    await dap.request('evaluate', { expression: 'red, t, f', frameId: frame.id, context: 'repl' }),
    await dap.request('evaluate', { expression: 't', frameId: frame.id, context: 'clipboard' }),
    await dap.request('completions', { text: 't["', column: 4, frameId: frame.id }),
  ]);
  expect(shown).not.toMatch(/\\u001b|\\u0085|\u202e/);
  expect(await dap.evaluate('red', frame.id, 'watch')).toBe('"\\27[31mred\\27[0m"');
  expect(await dap.evaluate('t.rtl', frame.id, 'watch')).toBe('"a\\u{202E}b\\u{85}"');
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('\u001b[31mred\u001b[0m\n');
  expect(dap.output('stderr')).toBe('\u001b[31mred\u001b[0m');
});

test('frames say what the client wants to know of them', async () => {
  const { dap } = await stopAt('local function add(a, b, ...)\n  return a + b --@here\nend\nprint(add(16, { 1 }, 3))\n'.replace('a + b', 'a, b'));
  const name = async (format?: object): Promise<string> => (await dap.request('stackTrace', { threadId: 1, format })).stackFrames[0]!.name;
  expect(await name()).toBe('add');
  expect(await name({ parameters: true })).toBe('add(a, b)');
  expect(await name({ parameters: true, parameterNames: true, parameterValues: true, hex: true })).toBe('add(a = 0x10, b = {0x1})');
  expect(await name({ parameterTypes: true })).toBe('add(integer, table)');
  expect(await name({ module: true, line: true })).toBe('main.lua!add line 2');
});
