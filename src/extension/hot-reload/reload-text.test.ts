import { expect, it } from 'vitest';
import { failureText, reloadText, type ReloadResult } from './reload-text.ts';

const of = (result: Partial<ReloadResult>) => reloadText('a.lua', { replaced: [], kept: [], refused: [], ...result });

it.each<[result: Partial<ReloadResult>, status: string | undefined, warning: string | undefined]>([
  [{}, undefined, undefined],
  [{ replaced: ['greet'] }, '$(zap) a.lua: 1 function replaced (greet)', undefined],
  [{ replaced: ['a', 'b', 'c', 'd', 'e'] }, '$(zap) a.lua: 5 functions replaced (a, b, c and 2 more)', undefined],
  [{ replaced: ['a'], kept: ['loop'] }, '$(zap) a.lua: 1 function replaced (a); loop goes on with the old code until it returns', undefined],
  [{ kept: ['loop', 'main'] }, '$(zap) a.lua: loop, main go on with the old code until they return', undefined],
  [
    { refused: [{ name: 'greet', reason: 'it uses the new upvalue "count"' }] },
    undefined,
    'a.lua was saved, but the running script keeps its old code of greet (it uses the new upvalue "count"). Restart the script to run the new code.',
  ],
  [{ message: 'The program has not loaded /a.lua.' }, undefined, undefined],
  [
    { kept: ['main chunk'], message: 'Statements at the top of a.lua changed: they take effect after a restart.' },
    '$(zap) a.lua: main chunk goes on with the old code until it returns; Statements at the top of a.lua changed: they take effect after a restart.',
    undefined,
  ],
])('%j', (result, status, warning) => {
  expect(of(result)).toEqual({ status, warning });
});

it('says why a file was not replaced at all', () => {
  expect(failureText('a.lua', "/a.lua:3: ')' expected near 'end'")).toBe("$(error) a.lua was not replaced: /a.lua:3: ')' expected near 'end'");
});
