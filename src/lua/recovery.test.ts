/** Broken text: what is told, where, and that the rest is still understood. */
import { describe, expect, it } from 'vitest';
import { withMarks } from '../../test/support/fixture.ts';
import { sampleSpell } from '../../test/support/sample-spell.ts';
import { analyzeScopes } from './analyze-scopes.ts';
import { check } from './check.ts';
import { parse } from './parser.ts';

/** Code of each error, and the text with marks around what is marked as wrong. */
function told(text: string): { codes: string[]; marked: string } {
  const diagnostics = check(text);
  return { codes: diagnostics.map(({ code }) => code), marked: withMarks(text, diagnostics.flatMap(({ start, end }) => [start, end])) };
}

const plain = (marked: string): string => marked.replaceAll('<??>', '');

describe('each mistake is told once, where it is', () => {
  it.each<[code: string, marked: string]>([
    ['unfinished-string', 'x = <??>"abc<??>\ny = 1'],
    ['unfinished-string', "print(<??>'abc)<??>\nprint('x')"],
    ['unfinished-string', 'x = <??>[==[abc<??>\nlocal y = 1'],
    ['unfinished-comment', '<??>--[[ abc<??>\nlocal y = 1'],
    ['invalid-escape', 'x = "a<??>\\q<??>b"'],
    ['invalid-escape', 'x = "a<??>\\300<??>b"'],
    ['invalid-escape', 'x = "a<??>\\x4<??>g"'],
    ['invalid-escape', 'x = "a<??>\\u{110000}<??>b"'],
    ['invalid-escape', 'x = "a<??>\\u<??>41"'],
    ['invalid-number', 'x = <??>3f<??>'],
    ['invalid-number', 'x = <??>1..2<??>'],
    ['invalid-number', 'x = <??>0x<??>'],
    ['invalid-character', 'x = <??>@<??>y'],
    ['invalid-character', 'x = 1 <??>$<??>'],
    ['invalid-long-bracket', 'x = <??>[==<??> y'],
    ['expected-expression', 'x <??>=<??>\nlocal y = 1'],
    ['expected-expression', 'x <??>=<??>\ny = 1'],
    ['expected-expression', 'local t = 1 <??>+<??>'],
    ['expected-expression', 'f(a, <??>)<??>'],
    ['expected-expression', 'x <??>=<??>\nfunction f(...) return ... end'],
    ['expected-expression', 'return 1 + <??>*<??> 2'],
    ['expected-name', 'local <??>5<??> = 1'],
    ['expected-name', 'local <??>end<??> = 1'],
    ['expected-name', 'x = a.<??>end<??>'],
    ['expected-name', 'Agent<??>.<??>\nlocal x = 1'],
    ['expected-name', 'a<??>:<??>\nb = 1'],
    ['expected-name', 'a<??>:<??>'],
    ['expected-name', 'function <??>(<??>) end'],
    ['expected-token', 'if x <??>print<??>() end'],
    ['expected-token', 'while <??>x<??>\nprint() end'],
    ['expected-token', 'for <??>k<??>\nprint() end'],
    ['expected-token', 'for i <??>=<??> 1 do end'.replace('<??>=<??> 1 do', '= 1 <??>do<??>')],
    ['expected-token', 'function f(a <??>=<??> 1) end'],
    ['unexpected-token', 'x = 1 <??>)<??>'],
    ['unexpected-token', '<??>=<??> 1'],
    ['missing-end', '<??>function<??> f()\n  return 1\n'],
    ['missing-end', 'foo(<??>function<??>()\n  bar()\n'],
    ['missing-end', 'function f()\n  <??>if<??> x then\n    y()\nend\n\nfunction g()\nend'],
    ['missing-end', '<??>function<??> f()\n  y()\n\nlocal function g()\n  z()\nend\ng()'],
    ['missing-end', '<??>if<??> a then\n  x()\nelse if b then\n  y()\nend'],
    ['missing-end', 'for i = 1, 2 do\n  <??>repeat<??>\n    x()\nend'],
    ['unexpected-end', 'x = 1\n<??>end<??>\ny = 2'],
    ['unexpected-end', '<??>else<??> x()'],
    ['unexpected-end', 'function f()\n    x()\n  <??>end<??>\n  return 1\nend\ng()'],
    ['unexpected-end', 'function f()\n    x()\n  <??>elseif<??> b then\n    return y()\n  else\n    z()\n  end\n  return 1\nend\ng()'],
    ['unexpected-end', '  return 1\n<??>end<??>\ng()'],
    ['unclosed-bracket', 'f(<??>a<??>\nlocal x = 1'],
    ['unclosed-bracket', 'local t = <??>{<??>\n\nlocal x = 1'],
    ['unclosed-bracket', 'local t = { a = <??>1<??>\nprint(t)'],
    ['unclosed-bracket', 'x = t[<??>1<??>\ny = 2'],
    ['missing-comma', 'f(a <??>b<??>)'],
    ['missing-comma', 't = { a = 1\n<??>b<??> = 2 }'],
    ['missing-comma', 'function f(a <??>b<??>) end'],
    ['missing-arguments', 'a:<??>b<??>\nprint()'],
    ['not-a-statement', '<??>x<??>'],
    ['not-a-statement', '<??>a.b<??>\nc()'],
    ['not-a-statement', '<??>a == b<??>'],
    ['not-a-statement', '<??>"text"<??>'],
    ['cannot-assign', '<??>f()<??> = 1'],
    ['cannot-assign', '<??>(a)<??> = 1'],
    ['statement-after-return', 'return 1\n<??>local<??> x'],
    ['needs-parentheses', 'x = <??>"a":<??>upper()'],
    ['vararg-outside', 'function f() return <??>...<??> end'],
    ['not-lua', 'if a <??>!=<??> b then end'],
    ['not-lua', 'if a <??>&&<??> b then end'],
    ['not-lua', 'if <??>!<??>a then end'],
    ['not-lua', 'if a <??>=<??> 1 then end'],
    ['not-lua', 'x <??>+=<??> 1'],
    ['not-lua', 'local x <??><<??>const> = 1'],
    ['not-lua', 'function f() <??>{<??>\nreturn 1 end'],
    ['not-lua', 'while a do <??>continue<??> end'],
    ['break-outside-loop', 'if x then <??>break<??> end'],
    ['break-outside-loop', 'while x do f(function() <??>break<??> end) end'],
    ['undefined-label', 'goto <??>done<??>'],
    ['duplicate-label', '::a:: ::<??>a<??>::'],
    ['goto-into-local', 'goto <??>done<??>\nlocal x = 1\n::done::\nprint(x)'],
  ])('%s: %s', (code, marked) => {
    expect(told(plain(marked))).toEqual({ codes: [code], marked });
  });

  it('every missing end, when several are', () => {
    expect(told('function f()\n  for i = 1, 2 do\n    if x then\n').codes).toEqual(['missing-end', 'missing-end', 'missing-end']);
  });
  it('the end that "else if" wants', () => {
    expect(check('if a then\n  x()\nelse if b then\n  y()\nend')[0]?.message).toContain("write 'elseif'");
  });
  it('mistakes on different lines', () => {
    expect(told('x = = 1\ny = 2\nz = = 3').codes).toEqual(['expected-expression', 'expected-expression']);
  });
  it('nesting beyond what Lua takes', () => {
    expect(told(`x = ${'('.repeat(300)}1${')'.repeat(300)}`).codes).toEqual(['nested-too-deeply']);
  });
});

describe('the rest is understood', () => {
  it.each<[what: string, text: string, locals: string[], globals: string[]]>([
    ['missing end', 'function f()\n  if x then\n    y()\nend\nlocal after = 1\nfunction g() end', ['after'], ['f', 'g', 'x', 'y']],
    ['open string', 'local a = "abc\nlocal b = 1\nc()', ['a', 'b'], ['c']],
    ['open long string', 'local a = [[abc\nlocal b = 1\nc()', ['a', 'b'], ['c']],
    ['open brace', 'local a = {\n  b = 1,\n\nlocal c = 2\nd()', ['a', 'c'], ['d']],
    ['open parenthesis', 'print(a, b\nlocal c = 2\nd(c)', ['c'], ['a', 'b', 'd', 'print']],
    ['a dot at the end', 'local a = 1\nAgent.', ['a'], ['Agent']],
    ['a dot before a statement', 'Agent.\nlocal a = 1', ['a'], ['Agent']],
    ['a colon and a new line', 'local a = Agent\na:\nlocal b = 2\nb = 3', ['a', 'b'], ['Agent']],
    ['a colon before an assignment', 'a:\nb = 2', [], ['a', 'b']],
    ['a broken line in a constructor', 'local t = {\n  a = 1 $ 2,\n  b = function() local inner = x end,\n}\nlocal c', ['inner', 't', 'c'], ['x']],
    ['unexpected end', 'end\nlocal a = 1', ['a'], []],
    ['a broken head', 'for in do local a = b end\nlocal c', ['a', 'c'], ['b']],
  ])('%s', (_, text, locals, globals) => {
    const parsed = parse(text);
    const scopes = analyzeScopes(parsed.body);
    expect(parsed.diagnostics).not.toEqual([]);
    expect(scopes.variables.map(({ name }) => name)).toEqual(locals);
    expect([...scopes.globals.keys()].sort()).toEqual(globals);
  });

  it('after a missing end, the next function is beside, not inside', () => {
    const { body } = parse('local function f()\n  y()\n\nlocal function g()\n  z()\nend\n\nlocal x = 1\n');
    expect(body.statements.map(({ type }) => type)).toEqual(['LocalFunction', 'LocalFunction', 'Local']);
  });
  it('without indentation nothing is guessed', () => {
    const { diagnostics } = parse('function f()\nif x then\ny()\nend\nfunction g()\nz()\nend\n');
    expect(diagnostics.map(({ code, start }) => [code, start])).toEqual([['missing-end', 0]]);
  });
});

it('while a line is typed, the rest of the file stays understood', () => {
  const text = sampleSpell;
  const names = (source: string): string[] => analyzeScopes(parse(source).body).variables.map(({ name }) => name);
  const all = names(text).length;
  let lineStart = 0;
  for (const line of text.split('\n')) {
    for (let typed = 1; typed < line.length; typed += 2) {
      const now = text.slice(0, lineStart + typed) + text.slice(lineStart + line.length);
      const where = JSON.stringify(line.slice(0, typed));
      expect(parse(now).diagnostics.length, `errors behind ${where}`).toBeLessThanOrEqual(4);
      // The names that the line itself declares may be missing, and no others.
      expect(all - names(now).length, `names lost behind ${where}`).toBeLessThanOrEqual(3);
    }
    lineStart += line.length + 1;
  }
});
