/** A file that a script may read, whole: for `Artifact.store_file`. */
import { constants } from 'node:fs';
import { basename } from 'node:path';
import { RuntimeError } from '../errors.ts';
import { Refused, failureText } from '../files/failures.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';

export interface ReadFile {
  /** Without its folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

export async function readScriptFile(path: string, call: HostCall, runtime: Runtime): Promise<ReadFile> {
  const refused = (reason: string, cause?: unknown): RuntimeError => new RuntimeError('path_not_allowed', reason, { cause });
  const failed = (reason: string, cause?: unknown): RuntimeError => new RuntimeError('file_failed', `${path}: ${reason}`, { cause });
  try {
    const { handle, kind, size } = await runtime.filesOf(call).open(path, 'read', constants.O_RDONLY);
    try {
      if (kind !== 'file') throw failed('is no file: only files can be stored as artifacts');
      const tooLarge = runtime.policyOf(call).files.refuseSize(path, size);
      if (tooLarge !== undefined) throw refused(tooLarge);
      return { name: basename(path), content: new Uint8Array(await handle.readFile()) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refused(error.message, error);
    const failure = failureText(error);
    throw failure === undefined ? error : failed(failure, error);
  }
}
