/**
 * The files of one script: every operation holds what it is about, has the policy judge where that really lies, and then works on what it
 * holds. So neither `..`, nor a symlink, nor a folder that is swapped for one in between, leads outside. Used by the Lua libraries and by the file tools.
 */
import { constants, type Dirent, type Stats } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readlink, rename, rmdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { absolute, realPath } from '../../base/paths.ts';
import type { FilePolicy, FileUse } from '../sandbox/files.ts';
import { MovedError, type Disk, type Held, type Kind } from './disk/disk.ts';
import { Refused, systemError } from './failures.ts';

export interface Opened {
  readonly handle: FileHandle;
  readonly real: string;
  readonly kind: Kind;
  readonly size: number;
}

/** A name in a folder that is held. */
interface Named {
  readonly folder: Held;
  readonly name: string;
  /** Where it lies. */
  readonly real: string;
  /** For system calls. */
  readonly via: string;
}

/** As the system counts them in one path. */
const MAX_LINKS = 40;
/** Of the name of a file that is being written: the system's limit is 255 bytes for all of it. */
const MAX_DRAFT_NAME = 40;
/** Somebody who swaps folders all the time makes a script wait for so many looks. */
const MAX_LOOKS = 100;

const { O_CREAT, O_EXCL } = constants;
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export class ScriptFiles {
  constructor(
    private readonly policy: FilePolicy,
    private readonly cwd: string,
    private readonly disk: Disk,
  ) {}

  /** `flags` as of open(2); a file that is made gets `mode`, less the process's mask. */
  open(asked: string, use: FileUse, flags: number, mode = 0o666): Promise<Opened> {
    return this.steadily(asked, async () => {
      let path = this.pathOf(asked, use);
      for (let links = 0; links < MAX_LINKS; links++) {
        const held = await this.find(asked, path, use, (flags & O_CREAT) !== 0);
        if (held !== undefined) return await releasing(held, () => this.openHeld(asked, held, use, flags));
        const made = await this.create(asked, path, flags, mode);
        if (typeof made === 'object') return made;
        path = made;
      }
      throw systemError('ELOOP');
    });
  }

  remove(asked: string): Promise<void> {
    return this.inFolder(asked, 'remove', async ({ folder, via }) => {
      const isFolder = (await lstat(via)).isDirectory();
      await this.disk.confirm(folder);
      await (isFolder ? rmdir(via) : unlink(via));
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.inFolder(to, 'write', (target) =>
      this.inFolder(from, 'remove', async (source) => {
        const stats = await lstat(source.via);
        if (stats.isFile()) for (const [asked, { real }] of [[from, source], [to, target]] as const) this.insist(this.policy.refuseExtension({ asked, real }));
        await this.disk.confirm(target.folder);
        await this.disk.confirm(source.folder);
        await rename(source.via, target.via);
      }),
    );
  }

  /**
   * Puts a whole file in the place of what is there: `fill` writes it beside, and it takes the name when it is complete. What a symlink leads to
   * is replaced, not the link; its mode stays.
   */
  async replace(asked: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
    const old = await this.existing(asked);
    if (old?.isFolder === true) throw systemError('EISDIR');
    await this.inFolder(
      asked,
      'write',
      async ({ folder, name, real, via }) => {
        this.insist(this.policy.refuseExtension({ asked, real }));
        const draft = `.${name.slice(0, MAX_DRAFT_NAME)}.${randomBytes(6).toString('hex')}`;
        const handle = await this.disk.create(folder, draft, constants.O_WRONLY, 0o666);
        try {
          await fill(handle).finally(() => handle.close());
          if (old !== undefined) await chmod(`${folder.via}/${draft}`, old.mode);
          await this.disk.confirm(folder);
          await rename(`${folder.via}/${draft}`, via);
        } catch (error) {
          await unlink(`${folder.via}/${draft}`).catch(() => undefined);
          throw error;
        }
      },
      old?.real,
    );
  }

  /** Makes the folders above a name when that is what `work` fails for. */
  async withFolders(asked: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await this.makeFolders(dirname(asked));
      await work();
    }
  }

  /** With all folders above it that are missing. */
  async makeFolders(asked: string): Promise<void> {
    try {
      await this.makeFolder(asked);
    } catch (error) {
      if (codeOf(error) === 'EEXIST' && (await this.stats(asked))?.stats.isDirectory() === true) return;
      if (codeOf(error) !== 'ENOENT') throw error;
      await this.makeFolders(dirname(asked));
      await this.makeFolder(asked);
    }
  }

  /** EEXIST when something of that name is there. */
  makeFolder(asked: string): Promise<void> {
    return this.inFolder(asked, 'write', async ({ folder, via }) => {
      await this.disk.confirm(folder);
      await mkdir(via);
    });
  }

  list(asked: string): Promise<Dirent[]> {
    return this.holding(asked, 'read', async (held) => {
      const entries = await readdir(held.via, { withFileTypes: true });
      await this.disk.confirm(held);
      return entries;
    });
  }

  /** What a symlink leads to, as everywhere else; undefined when nothing is there. */
  async stats(asked: string): Promise<{ readonly stats: Stats; readonly real: string } | undefined> {
    try {
      return await this.holding(asked, 'read', async (held) => ({ stats: await stat(held.via), real: held.path }));
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  /** Whether the name itself is a symlink. */
  isLink(asked: string): Promise<boolean> {
    return this.inFolder(asked, 'read', async ({ via }) => (await lstat(via)).isSymbolicLink());
  }

  /** What would be written over. */
  private async existing(asked: string): Promise<{ readonly real: string; readonly isFolder: boolean; readonly mode: number } | undefined> {
    try {
      return await this.holding(asked, 'write', async (held) => {
        if (held.kind === 'device' || held.kind === 'special') this.insist(this.policy.refuseSpecial({ asked, real: held.path }, 'special'));
        return { real: held.path, isFolder: held.kind === 'folder', mode: (await stat(held.via)).mode & 0o7777 };
      });
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Holds what is there while `work` lasts. */
  private holding<T>(asked: string, use: FileUse, work: (held: Held) => Promise<T>): Promise<T> {
    return this.steadily(asked, async () => {
      const held = (await this.find(asked, this.pathOf(asked, use), use, false))!;
      return await releasing(held, () => {
        this.insist(this.policy.refuse({ asked, real: held.path }, use));
        return work(held);
      });
    });
  }

  /** Holds the folder of a name while `work` lasts. The name itself may be a symlink: it is never followed. `where`: what `asked` was found to be. */
  private inFolder<T>(asked: string, use: FileUse, work: (named: Named) => Promise<T>, where = asked): Promise<T> {
    return this.steadily(asked, async () => {
      const path = this.pathOf(where, use).replace(/(?<=.)\/+$/, '');
      const name = basename(path);
      if (name === '' || name === '.' || name === '..') throw systemError('EINVAL');
      const folder = (await this.find(asked, dirname(path), use, false, name))!;
      return await releasing(folder, () => {
        const real = join(folder.path, name);
        this.insist(this.policy.refuse({ asked, real }, use));
        return work({ folder, name, real, via: `${folder.via}/${name}` });
      });
    });
  }

  /**
   * undefined when nothing is there and `mayBeAbsent`. Whoever asks for what he may not have is refused, whether it is there or not. `name`: of
   * what is meant, in the folder that is looked for.
   */
  private async find(asked: string, path: string, use: FileUse, mayBeAbsent: boolean, name = ''): Promise<Held | undefined> {
    try {
      return await this.disk.hold(path);
    } catch (error) {
      if (mayBeAbsent && codeOf(error) === 'ENOENT') return undefined;
      if (typeof (error as NodeJS.ErrnoException).errno === 'number') this.insist(this.policy.refuse({ asked, real: join(realPath(path), name) }, use));
      throw error;
    }
  }

  private async openHeld(asked: string, held: Held, use: FileUse, flags: number): Promise<Opened> {
    if ((flags & O_EXCL) !== 0) throw systemError('EEXIST');
    const place = { asked, real: held.path };
    this.insist(this.policy.refuse(place, use));
    if (held.kind === 'device' || held.kind === 'special') this.insist(this.policy.refuseSpecial(place, held.kind));
    if (held.kind === 'file' && use !== 'source') this.insist(this.policy.refuseExtension(place));
    return { handle: await this.disk.open(held, flags & ~O_CREAT), real: held.path, kind: held.kind, size: held.size };
  }

  /** Answers where to look next when the name is taken after all: by a symlink to nothing, or by what has come meanwhile. */
  private async create(asked: string, path: string, flags: number, mode: number): Promise<Opened | string> {
    if (path.endsWith('/')) throw systemError('EISDIR');
    const name = basename(path);
    const folder = (await this.find(asked, dirname(path), 'write', false, name))!;
    return await releasing(folder, async () => {
      const real = join(folder.path, name);
      this.insist(this.policy.refuse({ asked, real }, 'write'));
      try {
        this.insist(this.policy.refuseExtension({ asked, real }));
        return { handle: await this.disk.create(folder, name, flags & ~O_EXCL, mode), real, kind: 'file', size: 0 } satisfies Opened;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        const target = await readlink(`${folder.via}/${name}`).catch(() => undefined);
        return target === undefined ? path : isAbsolute(target) ? target : `${folder.path}/${target}`;
      }
    });
  }

  /** As the system would take it, `..` behind symlinks included; sources by their name without `..`, as the module path is judged by it. */
  private pathOf(asked: string, use: FileUse): string {
    // The system would take the part before it for the whole name.
    if (asked.includes('\0')) throw new Refused(`${asked.replaceAll('\0', '\\0')}: a path cannot hold a zero byte`);
    if (asked === '') throw systemError('ENOENT');
    if (use === 'source') return absolute(asked, this.cwd);
    return isAbsolute(asked) ? asked : `${this.cwd}/${asked}`;
  }

  private insist(refusal: string | undefined): void {
    if (refusal !== undefined) throw new Refused(refusal);
  }

  private async steadily<T>(asked: string, work: () => Promise<T>): Promise<T> {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof MovedError)) throw error;
      }
    }
    throw new Refused(`${asked}: it is exchanged all the time by another program: try again when that has ended`);
  }
}

async function releasing<T>(held: Held, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } finally {
    await held.close();
  }
}
