/** Character classes as Lua's lexer has them: ASCII only, whatever the locale. Codes are UTF-16 units. */

const NAME_START = 1;
const DIGIT = 2;
const HEX = 4;
const SPACE = 8;

const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  let bits = 0;
  if (/[A-Za-z_]/.test(character)) bits |= NAME_START;
  if (/[0-9]/.test(character)) bits |= DIGIT;
  if (/[0-9A-Fa-f]/.test(character)) bits |= HEX;
  if (/[ \t\n\r\v\f]/.test(character)) bits |= SPACE;
  classes[code] = bits;
}

function has(code: number, bits: number): boolean {
  return code < 128 && (classes[code]! & bits) !== 0;
}

// `charCodeAt` past the end is NaN, which belongs to no class: `NaN < 128` is false.
export const isNameStart = (code: number): boolean => has(code, NAME_START);
export const isNamePart = (code: number): boolean => has(code, NAME_START | DIGIT);
export const isDigit = (code: number): boolean => has(code, DIGIT);
export const isHexDigit = (code: number): boolean => has(code, HEX);
export const isSpace = (code: number): boolean => has(code, SPACE);
export const isNewline = (code: number): boolean => code === 10 || code === 13;

/** The offset behind the line break at `offset`: `\r\n` and `\n\r` are one break, as in Lua's own lexer. */
export function skipNewline(text: string, offset: number): number {
  const first = text.charCodeAt(offset);
  const second = text.charCodeAt(offset + 1);
  return isNewline(second) && second !== first ? offset + 2 : offset + 1;
}
