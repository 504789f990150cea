/** `JSON`: text to values and back. */
import type { ApiFunction, ApiModule } from './types.ts';

const functions = [
  {
    name: 'JSON.parse',
    thread: 'vm',
    doc: 'Decodes JSON text. Objects and arrays become tables, null becomes nil, numbers without fraction or exponent become integers while they fit into 64 bits.',
    parameters: [{ name: 'text', type: 'string', doc: 'One JSON value.' }],
    results: [{ type: 'any', doc: 'The value.' }],
    example: 'local config = JSON.parse(\'{"retries": 3}\')\nprint(config.retries)',
  },
  {
    name: 'JSON.stringify',
    thread: 'vm',
    doc: 'Encodes a value as compact JSON with sorted keys. A table with elements from 1 is an array, any other an object; NaN and infinities become null. JSON holds Unicode text: bytes of a string that are no UTF-8 become U+FFFD, so encode other bytes first (`Utils.base64_encode`). Functions, userdata and tables that contain themselves are errors.',
    parameters: [{ name: 'value', type: 'any', doc: 'What to encode.' }],
    results: [{ type: 'string', doc: 'JSON text.' }],
    example: 'print(JSON.stringify({ name = "poet", tags = { "a", "b" } }))',
  },
] as const satisfies readonly ApiFunction[];

export const jsonApi = {
  id: 'json',
  title: 'JSON',
  doc: 'Text to values and back.',
  values: [{ name: 'JSON', type: 'table', doc: 'Decodes and encodes JSON.' }],
  classes: [],
  functions,
} as const satisfies ApiModule;
