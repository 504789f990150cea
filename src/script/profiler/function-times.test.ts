import { expect, it } from 'vitest';
import type { FunctionBody } from '../engine/engine.ts';
import { functionTimes, lineTimes } from './function-times.ts';
import type { WeighedStack } from './stack-weights.ts';

const body = (id: number): FunctionBody => ({ id, source: '@/spells/main.lua', lineDefined: id }) as FunctionBody;
const names = { nameOf: ({ id }: FunctionBody) => (id === 5 ? 'fib' : undefined), folder: '/spells' };
const stack = (milliseconds: number, waitsFor: string | undefined, ...calls: readonly (readonly [id: number, line: number])[]): WeighedStack => ({
  calls: calls.map(([id, line]) => ({ body: body(id), line })),
  isCut: false,
  waitsFor,
  milliseconds,
  samples: 1,
});

it('counts a function once for each stack, however often it is in it, and itself at its top only', () => {
  const stacks = [stack(4, undefined, [5, 6], [5, 7], [0, 1]), stack(2, undefined, [5, 7], [0, 1]), stack(1, undefined, [0, 1]), stack(10, 'Agent.get', [0, 2])];
  expect(functionTimes(stacks, names)).toEqual([
    { name: '[waiting for Agent.get]', selfMs: 10, totalMs: 10 },
    { name: 'fib (main.lua:5)', selfMs: 6, totalMs: 6 },
    { name: 'main chunk (main.lua)', selfMs: 1, totalMs: 17 },
  ]);
  expect(lineTimes(stacks, names).map(({ name, selfMs, totalMs }) => [name, selfMs, totalMs])).toEqual([
    ['[waiting for Agent.get]', 10, 10],
    ['main.lua:6', 4, 4],
    ['main.lua:7', 2, 6],
    ['main.lua:1', 1, 7],
    ['main.lua:2', 0, 10],
  ]);
});
