import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indentJson } from './json-text.ts';

it('writes JSON as JSON.stringify does with an indent of two', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
      expect(indentJson(JSON.stringify(value, undefined, 4))).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});

it('keeps every digit of a 64-bit integer', () => {
  expect(indentJson('{"id":9223372036854775807,"list":[ ]}')).toBe('{\n  "id": 9223372036854775807,\n  "list": []\n}');
});
