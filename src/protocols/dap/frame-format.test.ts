import { expect, test } from 'vitest';
import { formatted, frameFormat } from './frame-format.ts';

const frame = {
  ref: 1,
  name: 'add',
  source: { name: 'main.lua', path: '/spells/main.lua' },
  line: 3,
  column: 1,
  hint: 'normal' as const,
  canRestart: true,
  parameters: [{ name: 'a', type: 'integer', value: '1' }],
};

test.each([
  [{}, 'add'],
  [{ parameters: true }, 'add(a)'],
  [{ parameterValues: true }, 'add(1)'],
  [{ parameterTypes: true, parameterNames: true, parameterValues: true }, 'add(integer a = 1)'],
  [{ module: true, line: true }, 'main.lua!add line 2'],
])('%j is %s', (format, name) => {
  expect(formatted(frame, frameFormat({ format }), (line) => line - 1)).toBe(name);
});

test('a host function has no place and no arguments to show', () => {
  expect(formatted({ ref: 1, name: 'print', line: 0, column: 0, hint: 'subtle', canRestart: false }, frameFormat({ format: { parameters: true, line: true, module: true } }), (line) => line)).toBe('print');
});

test('wrong types are named', () => {
  expect(() => frameFormat({ format: { line: 1 } })).toThrow('"line" must be true or false');
});
