import { describe, expect, test } from 'vitest';
import { allShapes, functionShapes, matchFunctions } from './hot-reload-match.ts';

/** For each function of the new text the line of the old one it goes into. */
function matched(old: string, now: string): (number | undefined)[] {
  const after = functionShapes(now);
  const pairs = matchFunctions(functionShapes(old), after);
  return [...allShapes(after)].slice(1).map((shape) => pairs.get(shape)?.line);
}

const names = (text: string): (string | undefined)[] => [...allShapes(functionShapes(text))].map(({ name, label }) => name ?? label);

describe('functions are described', () => {
  test.each([
    ['local function f() end', ['f']],
    ['function M.f() end function Obj : m() end', ['M.f', 'Obj:m']],
    ['local a, b = 1, function() end', ['b']],
    ['M.x["y"] = function() end', ['M.x["y"]']],
    ['local M = { f = function() end, [1] = function() end, function() end, inner = { g = function() end } }', ['M.f', 'M[1]', 'M[]', 'M.inner.g']],
    ['table.sort(t, function() end)', ['table.sort(2)']],
    ['agent:stream("x", function() end)', ['stream(2)']],
    ['build():on(function() end):on(function() end)', ['on(1)', 'on(1)']],
    ['return function() return function() end end', ['return', 'return']],
    ['local x = y or function() end', ['x']],
    ['for _, f in ipairs { function() end } do end', ['ipairs(1)[]']],
    ['M["two words"] = function() end', ['M["two words"]']],
    ['run(setmetatable({}, { __call = function() end }))', ['__call']],
  ])('%s', (text, expected) => expect(names(text)).toEqual(['main chunk', ...expected]));
});

describe('functions are found again', () => {
  test('by name, wherever they have gone', () => {
    expect(matched('function a() end\nfunction b() return 1 end', 'function b() return 2 end\nfunction new() end\nfunction a() end')).toEqual([2, undefined, 1]);
  });

  test('inside of the function they are in', () => {
    const old = 'local function a()\n local function inner() end\nend\nlocal function b()\n local function inner() end\nend';
    expect(matched(old, old.replace('inner() end\nend\nlocal', 'inner() return 1 end\nend\nlocal'))).toEqual([1, 2, 4, 5]);
  });

  test('without a name by what they are given to', () => {
    expect(matched('sort(t, function(a, b) return a < b end)\nmap(t, function(x) return x end)', 'map(t, function(x) return x + 1 end)\nsort(t, function(a, b) return a > b end)')).toEqual([2, 1]);
  });

  test('of the same description by their text, and by order in between', () => {
    const old = 'on(function() return 1 end)\non(function() return 2 end)\non(function() return 3 end)';
    expect(matched(old, old.replace('return 2', 'return 20'))).toEqual([1, 2, 3]);
    expect(matched(old, `on(function() return 0 end)\n${old}`)).toEqual([undefined, 1, 2, 3]);
    expect(matched(old, 'on(function() return 3 end)')).toEqual([3]);
  });

  test('but not when it might be another', () => {
    const old = 'on(function() return 1 end)\non(function() return 2 end)';
    expect(matched(old, 'on(function() return 5 end)\non(function() return 6 end)\non(function() return 7 end)')).toEqual([undefined, undefined, undefined]);
  });

  test('under another name when nothing else has their text', () => {
    expect(matched('local function old_name(a) return a + 1 end', 'local function new_name(a) return a + 1 end')).toEqual([1]);
    expect(matched('local function a() end\nlocal function b() end', 'local function c() end')).toEqual([undefined]);
  });
});
