/** Failures of the file system as Lua reports them: `path: message`, with the system's error number. */
import { getSystemErrorMap } from 'node:util';
import type { SystemResult } from '../../common/system-calls.ts';

const EACCES = 13;

export const succeeded = <T>(value: T): SystemResult<T> => ({ ok: true, value });
export const refused = <T>(message: string): SystemResult<T> => ({ ok: false, message, code: EACCES });

/** Runs `work`; what the system refuses becomes a result, not an error. */
export async function attempt<T>(path: string | undefined, work: () => Promise<T>): Promise<SystemResult<T>> {
  try {
    return succeeded(await work());
  } catch (error) {
    const { errno, code } = error as NodeJS.ErrnoException;
    if (typeof errno !== 'number') throw error; // ours, not the system's
    const text = WORDS[code ?? ''] ?? getSystemErrorMap().get(errno)?.[1] ?? (error as Error).message;
    return { ok: false, message: path === undefined ? text : `${path}: ${text}`, code: Math.abs(errno) };
  }
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
};
