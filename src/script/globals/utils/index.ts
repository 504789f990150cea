/** `Utils`: hashes, encodings and text. Strings are bytes: what need not be text is taken as it is. */
import { createHash } from 'node:crypto';
import type { LuaValue } from '../../engine/engine.ts';
import { list } from '../tables.ts';
import type { Vm, VmFunctions } from '../vm.ts';

type UtilsFunction = Extract<keyof VmFunctions, `Utils.${string}`>;

const bytesOf = ({ engine }: Vm, value: LuaValue | undefined): Buffer => Buffer.from(engine.toBytes(value!)!);

export const utilsFunctions: Pick<VmFunctions, UtilsFunction> = {
  'Utils.hash': (vm, [text, algorithm]) => [vm.engine.string(createHash(vm.text(algorithm) ?? 'sha256').update(bytesOf(vm, text)).digest('hex'))],
  'Utils.base64_encode': (vm, [text]) => [vm.engine.string(bytesOf(vm, text).toString('base64'))],
  'Utils.base64_decode': (vm, [text]) => [vm.engine.string(decodeBase64(vm, vm.text(text)!))],
  'Utils.url_encode': (vm, [text]) => [vm.engine.string(encodeUrl(bytesOf(vm, text)))],
  'Utils.url_decode': (vm, [text]) => [vm.engine.string(decodeUrl(vm, bytesOf(vm, text)))],
  'Utils.trim': (vm, [text]) => {
    const bytes = bytesOf(vm, text);
    let [start, end] = [0, bytes.length];
    while (start < end && isSpace(bytes[start]!)) start += 1;
    while (end > start && isSpace(bytes[end - 1]!)) end -= 1;
    return [vm.engine.string(bytes.subarray(start, end))];
  },
  'Utils.split': (vm, [text, separator, limit]) => {
    const mark = bytesOf(vm, separator);
    if (mark.length === 0) throw vm.error("bad argument #2 'separator' to 'Utils.split' (a text that is not empty expected)");
    const most = limit === undefined || vm.engine.type(limit) === 'nil' ? Infinity : Number(vm.engine.toNumber(limit));
    return [list(vm.engine, split(bytesOf(vm, text), mark, most).map((part) => vm.engine.string(part)))];
  },
};

/** As Lua's `%s` has it. */
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

function split(bytes: Buffer, mark: Buffer, most: number): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  while (parts.length < most - 1) {
    const end = bytes.indexOf(mark, start);
    if (end < 0) break;
    parts.push(bytes.subarray(start, end));
    start = end + mark.length;
  }
  return [...parts, bytes.subarray(start)];
}

function decodeBase64(vm: Vm, given: string): Buffer {
  const text = given.replace(/[ \t\r\n]/g, '');
  const digits = text.replace(/={1,2}$/, '');
  const isWhole = text === digits || text.length % 4 === 0;
  if (!/^[A-Za-z0-9+/_-]*$/.test(digits) || digits.length % 4 === 1 || !isWhole) throw vm.error("bad argument #1 'text' to 'Utils.base64_decode' (Base64 expected)");
  return Buffer.from(digits.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
}

const UNRESERVED = /[A-Za-z0-9\-_.~]/;

function encodeUrl(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte);
    return UNRESERVED.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function decodeUrl(vm: Vm, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const broken = /%(?![0-9A-Fa-f]{2})/.exec(text);
  if (broken !== null) throw vm.error(`bad argument #1 'text' to 'Utils.url_decode' (two hexadecimal digits expected after the % at byte ${broken.index + 1})`);
  return Buffer.from(text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
}
