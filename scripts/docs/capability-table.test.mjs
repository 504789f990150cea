// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inRoot } from '../lib/root.mjs';
import { announcedNames, faults, withTables } from './capability-table.mjs';
import { announced, beyond } from './debugging-rows.mjs';

// Imported when it runs: the types of this folder's project end at its scripts.
const { capabilities } = await import(inRoot('src/protocols/dap/capabilities.ts'));
const advice = 'stale: run `npm run generate:docs`';

test('every capability has a row, and every row a test that exists', () => {
  expect(faults(capabilities, announced, beyond, (file) => (existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : undefined))).toEqual([]);
});

test('docs/debugging.md is what the rows say', () => {
  const document = readFileSync(inRoot('docs/debugging.md'), 'utf8');
  expect(document, advice).toBe(withTables(document, announced, beyond));
});

describe('the generator refuses', () => {
  const told = { supportsThis: true, supportsThat: false, exceptionBreakpointFilters: [{ filter: 'one' }] };
  /** @type {import('./debugging-rows.mjs').Row[]} */
  const rows = [
    ['supportsThis', 'this', 'a.test.ts', "it's there"],
    ['filter:one', 'one', 'a.test.ts', 'each %s'],
  ];
  const file = "test('it\\'s there', () => {});\ntest.each([1])('each %s', () => {});\nconst text = 'not a test';\n";
  const read = (/** @type {string} */ name) => (name === 'a.test.ts' ? file : undefined);

  test('nothing when all is well', () => {
    expect(announcedNames(told)).toEqual(['supportsThis', 'filter:one']);
    expect(faults(told, rows, [], read)).toEqual([]);
  });

  test('what is announced without a row, and rows of what is not announced', () => {
    expect(faults({ ...told, supportsMore: true }, rows, [], read)).toEqual(['supportsMore is announced and has no row in scripts/docs/debugging-rows.mjs']);
    expect(faults({ supportsThis: true }, rows, [], read)).toEqual(['filter:one has a row and is not announced']);
  });

  test('tests and files that are not there', () => {
    expect(faults(told, rows, [['More', 'more', 'a.test.ts', 'gone'], ['Most', 'most', 'b.test.ts', 'each %s'], ['Text', 'text', 'a.test.ts', 'not a test']], read)).toEqual([
      'More: a.test.ts has no test "gone"',
      'Most: there is no file b.test.ts',
      'Text: a.test.ts has no test "not a test"',
    ]);
  });

  test('a document without its marks', () => {
    expect(() => withTables('# Debugging\n', rows, [])).toThrow('has lost the marks');
  });
});
