import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import type { StdioAdapter } from './client.ts';
import { stopAt } from './stop-at.ts';

const text = `
local outer = 1
local Base = { inherited = 1 } function Base:up() end
Base.__index = Base
local Point = setmetatable({ origin = "here" }, Base)
Point.__index = Point
function Point:move(d) return self end
local side = 0
local computed = setmetatable({ here = 1 }, { __index = function(_, k) side = side + 1 return k end })
local odd = { ["a b"] = 1, name = 2, ["quote\\""] = 3, [1] = 4, ["ümlaut"] = 5 }
local agent = Agent.builder():name("poet"):model("demo/echo"):build()
local function f(arg, ...)
  local p = setmetatable({ x = arg }, Point)
  local text = "hello"
  print(p, computed, outer, odd, agent, side, text) --@here
end
f(5, "v")
`;

type Item = DebugProtocol.CompletionItem;

/** `|` is the cursor. */
async function completed(dap: StdioAdapter, frameId: number | undefined, marked: string, args: object = {}): Promise<Item[]> {
  const before = marked.slice(0, marked.indexOf('|'));
  const lines = before.split('\n');
  const whole = marked.replace('|', '');
  const { targets } = await dap.request('completions', { text: whole, column: lines.at(-1)!.length + 1, line: lines.length, ...(frameId !== undefined && { frameId }), ...args });
  return targets;
}

const labels = (items: readonly Item[]): string[] => items.map(({ label }) => label);
const item = (items: readonly Item[], label: string): Item | undefined => items.find((candidate) => candidate.label === label);

/** What the text is after the completion, by DAP's rule. */
function accepted(marked: string, { start, length, text, label }: Item): string {
  const whole = marked.replace('|', '');
  return whole.slice(0, start! - 1) + (text ?? label) + whole.slice(start! - 1 + (length ?? 0));
}

describe('names', () => {
  test('of the frame first, then globals, then keywords, each with what it is', async () => {
    const { dap, frame } = await stopAt(text);
    const all = await completed(dap, frame.id, '|');
    expect(labels(all)).toEqual(expect.arrayContaining(['p', 'arg', 'outer', 'print', 'while', 'Agent']));
    expect(item(all, 'arg')).toMatchObject({ type: 'variable', detail: '5', sortText: '0arg' });
    expect(item(all, 'outer')).toMatchObject({ type: 'variable', sortText: '1outer' });
    expect(item(all, 'print')).toMatchObject({ type: 'function', sortText: '2print' });
    expect(item(all, 'while')).toMatchObject({ type: 'keyword' });
    expect(item(all, 'Agent')).toMatchObject({ type: 'module' });
    expect(labels(await completed(dap, frame.id, 'print(ou|'))).toEqual(['outer']);
    expect(labels(await completed(dap, frame.id, 'x = 12|'))).toEqual([]);
    expect(labels(await completed(dap, frame.id, 'x = "ou|'))).toEqual([]);
  });

  test('without a frame: globals', async () => {
    const { dap } = await stopAt(text);
    expect(labels(await completed(dap, undefined, 'stri|'))).toEqual(['string']);
    expect(labels(await completed(dap, undefined, 'arg|'))).toEqual(['ARGS', 'arg']);
  });
});

describe('members', () => {
  test('own and inherited, of any expression that needs no code', async () => {
    const { dap, frame } = await stopAt(text);
    expect(labels(await completed(dap, frame.id, 'p.|'))).toEqual(expect.arrayContaining(['x', 'origin', 'move', 'inherited']));
    expect(labels(await completed(dap, frame.id, 'print(odd[4] or p.or|'))).toEqual(['origin']);
    expect(labels(await completed(dap, frame.id, '(p or nil).in|'))).toEqual(['inherited']);
    expect(labels(await completed(dap, frame.id, 'computed.|'))).toEqual(['here']);
    expect(labels(await completed(dap, frame.id, 'computed.here.|'))).toEqual([]);
    expect(labels(await completed(dap, frame.id, 'f().|'))).toEqual([]);
    expect(await dap.evaluate('side', frame.id, 'watch')).toBe('0');
  });

  test('after a colon: functions only, of strings too', async () => {
    const { dap, frame } = await stopAt(text);
    const methods = await completed(dap, frame.id, 'p:|');
    expect(labels(methods).sort()).toEqual(['move', 'up']);
    expect(item(methods, 'move')).toMatchObject({ type: 'method', detail: expect.stringMatching(/^function <main.lua:\d+>$/) as string });
    expect(labels(await completed(dap, frame.id, 'text:up|'))).toEqual(['upper']);
    expect(labels(await completed(dap, frame.id, '("x"):re|'))).toEqual(['rep', 'reverse']);
  });

  test('of our API with their signatures', async () => {
    const { dap, frame } = await stopAt(text);
    expect(item(await completed(dap, frame.id, 'JSON.|'), 'stringify')).toMatchObject({ type: 'function', detail: expect.stringMatching(/^\(value.*\): string$/) as string });
    const methods = await completed(dap, frame.id, 'agent:|');
    expect(item(methods, 'execute')).toMatchObject({ type: 'method', detail: expect.stringMatching(/^\(/) as string });
    expect(labels(await completed(dap, frame.id, 'agent.na|'))).toEqual(['name']);
  });
});

describe('keys', () => {
  test.each([
    ['odd["|', 'a b', 'odd["a b"]'],
    ['odd["a|', 'a b', 'odd["a b"]'],
    ["odd['qu|", 'quote"', "odd['quote\"']"],
    ['odd["qu|"]', 'quote\\"', 'odd["quote\\""]'],
    ['odd[|', '"a b"', 'odd["a b"]'],
    ['odd["ü|', 'ümlaut', 'odd["ümlaut"]'],
  ])('%s', async (marked, label, result) => {
    const { dap, frame } = await stopAt(text);
    const found = item(await completed(dap, frame.id, marked), label);
    expect(found).toBeDefined();
    expect(accepted(marked, found!)).toBe(result);
  });
});

describe('the place that is replaced', () => {
  test('counts UTF-16 units in the whole text', async () => {
    const { dap, frame } = await stopAt(text);
    const marked = 'local s = "🙂é"\nprint(p.or|)\nmore()';
    const [found] = await completed(dap, frame.id, marked);
    expect(accepted(marked, found!)).toBe('local s = "🙂é"\nprint(p.origin)\nmore()');
    const inLine = '"🙂" .. ou|';
    expect(accepted(inLine, (await completed(dap, frame.id, inLine))[0]!)).toBe('"🙂" .. outer');
  });

  test('counts from 0 for a client whose columns do', async () => {
    const { dap, frame } = await stopAt(text, { columnsStartAt1: false, linesStartAt1: false });
    const { targets } = await dap.request('completions', { text: 'x\np.or', column: 4, line: 1, frameId: frame.id });
    expect(targets).toMatchObject([{ label: 'origin', start: 4, length: 2 }]);
  });

  test('is told VS Code by the length alone: it takes the start for an offset', async () => {
    const { dap, frame } = await stopAt(text, { clientID: 'vscode' });
    const [found] = await completed(dap, frame.id, 'p.or|');
    expect(found).toMatchObject({ label: 'origin', length: 2 });
    expect(found).not.toHaveProperty('start');
  });

  test('of places outside of the text is its end', async () => {
    const { dap, frame } = await stopAt(text);
    const { targets } = await dap.request('completions', { text: 'p.or', column: 400, line: 1, frameId: frame.id });
    expect(targets).toMatchObject([{ label: 'origin', start: 3, length: 2 }]);
  });
});

test('the characters that ask for them are announced', async () => {
  const { dap } = await stopAt(text);
  const { body } = dap.messages.find(({ type, command }) => type === 'response' && command === 'initialize')!;
  expect(body).toMatchObject({ supportsCompletionsRequest: true, completionTriggerCharacters: ['.', ':', '[', '"'] });
});
