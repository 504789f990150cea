/** Numbers as Lua 5.3's lexer reads them: first everything that looks like one, then the check whether it is one. */
import { isDigit, isHexDigit } from './characters.ts';

const VALID = /^(?:0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)$/;

/**
 * The end of the numeral that starts at `start`. Greedy like Lua: hex digits and dots always belong to it (`3f`, `1..2` are one malformed
 * numeral), a sign only right behind the exponent letter.
 */
export function scanNumeral(text: string, start: number): number {
  let offset = start;
  while (isDigit(text.charCodeAt(offset))) offset++;
  let exponent = 69; // E
  if (text.charCodeAt(start) === 48 && offset === start + 1 && (text.charCodeAt(offset) | 32) === 120) {
    exponent = 80; // P
    offset++;
  }
  for (;;) {
    const code = text.charCodeAt(offset);
    if (code === exponent || code === exponent + 32) {
      offset++;
      const sign = text.charCodeAt(offset);
      if (sign === 43 || sign === 45) offset++;
    } else if (isHexDigit(code) || code === 46) {
      offset++;
    } else {
      return offset;
    }
  }
}

export function isNumeral(text: string): boolean {
  return VALID.test(text);
}
