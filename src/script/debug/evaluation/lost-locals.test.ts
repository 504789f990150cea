import { expect, test } from 'vitest';
import { lostLocals, lostLocalsHint } from './lost-locals.ts';

test.each([
  ['local x = 1', ['x']],
  ['local a, b = f() local function g() end', ['a', 'b', 'g']],
  ['local x = 1 print(x)', []],
  ['x = 1', []],
  ['local x = ', []],
  ['', []],
])('%j declares in vain: %j', (text, names) => {
  expect(lostLocals(text)).toEqual(names);
});

test('the hint says what to do', () => {
  expect(lostLocalsHint(['x'])).toBe('-- x ended with this line: leave out "local" to keep it as a global');
});
