import { expect, it } from 'vitest';
import { reloadText, type ReloadResult } from './reload-text.ts';

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
])('%j', (result, status, warning) => {
  expect(of(result)).toEqual({ status, warning });
});
