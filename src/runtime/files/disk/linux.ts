/**
 * Linux: a descriptor opened with O_PATH names a thing without opening it - no data, no FIFO that waits, no device that wakes up - and
 * `/proc/self/fd/N` leads to that very thing, whatever becomes of its name. Its link tells where the thing lies now.
 */
import { constants, existsSync, type Stats } from 'node:fs';
import { open, readlink, type FileHandle } from 'node:fs/promises';
import type { Disk, Held, Kind } from './disk.ts';

/** Not among Node's constants; the same on all machines that Node has Linux builds for. */
const O_PATH = 0o10000000;
/** What the kernel puts behind the path of a thing that has been removed. */
const DELETED = ' (deleted)';

export const hasDescriptorPaths = (): boolean => process.platform === 'linux' && existsSync('/proc/self/fd');

export const linuxDisk: Disk = {
  async hold(path, { follow } = { follow: true }) {
    const handle = await open(path, O_PATH | (follow ? 0 : constants.O_NOFOLLOW));
    try {
      const via = `/proc/self/fd/${handle.fd}`;
      const [stats, lies] = await Promise.all([handle.stat(), readlink(via)]);
      // It may be called so, too.
      if (lies.endsWith(DELETED) && stats.nlink === 0) throw missing(path);
      return { path: lies, kind: kindOf(stats), via, size: stats.size, close: () => handle.close() } satisfies Held;
    } catch (error) {
      await handle.close();
      throw error;
    }
  },
  open: (held, flags) => open(held.via, flags),
  create: (folder, name, flags, mode): Promise<FileHandle> => open(`${folder.via}/${name}`, flags | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode),
  confirm: () => Promise.resolve(),
};

type Told = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isCharacterDevice'>;
export const kindOf = (stats: Told): Kind =>
  stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : stats.isCharacterDevice() ? 'device' : 'special';

/** As the system says it of what is not there. */
export const missing = (path: string): NodeJS.ErrnoException => Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT', errno: -2 });
