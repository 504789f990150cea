/**
 * The large contents of artifacts beside the backups that name them: each file once, in `contents/`, for all backups of the folder. A copy and no
 * link: damage of the one must not be damage of the other. What no backup names is removed when backups are cleaned up.
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createBrotliDecompress } from 'node:zlib';
import type { NamedContent } from '../../artifacts/contents.ts';
import { syncFolder } from './backup-file.ts';

/** A kernel may be making the backup that will name a newer one. */
const FORGOTTEN_MS = 3_600_000;

export class BackupContents {
  private readonly folder: string;

  constructor(backups: string) {
    this.folder = join(backups, 'contents');
  }

  path(file: string): string {
    return join(this.folder, ...file.split('/'));
  }

  /** Copies a content unless it is there. Answers false when there is no whole file at `from`. */
  async keep(content: NamedContent, from: string): Promise<boolean> {
    const kept = this.path(content.file);
    if ((await sizeOf(kept)) === content.storedSize) {
      // Young again: no clean-up takes it before the backup names it.
      const now = new Date();
      await utimes(kept, now, now);
      return true;
    }
    return copyWhole(content, from, kept);
  }

  /** Copies a content to where a store looks for it, unless it is whole there. Answers whether it is. */
  async bring(content: NamedContent, to: string): Promise<boolean> {
    return (await isWhole(content, to)) || copyWhole(content, this.path(content.file), to);
  }

  isWhole(content: NamedContent): Promise<boolean> {
    return isWhole(content, this.path(content.file));
  }

  /** Whether a clean-up could remove any: asked before all backups are read for the names. */
  async hasOld(now: number): Promise<boolean> {
    for (const folder of await namesIn(this.folder)) {
      for (const name of await namesIn(join(this.folder, folder))) {
        const facts = await stat(join(this.folder, folder, name)).catch(() => undefined);
        if (facts !== undefined && now - facts.mtimeMs > FORGOTTEN_MS) return true;
      }
    }
    return false;
  }

  /** Removes the files that are not in `named`. Answers their bytes. */
  async removeOthers(named: ReadonlySet<string>, now: number): Promise<number> {
    let freed = 0;
    for (const folder of await namesIn(this.folder)) {
      for (const name of await namesIn(join(this.folder, folder))) {
        const path = join(this.folder, folder, name);
        if (named.has(`${folder}/${name}`)) continue;
        const { mtimeMs, size } = await stat(path);
        if (now - mtimeMs <= FORGOTTEN_MS) continue;
        await rm(path, { force: true });
        freed += size;
      }
    }
    return freed;
  }
}

/** Nothing appears under the name before all of it is on the disk. */
async function copyWhole(content: NamedContent, from: string, to: string): Promise<boolean> {
  const folder = dirname(to);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `.${randomBytes(8).toString('hex')}`);
  try {
    await copyFile(from, unfinished, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(unfinished, 0o600); // A copy has the rights of what it is copied from.
    if (!(await isWhole(content, unfinished))) return false;
    const file = await open(unfinished, 'r+');
    await file.sync().finally(() => file.close());
    await rename(unfinished, to);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Whether the file holds the content, by its hash. */
async function isWhole({ hash, size, storedSize, encoding }: NamedContent, path: string): Promise<boolean> {
  if ((await sizeOf(path)) !== storedSize) return false;
  const source = createReadStream(path);
  const bytes: AsyncIterable<Buffer> = encoding === 'raw' ? source : pipeline(source, createBrotliDecompress(), () => undefined);
  const digest = createHash('sha256');
  let length = 0;
  try {
    for await (const chunk of bytes) {
      digest.update(chunk);
      if ((length += chunk.length) > size) return false;
    }
  } catch {
    return false;
  }
  return digest.digest('hex') === hash;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

/** Nothing where no content was ever kept. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
