/** Failures of the file system as Lua reports them: `path: message`, with the system's error number. */
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import type { SystemResult } from '../../common/system-calls.ts';

/** EACCES, on systems of every kind. */
const PERMISSION_DENIED = 13;
/** EFBIG. */
export const FILE_TOO_LARGE = 27;

/** Our own rules say no. The message names path and rule. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly number = PERMISSION_DENIED,
  ) {
    super(message);
  }
}

/** A failure as the system would report it. */
export function systemError(code: 'ELOOP' | 'EINVAL' | 'EISDIR' | 'EEXIST' | 'ENOENT'): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, errno: -constants.errno[code] });
}

export const succeeded = <T>(value: T): SystemResult<T> => ({ ok: true, value });
export const refused = <T>(message: string): SystemResult<T> => ({ ok: false, message, code: PERMISSION_DENIED });

/** Runs `work`; what the system or the policy refuses becomes a result, not an error. */
export async function attempt<T>(path: string | undefined, work: () => Promise<T>): Promise<SystemResult<T>> {
  try {
    return succeeded(await work());
  } catch (error) {
    if (error instanceof Refused) return { ok: false, message: error.message, code: error.number };
    const failure = failureText(error);
    if (failure === undefined) throw error; // ours, not the system's
    return { ok: false, message: path === undefined ? failure : `${path}: ${failure}`, code: Math.abs((error as NodeJS.ErrnoException).errno!) };
  }
}

/** What the system says, without the path; undefined for what is no failure of the system. */
export function failureText(error: unknown): string | undefined {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  return typeof errno === 'number' ? (WORDS[code ?? ''] ?? getSystemErrorMap().get(errno)?.[1] ?? message) : undefined;
}

/** As the C library words them, which scripts compare with. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EEXIST: 'File exists',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
  EBADF: 'Bad file descriptor',
  EMFILE: 'Too many open files',
  EINVAL: 'Invalid argument',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EXDEV: 'Invalid cross-device link',
  EBUSY: 'Device or resource busy',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  EPIPE: 'Broken pipe',
};
