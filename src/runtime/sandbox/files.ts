/**
 * Which files a script may touch. Paths are judged by where they really lead (`..` and symlinks resolved), folders likewise. A refusal names
 * the path and the configuration key that would allow it.
 */
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import { modulePathFolders, scriptFolders } from '../../base/module-path.ts';
import { absolute, isWithin, realPath } from '../../base/paths.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { refusal } from './refusal.ts';

export type FileUse =
  | 'read'
  | 'write'
  /** Removes or renames the name itself: a symlink, not what it leads to. */
  | 'rename'
  /** Lua source, by `require`, `dofile` and `loadfile`. */
  | 'source';

export type Verdict = { readonly allowed: true; /** Real and absolute. */ readonly path: string } | { readonly allowed: false; readonly message: string };

/** Without configuration scripts have the temporary folder. */
const defaultFolders = (): string[] => ['/tmp', tmpdir()];

export interface FilePolicy {
  judge(path: string, use: FileUse): Verdict;
}

export const filePolicy = (config: Config, context: ExecutionContext): FilePolicy => ({ judge: (path, use) => judge(path, use, context, config) });

function judge(path: string, use: FileUse, context: ExecutionContext, config: Config): Verdict {
  // The system would take the part before it for the whole name.
  if (path.includes('\0')) return { allowed: false, message: `${path.replaceAll('\0', '\\0')}: a path cannot hold a zero byte` };
  const asked = absolute(path, context.cwd);
  const real = use === 'rename' ? join(realPath(dirname(asked)), basename(asked)) : realPath(asked);
  const allowedPaths = config.tools.fileOperations.allowedPaths?.map((folder) => absolute(folder, context.cwd)) ?? defaultFolders();
  if (use === 'source' && isInLibrary(asked, context)) return { allowed: true, path: real };
  const folders = use === 'write' || use === 'rename' ? allowedPaths : [...allowedPaths, ...ownFolder(context), ...(use === 'source' ? [context.cwd] : [])];
  if (folders.some((folder) => isWithin(use === 'rename' ? dirname(real) : real, folder))) return { allowed: true, path: real };
  const verb = { read: 'read', source: 'read', write: 'written', rename: 'changed' }[use];
  return { allowed: false, message: refusal(config, path, `may not be ${verb}`, { section: 'tools.file_operations', key: 'allowed_paths', change: 'add its folder to' }) };
}

/**
 * Libraries are installed as links into other folders (Debian's are), so what lies below a folder of the module path by its name may be
 * loaded wherever a link leads. The script's own folder and the working directory are no such folders.
 */
function isInLibrary(asked: string, context: ExecutionContext): boolean {
  const own = [context.cwd, ...(context.scriptPath === undefined ? [] : scriptFolders(context.scriptPath))];
  return modulePathFolders(context)
    .filter((folder) => !own.includes(folder))
    .some((folder) => asked.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}

/** A script's own folder may be read: where it lies, and where its user found it. */
const ownFolder = ({ scriptPath }: ExecutionContext): string[] => (scriptPath === undefined ? [] : scriptFolders(scriptPath).map((folder) => folder || sep));
