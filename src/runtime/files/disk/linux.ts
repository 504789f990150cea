/**
 * Linux: a descriptor opened with O_PATH names a thing without opening it - no data, no FIFO that waits, no device that wakes up - and
 * `/proc/self/fd/N` leads to that very thing, whatever becomes of its name. Its link tells where the thing lies now.
 */
import { closeSync, constants, existsSync, fstatSync, openSync, readlinkSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Disk, Kind } from './disk.ts';

/** Not among Node's constants; the same on all machines that Node has Linux builds for. */
const O_PATH = 0o10000000;
/** What the kernel puts behind the path of a thing that has been removed. */
const DELETED = ' (deleted)';

export const hasDescriptorPaths = (): boolean => process.platform === 'linux' && existsSync('/proc/self/fd');

export const linuxDisk: Disk = {
  // At once, as nothing is opened: four trips to the thread pool would take ten times as long.
  hold(path, { follow } = { follow: true }) {
    return new Promise((resolve) => {
      const descriptor = openSync(path, O_PATH | (follow ? 0 : constants.O_NOFOLLOW));
      try {
        const via = `/proc/self/fd/${descriptor}`;
        const stats = fstatSync(descriptor);
        const lies = readlinkSync(via);
        // It may be called so, too.
        if (lies.endsWith(DELETED) && stats.nlink === 0) throw missing(path);
        resolve({ path: lies, kind: kindOf(stats), via, size: stats.size, close: () => Promise.resolve(closeSync(descriptor)) });
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    });
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
