import { expect, test } from 'vitest';
import { Configuration } from './configuration.ts';

const a = { path: '/a.lua', name: 'a.lua' };

test('a breakpoint keeps its id while it stays the same; a changed one is new', () => {
  const configuration = new Configuration();
  const ids = (breakpoints: { line: number; condition?: string }[]): number[] => configuration.setBreakpoints(a, breakpoints).breakpoints.map(({ id }) => id);
  expect(ids([{ line: 1 }, { line: 5, condition: 'x' }])).toEqual([1, 2]);
  expect(ids([{ line: 3 }, { line: 1 }, { line: 5, condition: 'x' }])).toEqual([3, 1, 2]);
  expect(ids([{ line: 5, condition: 'y' }, { line: 1 }])).toEqual([4, 1]);
  // Two on one line are two.
  expect(ids([{ line: 1 }, { line: 1 }])).toEqual([1, 5]);
});

test('the setup holds what a new program must know', () => {
  const configuration = new Configuration();
  configuration.setBreakpoints(a, [{ line: 1 }]);
  configuration.setBreakpoints({ path: '/b.lua', name: 'b.lua' }, [{ line: 1 }]);
  configuration.setBreakpoints({ path: '/b.lua', name: 'b.lua' }, []);
  configuration.setBreakpoints({ sourceReference: 9, name: 'chunk' }, [{ line: 2 }]);
  configuration.setFunctionBreakpoints([{ name: 'f' }]);
  configuration.setExceptions([{ filter: 'uncaught' }]);
  configuration.setDataBreakpoints([{ data: 'global:total', condition: 'new > 1' }]);
  configuration.skipFiles = ['**/lib/**'];
  expect(configuration.setup).toEqual({
    stopOnEntry: false,
    skipFiles: ['**/lib/**'],
    breakpoints: [
      { source: a, breakpoints: [{ line: 1, id: 1 }] },
      { source: { sourceReference: 9, name: 'chunk' }, breakpoints: [{ line: 2, id: 3 }] },
    ],
    functionBreakpoints: [{ name: 'f', id: 4 }],
    dataBreakpoints: [{ id: 6, data: 'global:total', condition: 'new > 1' }],
    exceptions: [{ id: 5, filter: 'uncaught' }],
  });
});
