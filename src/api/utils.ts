/** `Utils`: what scripts around agents need again and again, and Lua does not have. */
import type { ApiFunction, ApiModule } from './types.ts';

const text = <Name extends string>(name: Name, doc: string, result: string) =>
  ({ name: `Utils.${name}`, thread: 'vm', doc, parameters: [{ name: 'text', type: 'string', doc: 'The text, or any bytes.' }], results: [{ type: 'string', doc: result }] }) as const satisfies ApiFunction;

const functions = [
  {
    name: 'Utils.uuid',
    thread: 'host',
    doc: 'Makes an identifier that nobody else has made (UUID, version 4).',
    parameters: [],
    results: [{ type: 'string', doc: '36 characters, in lower case.' }],
  },
  {
    name: 'Utils.sleep',
    thread: 'host',
    doc: 'Waits. The time counts against the limit of the script; ending the script ends it.',
    parameters: [{ name: 'seconds', type: 'number', min: 0, max: 86_400, doc: 'How long; at most a day.' }],
    results: [],
    example: 'Utils.sleep(0.5)',
  },
  {
    name: 'Utils.hash',
    thread: 'vm',
    doc: 'Computes the hash of some bytes.',
    parameters: [
      { name: 'text', type: 'string', doc: 'The text, or any bytes.' },
      { name: 'algorithm', type: '"sha256"|"sha1"|"sha512"|"md5"?', doc: '`sha256` when absent. `md5` and `sha1` keep nothing safe; they are there for what others compare.' },
    ],
    results: [{ type: 'string', doc: 'Hexadecimal digits in lower case.' }],
    example: 'print(Utils.hash("abc"))',
  },
  text('base64_encode', 'Writes bytes as Base64.', 'Base64 text with `=` at its end, without line breaks.'),
  {
    name: 'Utils.base64_decode',
    thread: 'vm',
    doc: 'Reads Base64, also in the alphabet of URLs and without `=` at its end; white space is skipped. Anything else is an error.',
    parameters: [{ name: 'text', type: 'string', doc: 'Base64 text.' }],
    results: [{ type: 'string', doc: 'The bytes.' }],
  },
  text('url_encode', 'Writes text so that it can stand in a part of a URL: everything but letters, digits and `-_.~` as `%XX`.', 'The encoded text.'),
  {
    name: 'Utils.url_decode',
    thread: 'vm',
    doc: 'Reads what `url_encode` wrote; `+` stays. A `%` without two hexadecimal digits is an error.',
    parameters: [{ name: 'text', type: 'string', doc: 'The encoded text.' }],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  text('trim', 'Takes white space off both ends.', 'The rest.'),
  {
    name: 'Utils.split',
    thread: 'vm',
    doc: 'Divides text at a separator, which is taken as it is: no pattern.',
    parameters: [
      { name: 'text', type: 'string', doc: 'The text.' },
      { name: 'separator', type: 'string', doc: 'What stands between the parts; not empty.' },
      { name: 'limit', type: 'integer?', min: 1, doc: 'Parts at most; the last one has the rest.' },
    ],
    results: [{ type: 'string[]', doc: 'The parts, empty ones too.' }],
    example: 'for _, line in ipairs(Utils.split(answer.text, "\\n")) do print(Utils.trim(line)) end',
  },
] as const satisfies readonly ApiFunction[];

export const utilsApi = {
  id: 'utils',
  title: 'Utils',
  doc: 'Small things that scripts around agents need again and again, and Lua does not have.',
  values: [{ name: 'Utils', type: 'table', doc: 'Identifiers, hashes, encodings, text.' }],
  classes: [],
  functions,
} as const satisfies ApiModule;
