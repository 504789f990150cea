/** Finds programs as a shell would: a name along `PATH`, anything with a slash from the working folder. Answers where they lie, so that what was judged is what is started. */
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { absolute, realPath } from '../../base/paths.ts';

export interface SearchPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const USUAL = '/usr/local/bin:/usr/bin:/bin';
const isWindows = process.platform === 'win32';

/** Absolute; undefined when there is none. */
export function findExecutable(name: string, { cwd, env }: SearchPlace): string | undefined {
  const paths = isPath(name) ? [absolute(name, cwd)] : searchPath(env).map((folder) => join(folder, name));
  return paths.flatMap((path) => endings(env).map((ending) => path + ending)).find(isExecutable);
}

/** There, and no program. */
export const isNoProgram = (name: string, { cwd }: SearchPlace): boolean => isPath(name) && statSync(absolute(name, cwd), { throwIfNoEntry: false }) !== undefined;

/**
 * Equal for two spellings of one program. The last part stays as it is: one file may be many programs, told apart by the name they are
 * called by (busybox).
 */
export const executableKey = (path: string): string => {
  const key = join(realPath(dirname(path)), basename(path));
  return isWindows ? key.toLowerCase() : key;
};

export const isPath = (name: string): boolean => name.includes('/') || (isWindows && /[\\:]/.test(name));

/** Folders from the working one on (`.`, an empty part) would let a script choose the program. */
export function searchPath(env: Readonly<Record<string, string>>): string[] {
  const given = isWindows ? Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] : env['PATH'];
  return (given ?? USUAL).split(delimiter).filter((folder) => isAbsolute(folder));
}

const endings = (env: Readonly<Record<string, string>>): string[] => (isWindows ? ['', ...(env['PATHEXT'] ?? '.COM;.EXE').split(';')] : ['']);

function isExecutable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
