/**
 * macOS, Windows, and Linux without /proc: there is no path through a descriptor. A thing is known by its real path and its identity on the
 * disk; what is opened is compared with it afterwards, before a byte is read, written or cut off. On macOS that is certain for what is opened and
 * made, as the system is told to follow no symlink on the whole way. Elsewhere, and for what has no descriptor at all - to remove, to rename,
 * to make a folder - a window of microseconds remains for a program that swaps folders for symlinks and back without end.
 */
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, realpath, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MovedError, type Disk, type Held } from './disk.ts';
import { kindOf } from './linux.ts';

/** O_NOFOLLOW_ANY of macOS 11 and later. */
const NO_LINKS_AT_ALL = process.platform === 'darwin' ? 0x20000000 : 0;
const NO_LINK = constants.O_NOFOLLOW ?? 0;
const DO_NOT_WAIT = constants.O_NONBLOCK ?? 0;

const identities = new WeakMap<Held, BigIntStats>();

const isSame = (one: BigIntStats, other: BigIntStats): boolean => one.ino === other.ino && one.dev === other.dev;

/** The real path of the thing, or of the symlink that is its last part. */
const lies = async (path: string, follow: boolean): Promise<string> => (follow ? realpath(path) : join(await realpath(dirname(path)), basename(path)));

export const portableDisk: Disk = {
  async hold(path, { follow } = { follow: true }) {
    const real = await lies(path, follow);
    const stats = await lstat(real, { bigint: true });
    const held: Held = { path: real, kind: kindOf(stats), via: real, size: Number(stats.size), close: () => Promise.resolve() };
    identities.set(held, stats);
    return held;
  },
  async open(held, flags) {
    const cuts = (flags & constants.O_TRUNC) !== 0;
    const handle = await open(held.via, (flags & ~constants.O_TRUNC) | NO_LINK | NO_LINKS_AT_ALL | DO_NOT_WAIT);
    try {
      if (!isSame(await handle.stat({ bigint: true }), identities.get(held)!)) throw new MovedError(held.path);
      await this.confirm(held);
      if (cuts) await handle.truncate();
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  },
  async create(folder, name, flags, mode): Promise<FileHandle> {
    await this.confirm(folder);
    const path = join(folder.via, name);
    const handle = await open(path, flags | constants.O_CREAT | constants.O_EXCL | NO_LINK | NO_LINKS_AT_ALL, mode);
    try {
      await this.confirm(folder);
      return handle;
    } catch (error) {
      // An empty file of ours lies where it should not.
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
  },
  async confirm(held) {
    const stats = await lstat(held.path, { bigint: true }).catch(() => undefined);
    const real = await lies(held.path, held.kind !== 'link').catch(() => undefined);
    if (stats === undefined || real !== held.path || !isSame(stats, identities.get(held)!)) throw new MovedError(held.path);
  },
};
