/** `string` and `utf8`. */
import { describeModule } from './describe.ts';

export const stringLibrary = describeModule('lua-string', 'Strings', 'Lua strings are bytes; positions count from 1, negative ones from the end. Every function is also a method: `s:upper()`.', [
  ['string.byte', 's: string, i: integer?, j: integer?', '...integer', 'The bytes from `i` (default 1) to `j` (default `i`).'],
  ['string.char', '...: integer', 'string', 'A string of the given bytes.'],
  ['string.dump', 'f: function, strip: boolean?', 'string', 'The function as a binary chunk, for `load`.'],
  ['string.find', 's: string, pattern: string, init: integer?, plain: boolean?', 'integer?, integer?, ...string', 'Looks for a pattern from `init` on. Answers where it starts and ends and its captures, or nil. With `plain` the pattern is taken literally.'],
  ['string.format', 'formatstring: string, ...: any', 'string', 'Fills the arguments in: `%d` integer, `%s` any value, `%q` as a Lua literal, `%f`, `%g` numbers, `%x` hexadecimal, `%5.2f` with width and precision, `%%` a per cent sign.'],
  ['string.gmatch', 's: string, pattern: string', 'fun()', 'For `for a, b in s:gmatch(pattern)`: the captures of each match, or the match.'],
  ['string.gsub', 's: string, pattern: string, repl: string|table|function, n: integer?', 'string, integer', 'Replaces the first `n` matches (default all). In a string `%1` is a capture and `%0` the match; a table is looked up by, a function called with the first capture. Answers the result and how many matches there were.'],
  ['string.len', 's: string', 'integer', 'The number of bytes.'],
  ['string.lower', 's: string', 'string', 'In lower case (ASCII).'],
  ['string.match', 's: string, pattern: string, init: integer?', '...string', 'The captures of the first match from `init` on, or the match when there are none, or nil.'],
  ['string.pack', 'fmt: string, ...: any', 'string', 'The values in binary form, as `fmt` says.'],
  ['string.packsize', 'fmt: string', 'integer', 'How many bytes `string.pack` makes for this format.'],
  ['string.rep', 's: string, n: integer, sep: string?', 'string', '`n` copies of the string, with `sep` between.'],
  ['string.reverse', 's: string', 'string', 'The bytes backwards.'],
  ['string.sub', 's: string, i: integer, j: integer?', 'string', 'The part from `i` to `j` (default -1, the end).'],
  ['string.unpack', 'fmt: string, s: string, pos: integer?', '...any', 'The values packed in a string, and the position behind them.'],
  ['string.upper', 's: string', 'string', 'In upper case (ASCII).'],
], [{ name: 'string', type: 'table', doc: 'Functions on strings.' }]);

export const utf8Library = describeModule('lua-utf8', 'UTF-8', 'Functions on strings that hold UTF-8.', [
  ['utf8.char', '...: integer', 'string', 'The UTF-8 string of the given code points.'],
  ['utf8.codepoint', 's: string, i: integer?, j: integer?', '...integer', 'The code points of the characters that start between bytes `i` and `j`.'],
  ['utf8.codes', 's: string', 'fun(), string, integer', 'For `for position, code in utf8.codes(s)`: all characters.'],
  ['utf8.len', 's: string, i: integer?, j: integer?', 'integer?, integer?', 'The number of characters, or nil and the position of the first byte that is no UTF-8.'],
  ['utf8.offset', 's: string, n: integer, i: integer?', 'integer?', 'The byte position where the `n`th character from position `i` on starts.'],
], [
  { name: 'utf8', type: 'table', doc: 'Functions on strings that hold UTF-8.' },
  { name: 'utf8.charpattern', type: 'string', doc: 'A pattern that matches exactly one UTF-8 character.' },
]);
