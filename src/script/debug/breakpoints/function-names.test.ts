import { expect, test } from 'vitest';
import { functionNames, isSameFunctionName } from './function-names.ts';

test('every `function` of the text has its name, or none', () => {
  const text = `
function global() end
local function hidden() return function() end end
function M.f() end
function Obj.inner:m(a) end
M.g = function() end
local h = function() end
local t = { field = function() end, [1] = function() end }
x = 1 y = function() end
call(function() end)
-- function comment() end
s = "function text() end"
a.b.c = function() end
t[1].d = function() end
M["bracket"] = function() end
M["two words"] = function() end
A.inner = { deep = function() end, ["quoted"] = function() end, function() end }
call({ given = function() end })
return { back = function() end }
`;
  expect(functionNames(text)).toEqual([
    ...['global', 'hidden', undefined, 'M.f', 'Obj.inner:m', 'M.g', 'h', 't.field', 't[1]', 'y', undefined, 'a.b.c', 't[1].d'],
    ...['M.bracket', 'M["two words"]', 'A.inner.deep', 'A.inner.quoted', undefined, 'given', 'back'],
  ]);
});

test('a method is the same function with a dot and a colon', () => {
  expect(isSameFunctionName('Obj:m', 'Obj.m')).toBe(true);
  expect(isSameFunctionName(' Obj : m ', 'Obj.m')).toBe(true);
  expect(isSameFunctionName('Obj.m', 'Other.m')).toBe(false);
});

test('a field is the same with a dot and in brackets', () => {
  expect(isSameFunctionName("Obj['m']", 'Obj.m')).toBe(true);
  expect(isSameFunctionName('Obj [ "m" ] . n', 'Obj.m:n')).toBe(true);
  expect(isSameFunctionName('Obj["end"]', 'Obj.end')).toBe(false);
});
