/** The formats of `read` and `lines`: `n`, `l`, `L`, `a`, or a number of bytes. */
import type { LuaValue } from '../../engine/engine.ts';
import { toNumber } from '../numerals.ts';
import type { Vm } from '../vm.ts';
import type { BufferedFile } from './buffered-file.ts';

export type ReadFormat = 'n' | 'l' | 'L' | 'a' | number;

export function readFormats(vm: Vm, args: readonly LuaValue[], functionName: string, first = 1): ReadFormat[] {
  if (args.length === 0) return ['l'];
  return args.map((value, i) => {
    if (vm.engine.type(value) !== 'string') return Number(vm.engine.toNumber(value));
    const letter = vm.engine.toText(value).replace(/^\*/, '')[0];
    if (letter !== 'n' && letter !== 'l' && letter !== 'L' && letter !== 'a') throw vm.error(`bad argument #${i + first} to '${functionName}' (invalid format)`);
    return letter;
  });
}

/** One value for each format, up to the first that fails, which is nil. */
export function readAll(vm: Vm, file: BufferedFile, formats: readonly ReadFormat[]): LuaValue[] {
  const results: LuaValue[] = [];
  for (const format of formats) {
    const value = readOne(vm, file, format);
    results.push(value ?? vm.engine.nil);
    if (value === undefined) break;
  }
  return results;
}

function readOne(vm: Vm, file: BufferedFile, format: ReadFormat): LuaValue | undefined {
  if (format === 'n') return readNumber(vm, file);
  const bytes = format === 'a' ? file.all() : typeof format === 'number' ? file.bytes(format) : file.line(format === 'L');
  return bytes === undefined ? undefined : vm.engine.string(bytes);
}

/** What goes on after so many characters is no number; they are read, the rest stays. */
const MAX_NUMERAL = 200;

/** The longest text that may be a Lua number; whether it is one, Lua itself decides. */
function readNumber(vm: Vm, file: BufferedFile): LuaValue | undefined {
  const { engine } = vm;
  let text = '';
  let isTooLong = false;
  const next = (): string => {
    const byte = file.peek();
    return byte === undefined ? '' : String.fromCharCode(byte);
  };
  const take = (allowed: RegExp): boolean => {
    const letter = next();
    if (letter === '' || !allowed.test(letter)) return false;
    isTooLong ||= text.length >= MAX_NUMERAL;
    if (isTooLong) return false;
    text += letter;
    file.skip();
    return true;
  };
  const digits = (allowed: RegExp): void => {
    while (take(allowed));
  };
  while (/[ \t\n\v\f\r]/.test(next())) file.skip();
  take(/[-+]/);
  const isHex = take(/0/) && take(/[xX]/);
  const digit = isHex ? /[0-9a-fA-F]/ : /[0-9]/;
  digits(digit);
  if (take(/\./)) digits(digit);
  const hasDigits = isHex ? /x\.?[0-9a-fA-F]/i : /\d/;
  if (hasDigits.test(text) && take(isHex ? /[pP]/ : /[eE]/)) {
    take(/[-+]/);
    digits(/[0-9]/);
  }
  return isTooLong ? undefined : toNumber(vm, engine.string(text));
}
