/** Folders with all that is in them, each name judged anew on the way. Symlinks are never followed: they are listed, removed, and not copied. */
import { constants, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { Refused, systemError } from '../../files/failures.ts';
import type { ScriptFiles } from '../../files/script-files.ts';
import type { FilePolicy } from '../../sandbox/files.ts';

export interface Found {
  readonly name: string;
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** Bytes; of files. */
  readonly size: number | undefined;
}

const CHUNK = 1 << 20;

const typeOf = (entry: Dirent): Found['type'] => (entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : 'other');

/** In the order of their names, a folder before what is in it. */
export async function everythingIn(files: ScriptFiles, policy: FilePolicy, folder: string, recursive: boolean, depth = 1): Promise<Found[]> {
  insist(policy.refuseDepth(folder, depth));
  const entries = (await files.list(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: Found[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const type = typeOf(entry);
    const size = type === 'file' ? (await files.stats(path))?.stats.size : undefined;
    found.push({ name: entry.name, path, type, size });
    if (recursive && type === 'directory') found.push(...(await everythingIn(files, policy, path, true, depth + 1)));
  }
  return found;
}

/** Nothing is removed when something in it lies too deep. */
export async function removeTree(files: ScriptFiles, policy: FilePolicy, path: string): Promise<void> {
  const isFolder = !(await files.isLink(path)) && (await files.stats(path))?.stats.isDirectory() === true;
  if (isFolder) for (const found of (await everythingIn(files, policy, path, true)).reverse()) await files.remove(found.path);
  await files.remove(path);
}

/** Answers how many bytes were copied. */
export async function copyTree(files: ScriptFiles, policy: FilePolicy, from: string, to: string, recursive: boolean): Promise<number> {
  const source = await files.stats(from);
  if (source === undefined) throw systemError('ENOENT');
  if (!source.stats.isDirectory()) return copyFile(files, policy, from, to);
  if (!recursive) throw new Refused(`${from}: is a folder: give recursive = true to copy it with all that is in it`);
  const all = await everythingIn(files, policy, from, true);
  await files.makeFolders(to);
  let bytes = 0;
  for (const { path, type } of all) {
    const target = join(to, path.slice(from.length));
    if (type === 'directory') await files.makeFolders(target);
    else if (type === 'file') bytes += await copyFile(files, policy, path, target);
  }
  return bytes;
}

async function copyFile(files: ScriptFiles, policy: FilePolicy, from: string, to: string): Promise<number> {
  const source = await files.open(from, 'read', constants.O_RDONLY);
  let copied = 0;
  try {
    await files.withFolders(to, () =>
      files.replace(to, async (target) => {
        const buffer = Buffer.alloc(Math.min(CHUNK, source.size + 1));
        for (;;) {
          const { bytesRead } = await source.handle.read(buffer, 0, buffer.length, copied);
          if (bytesRead === 0) return;
          copied += bytesRead;
          insist(policy.refuseSize(to, copied));
          await target.writeFile(buffer.subarray(0, bytesRead));
        }
      }),
    );
    return copied;
  } finally {
    await source.handle.close();
  }
}

function insist(refusal: string | undefined): void {
  if (refusal !== undefined) throw new Refused(refusal);
}
