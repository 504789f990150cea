/** The source that a request names. Clients name files by absolute paths; a relative one is the program's, where it is known in which folder it runs. */
import { isAbsolute, resolve } from 'node:path';
import type { SourceRef } from '../../common/debug.ts';
import { object, type Arguments } from './arguments.ts';
import { sourceFrom } from './client.ts';
import { relativePath } from './errors.ts';
import type { DapSession } from './session.ts';

/** Of the field `source`. Throws DapError, `relative_path` for a path that may mean any file. */
export function namedSource(session: DapSession, args: Arguments): SourceRef {
  const source = sourceFrom(object(args, 'source'));
  const { path } = source;
  if (path === undefined || isAbsolute(path)) return source;
  const { cwd } = session.launchArguments;
  if (typeof cwd !== 'string') throw relativePath(path);
  return { ...source, path: resolve(cwd, path) };
}
