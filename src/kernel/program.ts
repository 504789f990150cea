/** Looks at a script before a VM is made for it, so that what is wrong with the file is said in words, by run and by the debugger alike. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { didYouMean } from '../base/nearest.ts';

export class ProgramError extends Error {
  readonly code: 'missing' | 'unreadable' | 'not_text' | 'no_folder';
  constructor(code: ProgramError['code'], message: string) {
    super(message);
    this.name = 'ProgramError';
    this.code = code;
  }
}

const HEAD_BYTES = 8192;

/** Throws ProgramError unless `path` is a file that can be read and is text. Syntax is the engine's matter. */
export function checkProgram(path: string): void {
  let head: Buffer;
  try {
    if (!statSync(path).isFile()) throw new ProgramError('unreadable', `${path} is not a file: give the path of a Lua script`);
    head = readHead(path);
  } catch (error) {
    if (error instanceof ProgramError) throw error;
    throw describe(path, error as NodeJS.ErrnoException);
  }
  if (head.subarray(0, 4).equals(Buffer.from('\x1bLua'))) {
    throw new ProgramError('not_text', `${path} is a compiled Lua chunk: give the Lua source`);
  }
  if (head.includes(0)) throw new ProgramError('not_text', `${path} is a binary file, not a Lua script`);
}

/** Throws ProgramError unless a program can run in the folder `cwd`; undefined: in our own. */
export function checkCwd(cwd: string | undefined): void {
  if (cwd === undefined) return;
  const refused = (why: string): ProgramError => new ProgramError('no_folder', `the working folder ${why}: ${cwd} (correct "cwd", or leave it out)`);
  try {
    if (statSync(cwd).isDirectory()) return;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refused(code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be used (${message})`);
  }
  throw refused('is not a folder');
}

function describe(path: string, error: NodeJS.ErrnoException): ProgramError {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ProgramError('missing', `script not found: ${path}${didYouMean(basename(path), scriptsBeside(path))}`);
    case 'EACCES':
    case 'EPERM':
      return new ProgramError('unreadable', `cannot read ${path}: permission denied (check the file's mode and owner)`);
    default:
      return new ProgramError('unreadable', `cannot read ${path}: ${error.message}`);
  }
}

function scriptsBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => name.endsWith('.lua'));
  } catch {
    return [];
  }
}

function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    return buffer.subarray(0, readSync(file, buffer, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
