/**
 * The one place that compares and normalises paths. Two spellings of one file (`..`, symlinks, letter case, Windows drive letters)
 * give one key; keys are for matching only: what the user is shown is always the path in the user's own spelling.
 */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { posix, win32, basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathFor = (platform: NodeJS.Platform) => (platform === 'win32' ? win32 : posix);

/**
 * The real path of a file. Where the end of it does not exist (yet), symlinks in the part that does are still resolved.
 */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    return join(realPath(parent), basename(path));
  }
}

/** `path` made absolute from `cwd`, without `.` and `..`; symlinks stay. */
export function absolute(path: string, cwd: string, platform: NodeJS.Platform = process.platform): string {
  return pathFor(platform).resolve(cwd, path);
}

const insensitive = new Map<string, boolean>();

/** Whether the file system below `folder` ignores letter case: asked from the disk, once for each folder. */
function ignoresCase(folder: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return true;
  if (platform !== 'darwin') return false;
  const known = insensitive.get(folder);
  if (known !== undefined) return known;
  const flipped = folder === folder.toLowerCase() ? folder.toUpperCase() : folder.toLowerCase();
  let answer = false;
  try {
    const one = statSync(folder);
    const other = statSync(flipped);
    answer = one.ino === other.ino && one.dev === other.dev;
  } catch {
    answer = false;
  }
  insensitive.set(folder, answer);
  return answer;
}

/** The key, asked from the disk each time. */
function freshKey(path: string, platform: NodeJS.Platform): string {
  const rules = pathFor(platform);
  const plain = rules.resolve(path);
  const real = platform === process.platform ? realPath(plain) : plain;
  const key = ignoresCase(rules.dirname(real), platform) ? real.toLowerCase() : real;
  return platform === 'win32' ? key.replaceAll('\\', '/') : key;
}

const keys = new Map<string, string>();

/**
 * The key under which a path is compared. Equal keys: the same file. Remembered, so that a debugger may ask for every frame;
 * a file that does not exist is asked anew, as it may become a symlink later.
 */
export function pathKey(path: string, platform: NodeJS.Platform = process.platform): string {
  const known = keys.get(path);
  if (known !== undefined) return known;
  const key = freshKey(path, platform);
  if (platform === process.platform && existsSync(path)) keys.set(path, key);
  return key;
}

/**
 * Whether `path` is `folder` or lies below it, symlinks and `..` resolved on both sides. It guards file access, so the disk is asked each
 * time: a path may have become a symlink since.
 */
export function isWithin(path: string, folder: string): boolean {
  const inner = freshKey(path, process.platform);
  const outer = freshKey(folder, process.platform);
  if (inner === outer) return true;
  return inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** As `isWithin`, for two paths that are known to be real: they are compared as they are, without asking the disk for them. */
export function isInside(real: string, realFolder: string, platform: NodeJS.Platform = process.platform): boolean {
  const plain = (path: string): string => {
    const key = ignoresCase(pathFor(platform).dirname(path), platform) ? path.toLowerCase() : path;
    return platform === 'win32' ? key.replaceAll('\\', '/') : key;
  };
  const [inner, outer] = [plain(real), plain(realFolder)];
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** The folder of this very module: `src/base` when run from the sources, `dist` or `dist/chunks` when built. */
function moduleFolder(): string {
  // In the CommonJS bundle of the extension there is no import.meta.
  return typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));
}

/**
 * A file of the build (`worker.mjs`), found from the sources, from `dist` and from `dist/chunks` alike.
 * Throws with what to do when it was not built.
 */
export function distFile(name: string): string {
  const here = moduleFolder();
  const candidates = [join(here, name), join(here, '..', name), join(here, '..', '..', 'dist', name)];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`${name} is not built: run \`npm run build\` (looked for ${candidates.join(', ')})`);
  return found;
}
