import { describe, expect, test } from 'vitest';
import { completionPlace } from './completion-place.ts';

/** `|` marks what is being typed: from there to the end. */
describe('a place to complete', () => {
  test.each([
    ['|', 'name', undefined],
    ['|pri', 'name', undefined],
    ['print(|ou', 'name', undefined],
    ['a.b.|c', 'field', 'a.b'],
    ['x = 1 .. a.|', 'field', 'a'],
    ['x = y a.b:|m', 'method', 'a.b'],
    ['local t = t["k"][1].|', 'field', 't["k"][1]'],
    ['("x"):|up', 'method', '("x")'],
    ['f(1)(2).|x', 'field', 'f(1)(2)'],
    ['require"mod".|', 'field', 'require"mod"'],
    ['t[|', 'index', 't'],
    ['t[|ab', 'index', 't'],
    ['t["|a b', 'key', 't'],
    ["t.x['|", 'key', 't.x'],
    ['local a = {\n  b = t.|', 'field', 't'],
    ['x = { |', 'name', undefined],
    ['a\n.b.|', 'field', 'a\n.b'],
    ['and|', 'name', undefined],
    ['return |an', 'name', undefined],
    ['f(t, u.|', 'field', 'u'],
    ['-- note\nt.|', 'field', 't'],
  ])('%j', (marked, kind, object) => {
    const start = marked.indexOf('|');
    const text = marked.replace('|', '');
    const place = completionPlace(text)!;
    if (text === 'and') expect(place).toMatchObject({ kind, prefix: 'and', start: 0 });
    else expect(place).toMatchObject({ kind, object, prefix: text.slice(start), start });
  });

  test.each(['"text', 'f("a', '-- comment', '-- comment t.', 'x = 12', '--[[ long', 'x = "done"', '.', '1 + .'])('%j is none', (text) => {
    expect(completionPlace(text)).toBeUndefined();
  });
});
