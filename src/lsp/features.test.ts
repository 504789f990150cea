/** Every feature on fixtures: Lua text with the cursor as `<??>`, and what the editor is to be given. */
import { describe, expect, it } from 'vitest';
import type { CompletionItem, DocumentSymbol, MarkupContent } from 'vscode-languageserver';
import { CompletionItemKind, SymbolKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursor, fixture, withMarks } from '../../test/support/fixture.ts';
import { complete } from './completion.ts';
import { definition } from './definition.ts';
import { diagnose } from './diagnostics.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentSymbols } from './document-symbols.ts';
import { LuaDocument } from './document.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { library } from './library.ts';
import { signatureHelp } from './signature-help.ts';

function open(text: string): LuaDocument {
  return new LuaDocument(TextDocument.create('file:///t.lua', 'lua', 1, text));
}
function items(marked: string): CompletionItem[] {
  const { text, offset } = cursor(marked);
  return complete(open(text), offset, library);
}
const labels = (marked: string): string[] => items(marked).map(({ label }) => label);
const item = (marked: string, label: string): CompletionItem | undefined => items(marked).find((candidate) => candidate.label === label);
function hovered(marked: string): string | undefined {
  const { text, offset } = cursor(marked);
  return (hover(open(text), offset, library)?.contents as MarkupContent | undefined)?.value;
}

describe('completion', () => {
  it.each<[marked: string, expected: string[]]>([
    ['<??>', ['Agent', 'print', 'string', 'pairs', 'local', 'function']],
    ['Ag<??>', ['Agent']],
    ['local answer = 1\npri<??>', ['answer', 'print']],
    ['local function helper(prompt, ...)\n  <??>', ['helper', 'prompt', 'return']],
    ['function global() end\nglo<??>', ['global']],
    ['Agent.<??>', ['builder', 'create']],
    ['Agent.bu<??>', ['builder']],
    ['Replay.<??>', ['modes', 'schedules', 'create_config']],
    ['Replay.schedules.<??>', ['once', 'interval', 'cron']],
    ['Replay.modes.exact:<??>', ['name']],
    ['Agent.<??>\nlocal x = 1', ['builder']],
    ['Agent.<??>\nprint("next")', ['builder']],
    ['local a = Agent.builder():<??>', ['name', 'model', 'build']],
    ['local a = Agent.builder():name("x"):mo<??>\nprint(a)', ['model']],
    ['local a = Agent.builder()\n  :name("x")\n  :<??>', ['model', 'build']],
    ['local b = Agent.builder()\nb:<??>', ['model']],
    ['local a = Agent.builder():build()\na:<??>', ['execute']],
    ['local a = Agent.builder():build()\nlocal b = a\nlocal r = b:execute({ prompt = "x" })\nprint(r.<??>)', ['text', 'metadata']],
    ['local a = Agent.builder():build()\nprint(a:execute("x").metadata.<??>)', ['model', 'input_tokens']],
    ['local s = "x"\ns:<??>', ['upper', 'rep', 'format']],
    ['("x"):<??>', ['upper']],
    ['local f = assert(io.open("x"))\nf:<??>', ['read', 'close']],
    ['assert(Agent.create("a", {})):<??>', ['execute']],
    ['local a\na = Agent.builder():build()\na:<??>', ['execute']],
    ['local first, a\nfirst, a = 1, Agent.builder():build()\nlocal function f() return a:<??> end', ['execute']],
    ['poet = Agent.builder():model("demo/echo"):build()\npoet:<??>', ['execute']],
    ['string.<??>', ['format', 'rep']],
    ['io.stdout:<??>', ['write', 'close']],
    ['local M = { one = 1 }\nfunction M.two() end\nM.three = 3\nM.<??>', ['one', 'two', 'three']],
    ['local M = {}\nfunction M:run() end\nM:<??>', ['run']],
    ['Config = { depth = 2 }\nConfig.<??>', ['depth']],
    ['local M = { one = function() end }\nlocal N = M\nN.<??>', ['one']],
    ['while x do\n  goto <??>\n  ::continue::\nend', ['continue']],
    ['local <??>', ['function']],
  ])('%s', (marked, expected) => {
    expect(labels(marked)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[marked: string, absent: string]>([
    ['local a = 1\ndo local b = 2 end\n<??>', 'b'],
    ['<??>\nlocal later = 1', 'later'],
    ['local value = <??>', 'value'],
    ['Agent.<??>', 'print'],
    ['<??>', 'Replay.schedules'],
    ['Agent.<??>', 'local'],
    ['typing<??>', 'typing'],
  ])('%s does not offer %s', (marked, absent) => {
    expect(labels(marked)).not.toContain(absent);
  });

  it.each([
    '-- Age<??>',
    '--[[ Age<??>nt ]]',
    'x = "Age<??>"',
    'x = "Age<??>',
    'x = [[Age<??>',
    'x = 12<??>',
    'x = 1.<??>',
    'local na<??>',
    'function <??>',
    'local function na<??>',
    'function f(par<??>) end',
    'for ke<??>',
    '::la<??>::',
    'x = unknown.<??>',
    'x = y\ny = x\nx.<??>',
  ])('nothing in %s', (marked) => {
    expect(labels(marked).filter((label) => label !== 'function')).toEqual([]);
  });

  it('after the wrong separator, taking a method puts it right', () => {
    const method = item('local a = Agent.builder()\na.<??>', 'model');
    expect(method).toMatchObject({ kind: CompletionItemKind.Method, additionalTextEdits: [{ range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } }, newText: ':' }] });
    expect(item('local a = Agent.builder()\na:<??>', 'model')?.additionalTextEdits).toBeUndefined();
    expect(item('Agent:<??>', 'builder')?.additionalTextEdits?.[0]?.newText).toBe('.');
  });

  it('offers the fields that a function understands, those first that are not written', () => {
    const marked = 'local a = Agent.builder():build()\na:execute({ <??> })';
    expect(item(marked, 'prompt')).toMatchObject({ kind: CompletionItemKind.Property, insertText: 'prompt = ' });
    expect(item('local a = Agent.builder():build()\na:execute({ prompt = "x", <??> })', 'prompt')).toBeUndefined();
    expect(item('local a = Agent.builder():build()\na:execute({ pro<??>', 'prompt')).toBeDefined();
  });

  it('says what an item is', () => {
    expect(item('Agent.<??>', 'builder')).toMatchObject({
      kind: CompletionItemKind.Function,
      detail: 'function Agent.builder(): AgentBuilder',
      documentation: { kind: 'markdown', value: expect.stringContaining('new agent') as string },
    });
    expect(item('local function add(a, b) end\n<??>', 'add')?.detail).toBe('local function add(a, b)');
  });

  it('puts locals before everything', () => {
    const sorted = items('local zebra = 1\n<??>').sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
    expect(sorted[0]!.label).toBe('zebra');
  });
});

describe('hover', () => {
  it.each<[marked: string, parts: string[]]>([
    ['Agent.buil<??>der()', ['```lua\nfunction Agent.builder(): AgentBuilder\n```', 'Starts the description', 'Agent.builder():name("poet")']],
    ['Agent.builder():mod<??>el("x")', ['function AgentBuilder:model(model: string): AgentBuilder']],
    ['Ag<??>ent.builder()', ['Agent: table']],
    ['local a = Agent.builder():build()\nprint(a<??>)', ['local a: AgentInstance']],
    ['local a = Agent.builder():build()\na:execute({ pro<??>mpt = "x" })', ['prompt?: string']],
    ['local a = Agent.builder():build()\nprint(a.mod<??>el)', ['(field) AgentInstance.model: string']],
    ['pr<??>int("x")', ['function print(...: any)']],
    ['x = string.re<??>p("a", 3)', ['function string.rep(s: string, n: integer, sep?: string): string']],
    ['x = math.p<??>i', ['math.pi: number']],
    ['-- Adds two numbers.\n-- Exactly.\nlocal function add(a, b) end\nad<??>d(1, 2)', ['local function add(a, b)', 'Adds two numbers.\nExactly.']],
    ['local x = 1 -- not about f\nfunction f() end\nf<??>()', ['function f()']],
    ['function f(par<??>am) end', ['(parameter) param']],
    ['for i = 1, 2 do f(i<??>) end', ['(loop) i']],
    ['local s = "x" .. y\nf(s<??>)', ['local s: string']],
    ['something<??>()', ['(global) something']],
    ['local M = {}\n-- Runs it.\nfunction M:run(n) end\nM:ru<??>n(1)', ['function run(n)', 'Runs it.']],
    ['goto do<??>ne\n::done::', ['::done::']],
  ])('%s', (marked, parts) => {
    const text = hovered(marked);
    for (const part of parts) expect(text).toContain(part);
  });

  it.each(['loc<??>al x', 'x = "te<??>xt"', '-- com<??>ment', '<??>', 'x = y.un<??>known', 't = { k<??>ey = 1 }'])('nothing in %s', (marked) => {
    expect(hovered(marked)).toBeUndefined();
  });

  it('marks the name it speaks of, in UTF-16 positions', () => {
    const { text, offset } = cursor('x = "\u{1F600}é" print<??>(x)');
    expect(hover(open(text), offset, library)?.range).toEqual({ start: { line: 0, character: 10 }, end: { line: 0, character: 15 } });
  });
});

describe('signature help', () => {
  it.each<[marked: string, label: string, parameter: number]>([
    ['Agent.builder():model(<??>)', 'function AgentBuilder:model(model: string): AgentBuilder', 0],
    ['Agent.builder():model(<??>', 'function AgentBuilder:model(model: string): AgentBuilder', 0],
    ['string.rep("a", <??>', 'function string.rep(s: string, n: integer, sep?: string): string', 1],
    ['string.rep("a, b", (1 + 2), <??>)\nlocal x', 'function string.rep(s: string, n: integer, sep?: string): string', 2],
    ['string.rep(string.upper("a"), <??>)', 'function string.rep(s: string, n: integer, sep?: string): string', 1],
    ['string.rep({ 1, 2, <??> }, 1)', 'function string.rep(s: string, n: integer, sep?: string): string', 0],
    ['string.rep(f(function() local a, b = 1, 2 if a then b() end end), <??>)', 'function string.rep(s: string, n: integer, sep?: string): string', 1],
    ['("x"):rep(<??>)', 'function string.rep(s: string, n: integer, sep?: string): string', 1],
    ['print(1, 2, 3, <??>)', 'function print(...: any)', 0],
    ['local function add(a, b) end\nadd(1, <??>)', 'function add(a, b)', 1],
    ['local M = {}\nfunction M.go(x) end\nM.go(<??>)', 'function go(x)', 0],
    ['local t = print(\n  <??>\n)', 'function print(...: any)', 0],
  ])('%s', (marked, label, parameter) => {
    const { text, offset } = cursor(marked);
    expect(signatureHelp(open(text), offset, library)).toMatchObject({ signatures: [{ label }], activeSignature: 0, activeParameter: parameter });
  });

  it.each(['print<??>(1)', 'print(1)<??>', 'pcall(function()\n  local x <??>\nend)', 'f(<??>)', '(1 + <??>)', '<??>'])('none in %s', (marked) => {
    const { text, offset } = cursor(marked);
    expect(signatureHelp(open(text), offset, library)).toBeUndefined();
  });

  it('marks the parameter in the label', () => {
    const { text, offset } = cursor('string.rep(<??>)');
    const [signature] = signatureHelp(open(text), offset, library)!.signatures;
    const [start, end] = signature!.parameters![1]!.label as [number, number];
    expect(signature!.label.slice(start, end)).toBe('n: integer');
  });

  it('lists the fields of a table of options', () => {
    const { text, offset } = cursor('State.delete("a", "k", <??>)');
    const [signature] = signatureHelp(open(text), offset, library)!.signatures;
    const [, , options] = signature!.parameters!;
    expect(options!.documentation).toMatchObject({ value: expect.stringMatching(/^On what condition\.\n\n- `version\?: integer` — The version that you have read/) as unknown });
  });
});

describe('definition and highlights', () => {
  it.each<[what: string, marked: string]>([
    // The first mark is the cursor, the other two the definition.
    ['a local', 'local <??>x<??> = 1; f(x<??>)'],
    ['a parameter', 'function f(<??>a<??>) return a<??> end'],
    ['a global function', 'function <??>f<??>() end f<??>()'],
    ['a member of the file', 'local M = {} function M.<??>go<??>() end M.g<??>o()'],
    ['a label', '::<??>top<??>:: goto to<??>p'],
  ])('of %s', (_, marked) => {
    const { text, marks } = fixture(marked);
    const document = open(text);
    const [start, end, cursorAt] = marks;
    const locations = definition(document, cursorAt!, library);
    expect(locations.map(({ range }) => [document.offsetAt(range.start), document.offsetAt(range.end)])).toEqual([[start, end]]);
  });

  it('none for what the file does not define', () => {
    for (const marked of ['Agent.buil<??>der()', 'unknown<??>()', 'x = 1 <??> + 2']) {
      const { text, offset } = cursor(marked);
      expect(definition(open(text), offset, library)).toEqual([]);
    }
  });

  it.each(['local <??>x = 1; <??>x = <??>x + y.x', 'x = 1; do local <??>x; f(<??>x) end', '<??>g = 1; f(<??>g); local g', 'goto <??>l; ::<??>l::'])('highlights: %s', (marked) => {
    const { text, marks } = fixture(marked);
    const document = open(text);
    for (const mark of marks) {
      const highlights = documentHighlight(document, mark, library);
      expect(withMarks(text, highlights.map(({ range }) => document.offsetAt(range.start)))).toBe(marked);
    }
  });
});

it('shows the functions of a file as a tree', () => {
  const tree = (symbols: DocumentSymbol[]): unknown[] => symbols.map(({ name, kind, detail, children }) => [name, kind, detail, tree(children ?? [])]);
  const document = open(`local top = 1
local M = { field = 1, run = function(a) end }
function M.sub.f(a, ...) local inner = function() end end
function M:method() end
local function own() end
handler(function() function late() end end)
global = {}
M.quiet = 1`);
  expect(tree(documentSymbols(document))).toEqual([
    ['top', SymbolKind.Variable, '', []],
    ['M', SymbolKind.Object, '', [['run', SymbolKind.Function, '(a)', []]]],
    ['M.sub.f', SymbolKind.Function, '(a, ...)', [['inner', SymbolKind.Function, '()', []]]],
    ['M:method', SymbolKind.Method, '()', []],
    ['own', SymbolKind.Function, '()', []],
    ['late', SymbolKind.Function, '()', []],
    ['global', SymbolKind.Object, '', []],
  ]);
});

it('folds blocks, tables, strings and comments', () => {
  const document = open(`-- one
-- two
function f()
  if a then
    b()
  else
    c()
  end
end
local t = {
  1,
}
x = [[
text
]]
`);
  expect(foldingRanges(document).map(({ startLine, endLine, kind }) => [startLine, endLine, kind])).toEqual([
    [2, 7, undefined], [3, 4, undefined], [5, 6, undefined], [9, 10, undefined], [12, 14, undefined], [0, 1, 'comment'],
  ]);
});

it('reports errors in the protocol\'s form', () => {
  expect(diagnose(open('x = "\u{1F600}" y\nif x then'))).toEqual([
    expect.objectContaining({ source: 'llmspell', code: 'not-a-statement', severity: 1, range: { start: { line: 0, character: 9 }, end: { line: 0, character: 10 } } }),
    expect.objectContaining({ source: 'llmspell', code: 'missing-end', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } }, relatedInformation: [expect.anything()] }),
  ]);
  expect(diagnose(open('break')).map(({ code }) => code)).toEqual(['break-outside-loop']);
  expect(diagnose(open('local x = 1\nreturn x'))).toEqual([]);
});
