/**
 * Contents too large for the store, as files of their own. A file is written under a name that nobody has used, forced to the disk, and only
 * then named by a record of the store; so a record never names half a file, and a crash leaves at most a file that no record names, which
 * the sweep finds by its age (sweep.ts).
 */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where files are written before they have their name. */
const INCOMING = 'incoming';
/** `ab/<SHA-256>-<8 digits>`: anything else in the folder is not ours. */
const OURS = /^([0-9a-f]{2})\/(\1[0-9a-f]{62})-[0-9a-f]{8}$/;
const UNFINISHED = new RegExp(`^${INCOMING}/[^/]+$`);

/** Of a finished file. */
export const isContentName = (name: string): boolean => OURS.test(name);

export interface ContentFile {
  readonly name: string;
  /** undefined for one that never got its name. */
  readonly hash: string | undefined;
  readonly modifiedAt: number;
}

export class ContentFiles {
  constructor(readonly folder: string) {}

  /** Throws for a name that this class does not give: a record that somebody has changed would name a file of the user's. */
  path(name: string): string {
    if (!isContentName(name) && !UNFINISHED.test(name)) throw new Error(`"${name}" is no content of artifacts`);
    return join(this.folder, ...name.split('/'));
  }

  /** Answers the name. Resolved means that it is on the disk. */
  async write(hash: string, bytes: Uint8Array): Promise<string> {
    const suffix = randomBytes(4).toString('hex');
    const name = `${hash.slice(0, 2)}/${hash}-${suffix}`;
    const incoming = this.path(`${INCOMING}/${hash}-${suffix}`);
    const target = this.path(name);
    for (const folder of [dirname(incoming), dirname(target)]) await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const handle = await open(incoming, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(incoming, target);
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
    for (const folder of [dirname(target), this.folder]) await syncFolder(folder);
    return name;
  }

  read(name: string): Promise<Uint8Array> {
    return readFile(this.path(name));
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** Within a transaction of the store, which does not wait. */
  removeNow(name: string): void {
    rmSync(this.path(name), { force: true });
  }

  async remove(name: string): Promise<void> {
    await rm(this.path(name), { force: true });
  }

  /** The files that this class has made, finished or not. Begins at any folder: several who cannot finish see all of it together. */
  async *list(): AsyncGenerator<ContentFile> {
    const folders = await entriesOf(this.folder);
    const first = Math.floor(Math.random() * folders.length);
    for (const folder of [...folders.slice(first), ...folders.slice(0, first)]) {
      for (const file of await entriesOf(join(this.folder, folder))) {
        const name = `${folder}/${file}`;
        const hash = OURS.exec(name)?.[2];
        if (hash === undefined && folder !== INCOMING) continue;
        const modifiedAt = await modificationTime(this.path(name));
        if (modifiedAt !== undefined) yield { name, hash, modifiedAt };
      }
    }
  }
}

/** undefined when it is gone already. */
async function modificationTime(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** Nothing for what is no folder, or not there. */
async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** So that the name survives a loss of power. Windows has no such call, and keeps names in order by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
