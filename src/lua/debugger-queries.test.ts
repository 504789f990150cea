/** What the debugger asks of a text: the expression at a place, what evaluating it can do, where execution can stand, which calls a line makes. */
import { describe, expect, it } from 'vitest';
import { cursor, fixture, withMarks } from '../../test/support/fixture.ts';
import { callsOnLine } from './calls.ts';
import { effectOf, isFreeOfCalls } from './effects.ts';
import { expressionAt } from './expression-at.ts';
import { parse, parseExpression } from './parser.ts';
import { statementStarts } from './statement-starts.ts';

describe('the expression at a place', () => {
  it.each<[marked: string, expression: string | undefined]>([
    ['f(<??>abc)', 'abc'],
    ['f(ab<??>c)', 'abc'],
    ['f(abc<??>)', 'abc'],
    ['x = a.b<??>.c', 'a.b'],
    ['x = a.b.<??>c', 'a.b.c'],
    ['x = <??>a.b.c', 'a'],
    ['x = a[i].<??>c + 1', 'a[i].c'],
    ['x = a[<??>i].c', 'i'],
    ['agent:exe<??>cute("x")', 'agent.execute'],
    ['<??>agent:execute("x")', 'agent'],
    ['local <??>x = 1', 'x'],
    ['function f(<??>x) end', 'x'],
    ['for <??>i = 1, 2 do end', 'i'],
    ['function M.<??>f() end', 'M.f'],
    ['function M:<??>f() end', 'M.f'],
    ['local function <??>f() end', 'f'],
    ['t = { <??>x = 1 }', undefined],
    ['goto <??>x ::x::', undefined],
    ['loc<??>al x', undefined],
    ['x = "a<??>b"', undefined],
    ['-- a <??> b', undefined],
    ['', undefined],
    ['x = a.<??>', undefined],
  ])('%s', (marked, expression) => {
    const { text, offset } = marked === '' ? { text: '', offset: 0 } : cursor(marked);
    expect(expressionAt(parse(text), offset)?.text).toBe(expression);
  });

  it('says where it stands', () => {
    const { text, marks } = fixture('x = <??>a.b<??>.c');
    expect(expressionAt(parse(text), marks[1]! - 1)).toMatchObject({ start: marks[0], end: marks[1] });
  });
});

describe('what evaluating can do', () => {
  it.each<[expression: string, effect: string]>([
    ['x', 'none'],
    ['not x and "s" or { 1, x }', 'none'],
    ['function() return f() end', 'none'],
    ['...', 'none'],
    ['a.b', 'metamethods'],
    ['a[1]', 'metamethods'],
    ['#t', 'metamethods'],
    ['-x', 'metamethods'],
    ['a == b', 'metamethods'],
    ['f()', 'calls'],
    ['a:b()', 'calls'],
    ['f"x"', 'calls'],
    ['{ f() }', 'calls'],
    ['a[f()].b', 'calls'],
    ['(f)()', 'calls'],
    ['a.', 'calls'],
    ['a:b', 'calls'],
  ])('%s', (text, effect) => {
    const parsed = parseExpression(text);
    const complete = parsed.diagnostics.length === 0;
    // Broken text is refused by its diagnostics; the effect has to be safe only.
    expect(complete ? effectOf(parsed.expression) : 'calls').toBe(effect);
    if (complete) expect(isFreeOfCalls(parsed.expression)).toBe(effect !== 'calls');
  });
});

describe('a lone expression', () => {
  it('has nothing behind it', () => {
    expect(parseExpression('a + b').diagnostics).toEqual([]);
    expect(parseExpression('a b').diagnostics.map(({ code, start }) => [code, start])).toEqual([['expected-token', 2]]);
    expect(parseExpression('x = 1').diagnostics).toHaveLength(1);
    expect(parseExpression('').diagnostics.map(({ code }) => code)).toEqual(['expected-expression']);
  });
});

describe('where execution can stand', () => {
  it('at statements and at the conditions that are evaluated later', () => {
    const marked = `<??>local a = 1
do <??>f() end
::again::;
<??>if a then
  <??>g()
elseif <??>b then
  <??>goto again
end
repeat <??>break until <??>c
<??>while x do end
<??>for i = 1, 2 do end
<??>for k in p do end
<??>local function h()
  <??>return 1
end
<??>function m() end
<??>x = function() <??>y = 2 end`;
    const { text } = fixture(marked);
    expect(withMarks(text, statementStarts(parse(text)).map(({ start }) => start))).toBe(marked);
  });
  it('in a range of lines', () => {
    const parsed = parse('a()\nb() c()\n  d()\ne()');
    expect(statementStarts(parsed, 2, 3).map(({ line, column }) => [line, column])).toEqual([[2, 1], [2, 5], [3, 3]]);
  });
});

describe('the calls of a line', () => {
  const names = (text: string, line: number): string[] => callsOnLine(parse(text), line).map(({ name }) => name);

  it('in the order in which they run', () => {
    expect(names('x = f(g(1), a.b:c(h())) + i"s"', 1)).toEqual(['g', 'h', 'a.b:c', 'f', 'i']);
  });
  it('those of a chain belong to its first line', () => {
    const text = 'local a = Agent.builder()\n  :model("x")\n  :build()\nprint(a)';
    expect(names(text, 1)).toEqual(['Agent.builder', 'Agent.builder() :model', 'Agent.builder() :model("x") :build']);
    expect(names(text, 2)).toEqual([]);
    expect(names(text, 4)).toEqual(['print']);
  });
  it('tells the calls of functions that are defined there', () => {
    const text = 'x = 1\npcall(function() return work() end)';
    expect(callsOnLine(parse(text), 2).map(({ name, functionLine }) => [name, functionLine])).toEqual([['work', 2], ['pcall', 0]]);
  });
  it('finds those inside of a function that starts above', () => {
    const text = 'function f()\n  g()\nend';
    expect(callsOnLine(parse(text), 2).map(({ name, functionLine }) => [name, functionLine])).toEqual([['g', 1]]);
  });
  it('marks the last name', () => {
    const { text, marks } = fixture('a.b:<??>c<??>()');
    expect(callsOnLine(parse(text), 1)[0]).toMatchObject({ nameStart: marks[0], nameEnd: marks[1] });
  });
});
