// @ts-check
/** Strings as keys of JavaScript Maps. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const stringHash = {
  name: 'string hash',
  reason:
    'fengari writes the bytes in hex without padding: "\\1#" and "\\18\\3" become one key, even one constant of the compiler, and order ' +
    'by bytes is wrong. One Latin-1 character per byte keeps both right and is faster.',
  edits: [
    edit(
      'lstring.js',
      `    let len = str.length;
    let s = "|";
    for (let i=0; i<len; i++)
        s += str[i].toString(16);
    return s;`,
      `    let len = str.length;
    if (len > 16)
        return "|" + latin1Slice.call(str, 0, len);
    let s = "|";
    for (let i = 0; i < len; i++)
        s += CHARACTERS[str[i]];
    return s;`,
    ),
    edit(
      'lstring.js',
      '/* converts strings (arrays)',
      `const CHARACTERS = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
const latin1Slice = Buffer.prototype.latin1Slice;

/* converts strings (arrays)`,
    ),
  ],
};
