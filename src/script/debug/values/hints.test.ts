import { expect, test } from 'vitest';
import { hintOf } from './hints.ts';

test.each([
  ['variable', 'integer', { kind: 'data' }],
  ['variable', 'function', { kind: 'method' }],
  ['field', 'table', { kind: 'property' }],
  ['field', 'string', { kind: 'property', attributes: ['rawString'] }],
  ['element', 'nil', { kind: 'data' }],
  ['host field', 'string', { kind: 'property', attributes: ['readOnly', 'rawString'] }],
  ['result', 'integer', { kind: 'data', attributes: ['readOnly'] }],
  ['metatable', 'table', { kind: 'virtual' }],
  ['chunk', 'nil', { kind: 'virtual', attributes: ['readOnly'] }],
  ['lazy', 'nil', { kind: 'virtual', attributes: ['readOnly'], lazy: true }],
] as const)('a %s that is a %s', (role, type, hint) => {
  expect(hintOf(role, type)).toEqual(hint);
});
