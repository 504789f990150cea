/** What of a Lua file goes to the compiler: without byte order mark, and with a `#!` line emptied so that lines still count right. */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

const NEWLINE = 0x0a;

/** Throws when the file holds no text: a compiled chunk, a picture. */
export function loadableText(bytes: Uint8Array): Uint8Array {
  if (isBinary(bytes)) throw new Error('it is a binary file, not Lua text');
  const text = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (text[0] !== '#'.charCodeAt(0)) return text;
  const end = text.indexOf(NEWLINE);
  return end < 0 ? text.subarray(text.length) : text.subarray(end);
}

/** A NUL near the start, as file(1) and git see it, or the signature of a compiled chunk. */
export const isBinary = (bytes: Uint8Array): boolean => bytes[0] === 0x1b || bytes.subarray(0, 8000).includes(0);

/** The program cannot be read: for the user, as it is. */
export class ProgramError extends Error {}

/** Throws ProgramError. */
export function readProgram(path: string): Uint8Array {
  if (!isAbsolute(path)) throw new ProgramError(`${path} is no absolute path`);
  try {
    return loadableText(readFileSync(path));
  } catch (error) {
    throw new ProgramError(`${path} cannot be run: ${(error as Error).message}`);
  }
}
