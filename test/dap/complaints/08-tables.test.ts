// Complaint 8: tables are shown in random order, huge ones freeze the editor, some cannot be opened, and looking at one runs its code.
//
// justarandomgeek/vscode-factoriomod-debug#129 and pkulchenko/ZeroBraneStudio#738 (unsorted keys); vscode-mobdebug#12; WheretIB/LuaDkmDebugger#3;
// EmmyLua/EmmyLuaDebugger#64 (not to be opened in Watch); tomblind/local-lua-debugger-vscode#50, #34 (`__tostring` that fails ends the session);
// actboy168/lua-debug#88 (very long keys); defold/editor2-issues#2316 (objects as keys crash it); 31i73/atom-dbg#21 (`1` and `"1"`).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import type { StdioAdapter } from '../client.ts';
import { script } from '../script.ts';

async function stoppedAtEnd(text: string): Promise<{ dap: StdioAdapter; frame: number; locals: number }> {
  const program = script(`${text}\nprint("here") --@here\n`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  const frame = (await dap.stack(threadId))[0]!.id;
  const { scopes } = await dap.request('scopes', { frameId: frame });
  return { dap, frame, locals: scopes.find(({ name }) => name === 'Locals')!.variablesReference };
}

const contentOf = async (dap: StdioAdapter, locals: number, name: string, args: object = {}): Promise<string[]> => {
  const found = (await dap.variables(locals)).find((variable) => variable.name === name)!;
  return (await dap.variables(found.variablesReference, args)).map((child) => child.name);
};

describe('keys', () => {
  test('are sorted: the sequence by number, then names by letter, whatever the order they came in', async () => {
    const { dap, locals } = await stoppedAtEnd('local t = {}\nfor _, k in ipairs { "zeta", "alpha", "Beta", "item10", "item2" } do t[k] = true end\nfor i = 12, 1, -1 do t[i] = i end\nt[-1] = "below" t[2.5] = "between"');
    const names = await contentOf(dap, locals, 't');
    const texts = names.filter((name) => /^[a-z]/i.test(name));
    expect(texts).toEqual([...texts].sort((a, b) => texts.indexOf(a) - texts.indexOf(b)));
    expect(new Set(texts)).toEqual(new Set(['zeta', 'alpha', 'Beta', 'item10', 'item2']));
    expect(texts.indexOf('alpha')).toBeLessThan(texts.indexOf('zeta'));
    const sequence = names.filter((name) => /^\[?\d+\]?$/.test(name)).map((name) => Number(name.replace(/\D/g, '')));
    expect(sequence).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    // Again and again the same.
    expect(await contentOf(dap, locals, 't')).toEqual(names);
  });

  test('of every type are shown apart: 1 and "1", tables, functions, NaN-free floats, booleans, with anything in their text (atom-dbg#21, Defold#2316)', async () => {
    const { dap, locals } = await stoppedAtEnd('local key = { 1, 2 }\nlocal t = { [1] = "A", ["1"] = "B", [key] = "table", [print] = "function", [1.5] = "float", [true] = "boolean", ["with space"] = 1, ["line\\nbreak"] = 2, [""] = 3, ["end"] = 4, ["\\255"] = 5 }');
    const t = (await dap.variables(locals)).find(({ name }) => name === 't')!;
    const children = await dap.variables(t.variablesReference);
    expect(children).toHaveLength(11);
    expect(new Set(children.map(({ name }) => name)).size).toBe(11);
    expect(children.map(({ value }) => value)).toEqual(expect.arrayContaining(['"A"', '"B"', '"table"', '"function"', '"float"', '"boolean"']));
    // What can be named can be asked for again by that name.
    for (const { evaluateName, value } of children) if (evaluateName !== undefined) expect(await dap.evaluate(evaluateName, (await dap.stack(1))[0]!.id, 'watch')).toBe(value);
  });

  test('that are very long do not hide the others (lua-debug#88)', async () => {
    const { dap, locals } = await stoppedAtEnd('local b = { [("k"):rep(5000)] = 1, short = 2, [("k"):rep(5000) .. "2"] = 3 }');
    expect(await contentOf(dap, locals, 'b')).toHaveLength(3);
  });
});

describe('huge tables', () => {
  test('come in pages: what is asked for is answered, from the front, the middle and the end, and never all at once', async () => {
    const { dap, locals } = await stoppedAtEnd('local list, map = {}, {}\nfor i = 1, 100000 do list[i] = i * 2 map["key" .. i] = i end');
    const variables = await dap.variables(locals);
    const list = variables.find(({ name }) => name === 'list')!;
    const map = variables.find(({ name }) => name === 'map')!;
    expect(list.indexedVariables).toBe(100_000);
    const page = await dap.variables(list.variablesReference, { filter: 'indexed', start: 49_999, count: 3 });
    expect(page.map(({ value }) => value)).toEqual(['100000', '100002', '100004']);
    const end = await dap.variables(list.variablesReference, { filter: 'indexed', start: 99_998, count: 100 });
    expect(end.map(({ value }) => value)).toEqual(['199998', '200000']);
    // As a client that knows no pages asks: an answer that can be shown, with the rest behind it.
    const whole = await dap.variables(map.variablesReference);
    expect(whole.length).toBeLessThanOrEqual(2000);
    const shown = await dap.evaluate('map', (await dap.stack(1))[0]!.id, 'watch');
    expect(shown.length).toBeLessThan(1000);
  });

  test('that contain themselves, or are a hundred deep, can be opened level by level (EmmyLuaDebugger#64)', async () => {
    const { dap, frame } = await stoppedAtEnd('local ring = { name = "ring" }\nring.self = ring\nlocal deep = {}\nlocal at = deep\nfor i = 1, 100 do at.next = { level = i } at = at.next end');
    let { variablesReference } = await dap.request('evaluate', { expression: 'ring', frameId: frame, context: 'watch' });
    for (let count = 0; count < 5; count++) {
      const children = await dap.variables(variablesReference);
      expect(children.find(({ name }) => name === 'name')!.value).toBe('"ring"');
      variablesReference = children.find(({ name }) => name === 'self')!.variablesReference;
    }
    let { variablesReference: level } = await dap.request('evaluate', { expression: 'deep', frameId: frame, context: 'watch' });
    for (let count = 1; count <= 100; count++) level = (await dap.variables(level)).find(({ name }) => name === 'next')!.variablesReference;
    expect((await dap.variables(level)).find(({ name }) => name === 'level')!.value).toBe('100');
  });
});

test('nothing of a table runs to show it, however broken its metamethods are (lld#34)', async () => {
  const { dap, frame, locals } = await stoppedAtEnd(`
ran = 0
local function trap() ran = ran + 1 error("must not run") end
local t = setmetatable({ real = 1 }, { __index = trap, __newindex = trap, __pairs = trap, __len = trap, __tostring = trap, __name = "Trapped", __metatable = "locked" })
local holder = { t, t }`);
  expect(await contentOf(dap, locals, 't')).toEqual(expect.arrayContaining(['real', '[[metatable]]']));
  expect(await contentOf(dap, locals, 'holder')).toHaveLength(2);
  await dap.evaluate('t.real', frame, 'hover');
  await dap.request('evaluate', { expression: 't', frameId: frame, context: 'watch' });
  await dap.request('completions', { text: 't.', column: 3, frameId: frame });
  expect(await dap.evaluate('ran', frame)).toBe('0');
});
