/**
 * Our folders: the home folder `~/.llmspell` (kept between runs) and the runtime folder for sockets (gone with the login).
 * Whoever can write to the runtime folder can take over a debugger, so its owner and mode are checked each time.
 */
import { accessSync, chmodSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { userName, type Environment } from './env.ts';

/** Node truncates longer socket paths silently (the kernel's limit is 104 to 108 bytes). */
export const MAX_SOCKET_PATH_BYTES = 100;

/** `~/.llmspell`; not made by this. */
export const homeFolder = (env: Environment): string => join(env.home, '.llmspell');

/** `$XDG_CONFIG_HOME`, where `llmspell/` of the user's own may be. */
export const configFolder = (env: Environment): string => env.vars['XDG_CONFIG_HOME'] || join(env.home, '.config');

/** `~/.llmspell/keys.json`, which `llmspell keys` writes. */
export const keyFilePath = (env: Environment): string => join(homeFolder(env), 'keys.json');

/** `~/.llmspell/kernels`, where connection files lie; made when absent, for the user only. */
export function kernelsFolder(env: Environment): string {
  const folder = join(homeFolder(env), 'kernels');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`cannot make the folder ${folder}: ${(error as NodeJS.ErrnoException).code}. Set HOME to a folder that you can write to.`, { cause: error });
  }
  return folder;
}

/**
 * `$XDG_RUNTIME_DIR/llmspell`, or `/tmp/llmspell-<uid>`: made with mode 0700. Throws when it is somebody else's, is a symlink, or
 * when others may enter and it cannot be changed.
 */
export function runtimeFolder(env: Environment): string {
  if (env.platform === 'win32') return env.tmp;
  const wanted = runtimeFolderPath(env);
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
  } catch (error) {
    // A file of that name or a link to nowhere is looked at below.
    if (lstatSync(wanted, { throwIfNoEntry: false }) === undefined) throw refused(wanted, `it cannot be made (${(error as NodeJS.ErrnoException).code})`);
  }
  const info = lstatSync(wanted);
  if (!info.isDirectory()) throw refused(wanted, 'it is not a folder');
  if (env.uid !== undefined && info.uid !== env.uid) throw refused(wanted, `it belongs to user ${info.uid}, not to ${env.uid}`);
  if ((info.mode & 0o077) !== 0) chmodSync(wanted, 0o700);
  return wanted;
}

function runtimeFolderPath(env: Environment): string {
  const login = env.vars['XDG_RUNTIME_DIR'];
  // The variable outlives its folder in `su` and in containers; a relative one is to be ignored (XDG Base Directory Specification).
  return login && isAbsolute(login) && isWritable(login) ? join(login, 'llmspell') : join('/tmp', `llmspell-${env.uid ?? userName()}`);
}

/** All of ours; none is made by this. On Windows sockets have no folder. */
export const ownFolders = (env: Environment): readonly string[] => [homeFolder(env), join(configFolder(env), 'llmspell'), ...(env.platform === 'win32' ? [] : [runtimeFolderPath(env)])];

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const refused = (folder: string, why: string): Error =>
  new Error(`cannot use ${folder} for sockets: ${why}. Remove it, or set XDG_RUNTIME_DIR to a folder of your own.`);

/** The path of a socket `name` in the runtime folder; a named pipe on Windows. Throws when the path is too long to be bound. */
export function socketPath(env: Environment, name: string): string {
  if (env.platform === 'win32') return `\\\\.\\pipe\\llmspell-${name}`;
  const path = join(runtimeFolder(env), name);
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_PATH_BYTES) {
    throw new Error(
      `the socket path ${path} has ${bytes} bytes, ${MAX_SOCKET_PATH_BYTES} are possible: set XDG_RUNTIME_DIR to a folder with a shorter path.`,
    );
  }
  return path;
}
