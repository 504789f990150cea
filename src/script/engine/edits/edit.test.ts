/** A changed dependency fails the build by name instead of being edited by half. */
import { expect, test } from 'vitest';
import { applyConcern, edit } from './edit.mjs';

const concern = (edits: ReturnType<typeof edit>[]) => ({ name: 'example', reason: 'a test', edits });
const sources = () => new Map([['a.js', 'one two two']]);

test('edits apply in order and exactly as often as stated', () => {
  const files = sources();
  applyConcern(files, concern([edit('a.js', 'two', '2', 2), edit('a.js', /(o)ne 2/g, (_match, letter) => `${letter}!`)]));
  expect(files.get('a.js')).toBe('o! 2');
});

test.each([
  ['text that is not there', edit('a.js', 'three', 'x'), 'a.js: edit 1 of "example": expected 1 of three, found 0'],
  ['text that is there too often', edit('a.js', 'two', 'x'), 'a.js: edit 1 of "example": expected 1 of two, found 2'],
  ['a file that is not there', edit('b.js', 'two', 'x'), 'b.js: edit 1 of "example": no such file'],
])('%s fails the build', (_name, wrong, message) => {
  expect(() => applyConcern(sources(), concern([wrong]))).toThrow(message);
});

test('a replacement is taken literally', () => {
  const files = sources();
  applyConcern(files, concern([edit('a.js', /one/g, '$& $1')]));
  expect(files.get('a.js')).toBe('$& $1 two two');
});
