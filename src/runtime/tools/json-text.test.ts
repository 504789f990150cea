import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';

it('writes integers and JSON texts to the digit, wherever they stand', () => {
  expect(jsonText({ a: 9007199254740993n, list: [-9223372036854775808n, { $json: '{"id":9007199254740993,"f":1.0}' }], rest: '"x":0' })).toBe(
    '{"a":9007199254740993,"list":[-9223372036854775808,{"id":9007199254740993,"f":1.0}],"rest":"\\"x\\":0"}',
  );
  expect(jsonText(5n)).toBe('5');
});

it('is JSON.stringify for everything else', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(jsonText(value)).toBe(JSON.stringify(value));
  }));
});
