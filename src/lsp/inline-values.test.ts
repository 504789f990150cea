/** The cursor mark is the line of the stop; what is shown is written behind each line, as an editor would. */
import { expect, it } from 'vitest';
import type { InlineValue } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursor } from '../../test/support/fixture.ts';
import { LuaDocument } from './document.ts';
import { inlineValues } from './inline-values.ts';

const nameOf = (value: InlineValue): string => ('variableName' in value ? (value.variableName ?? '') : 'expression' in value ? `=${value.expression ?? ''}` : '');

/** Names are variables to look up; `=` stands before expressions to evaluate. */
function shown(marked: string, view?: { readonly start: number; readonly end: number }): string {
  const { text, offset } = cursor(marked);
  const document = new LuaDocument(TextDocument.create('file:///t.lua', 'lua', 1, text));
  const { line } = document.positionAt(offset);
  const lines = text.split('\n');
  const at = (start: number, end: number) => ({ start: { line: start, character: 0 }, end: { line: end, character: 0 } });
  const values = inlineValues(document, view ? at(view.start, view.end) : at(0, lines.length), { stoppedLocation: at(line, line) });
  for (const value of values) expect(document.text.slice(document.offsetAt(value.range.start), document.offsetAt(value.range.end))).toBe(nameOf(value).replace('=', ''));
  return lines
    .map((each, index) => [each, values.filter(({ range }) => range.start.line === index).map(nameOf)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([each, names]) => `${each.trim()}  -- ${names.join(', ')}`)
    .join('\n');
}

it.each<[what: string, marked: string, expected: string]>([
  ['variables at their declarations and uses, once a line', 'local a, b = 1, 2\nlocal c = a + a\n<??>print(c)\nprint(a)', 'local a, b = 1, 2  -- a, b\nlocal c = a + a  -- c, a\nprint(c)  -- c'],
  ['not what the line of the stop is about to declare', 'local a = 1\n<??>local b = a', 'local a = 1  -- a\nlocal b = a  -- a'],
  ['only the function of the stop, with its parameters and upvalues', 'local count = 0\nlocal function add(item, ...)\n  count = count + item\n  <??>return count\nend\nadd(count)', 'local function add(item, ...)  -- item\ncount = count + item  -- count, item\nreturn count  -- count'],
  ['not functions inside', 'local a = 1\nlocal f = function(x)\n  local y = x + a\nend\n<??>f(a)', 'local a = 1  -- a\nf(a)  -- a'],
  ['not blocks that have ended, nor what they hide', 'local x = 1\ndo\n  local x = 2\n  print(x)\nend\n<??>print(x)', 'local x = 1  -- x\nprint(x)  -- x'],
  ['not a variable that is hidden', 'local x = 1\nprint(x)\nlocal x = 2\n<??>print(x)', 'local x = 2  -- x\nprint(x)  -- x'],
  ['loop variables', 'for i = 1, 3 do\n  for _, name in ipairs(names) do\n    <??>print(i, name)\n  end\nend', 'for i = 1, 3 do  -- i\nfor _, name in ipairs(names) do  -- _, name\nprint(i, name)  -- i, name'],
  ['fields whole, elements by names and constants', 'local t, i = {}, 1\nlocal u = t.a.b\nprint(t[i].name, t["k"], t[1])\n<??>t.x = u', 'local t, i = {}, 1  -- t, i\nlocal u = t.a.b  -- u, =t.a.b\nprint(t[i].name, t["k"], t[1])  -- =t[i].name, i, =t["k"], =t[1]\nt.x = u  -- =t.x, u'],
  ['nothing that would call, but what it calls on', 'local t, k = {}, 1\nprint(t[f(k)].x, (t).y)\nt:go(k)\nt.list:add(t.x)\n<??>t.run(k)', 'local t, k = {}, 1  -- t, k\nprint(t[f(k)].x, (t).y)  -- k, t\nt:go(k)  -- t, k\nt.list:add(t.x)  -- =t.list, =t.x\nt.run(k)  -- k'],
  ['fields of self', 'local C = {}\nfunction C:total(by)\n  local sum = self.price * by\n  <??>return sum\nend', 'function C:total(by)  -- by\nlocal sum = self.price * by  -- sum, =self.price, by\nreturn sum  -- sum'],
  ['globals that this file gives a value, not those of the library', 'count = 1\nConfig = { depth = 2 }\nfunction go() end\nprint(count, string.len, go)\n<??>print(Config.depth)', 'count = 1  -- =count\nConfig = { depth = 2 }  -- =Config\nprint(count, string.len, go)  -- =count\nprint(Config.depth)  -- =Config.depth'],
  ['what is still there at the end of a function', 'local function f(a)\n  local b = a\n<??>end', 'local function f(a)  -- a\nlocal b = a  -- b, a'],
  ['in text that is being typed', 'local a = 1\nlocal b = a.\n<??>print(a', 'local a = 1  -- a\nprint(a  -- a'],
  ['behind letters of two code units', 'local t = "\u{1F600}" local u = t\n<??>print(u)', 'local t = "\u{1F600}" local u = t  -- t, u\nprint(u)  -- u'],
])('shows %s', (_, marked, expected) => {
  expect(shown(marked)).toBe(expected);
});

it('shows what is in view only', () => {
  const lines = Array.from({ length: 50 }, (_, index) => `local v${index} = ${index}`).join('\n');
  expect(shown(`${lines}\n<??>print(v1)`, { start: 10, end: 11 })).toBe('local v10 = 10  -- v10\nlocal v11 = 11  -- v11');
});

it('answers for a stop that is not in the text, as the file may have changed', () => {
  expect(shown('local a = 1\n<??>')).toBe('local a = 1  -- a');
});
