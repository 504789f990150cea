import { describe, expect, it } from 'vitest';
import { cursor, fixture, withMarks } from '../../test/support/fixture.ts';
import { analyzeScopes } from './analyze-scopes.ts';
import { parse } from './parser.ts';
import type { Reference, ScopeAnalysis, Variable } from './scopes.ts';
import { symbolAt, visibleVariables } from './scopes.ts';

function analyze(text: string): ScopeAnalysis {
  return analyzeScopes(parse(text).body);
}

function variableAt(analysis: ScopeAnalysis, offset: number): Variable {
  const symbol: Reference | Variable | undefined = symbolAt(analysis, offset);
  const variable = symbol && 'access' in symbol ? symbol.variable : symbol;
  if (!variable) throw new Error('No local variable is here.');
  return variable;
}

describe('names mean the variable that Lua means', () => {
  // The first mark is on a name; the others stand before its declaration and every other mention of the same variable.
  it.each<[what: string, marked: string]>([
    ['a local', 'local <??>x = 1; f(<??>x)'],
    ['not the one of an inner block', 'local <??>x; do local x; f(x) end f(<??>x)'],
    ['the one of an inner block', 'local x; do local <??>x; f(<??>x) end f(x)'],
    ['the old one in the value of the new', 'local <??>x; local x = <??>x; f(x)'],
    ['the new one behind it', 'local x; local <??>x = x; f(<??>x)'],
    ['a local function in itself', 'local function <??>f() return <??>f end'],
    ['no local function in its own value', 'local <??>f; local f = function() return <??>f end'],
    ['a parameter', 'local a; function f(<??>a) return <??>a end return a'],
    ['a loop variable', 'local i; for <??>i = i, 2 do f(<??>i) end f(i)'],
    ['loop variables', 'for k, <??>v in pairs(v) do f(<??>v) end f(v)'],
    ['a local of repeat in its condition', 'local x; repeat local <??>x until <??>x; f(x)'],
    ['an upvalue', 'local <??>x; function f() return function() <??>x = 1 end end'],
    ['a target and a value', 'local <??>x; <??>x = <??>x + 1'],
    ['a table in a function name', 'local <??>M = {}; function <??>M.f() end function <??>M:g() end'],
    ['no field name', 'local <??>x; y.x = 1; t = { x = <??>x }; y:x()'],
  ])('%s', (_, marked) => {
    const { text, marks } = fixture(marked);
    const variable = variableAt(analyze(text), marks[0]!);
    expect(withMarks(text, [variable.declaration.start, ...variable.references.map(({ node }) => node.start)])).toBe(marked);
  });
});

describe('what is visible', () => {
  it.each<[marked: string, names: string[]]>([
    ['local a; do local b; <??> end local c', ['b', 'a']],
    ['local a; local a; local b = <??>', ['a']],
    ['local x = 1\nlocal y = x<??>', ['x']],
    ['local function f(a, b) <??> end', ['b', 'a', 'f']],
    ['function M:f(a) <??> end', ['a', 'self']],
    ['for i = 1, 2 do <??> end', ['i']],
    ['for i = 1, <??>2 do end', []],
    ['repeat local x until <??>y', ['x']],
    ['local function f()\n  local a\n  <??>', ['a', 'f']],
  ])('%s', (marked, names) => {
    const { text, offset } = cursor(marked);
    expect(visibleVariables(analyze(text).root, offset).map(({ name }) => name)).toEqual(names);
  });
});

describe('what is known of a variable', () => {
  it('that functions inside capture it, and which ones', () => {
    const { variables } = analyze('local a, b; function f() return function() return a end end');
    expect(variables.map(({ name, isUpvalue }) => [name, isUpvalue])).toEqual([['a', true], ['b', false]]);
    const inner = variables[0]!.references[0]!.function;
    expect([...inner.upvalues]).toEqual([variables[0]]);
    expect([...inner.parent!.upvalues]).toEqual([variables[0]]);
    expect(inner.parent!.parent!.upvalues.size).toBe(0);
  });
  it('what it shadows, and whether it is given a second value', () => {
    const { variables } = analyze('local a = 1; do local a; a = 2 end');
    expect(variables[1]!.shadows).toBe(variables[0]);
    expect(variables.map(({ isReassigned }) => isReassigned)).toEqual([false, true]);
  });
  it('its first value, and which result of a call it is', () => {
    const { variables } = analyze('local a, b, c = 1, f()');
    expect(variables.map(({ initial }) => [initial?.value.type, initial?.result])).toEqual([['Number', 0], ['Call', 0], ['Call', 1]]);
  });
  it('which names are global, and that _ENV is none', () => {
    const analysis = analyze('x = print; local _ENV = {}; y = _ENV');
    expect([...analysis.globals.keys()]).toEqual(['x', 'print', 'y']);
    expect(analysis.globals.get('y')![0]!.environment?.name).toBe('_ENV');
    expect(analysis.globals.get('x')![0]!.environment).toBeUndefined();
  });
  it('which gotos go to a label', () => {
    const [label] = analyze('while x do if y then goto next end ::next:: end').labels;
    expect([label!.name.name, label!.gotos.map(({ name }) => name)]).toEqual(['next', ['next']]);
  });
});

it('counts upvalues as the compiler does', () => {
  const names = Array.from({ length: 260 }, (_, i) => `v${i}`);
  const chunk = (count: number, body: string): string =>
    `local function o1() local ${names.slice(0, 130).join(',')} return function() local ${names.slice(130, count).join(',')} return function() ${body} end end end`;
  const uses = (count: number): string => names.slice(0, count).map((name) => `${name} = 1;`).join(' ');
  expect(analyze(chunk(256, uses(255))).diagnostics.map(({ code }) => code)).toEqual([]);
  expect(analyze(chunk(256, uses(256))).diagnostics.map(({ code }) => code)).toEqual(['too-many-upvalues']);
  expect(analyze(chunk(256, `${uses(255)} global = 1`)).diagnostics.map(({ code }) => code)).toEqual(['too-many-upvalues']);
});
