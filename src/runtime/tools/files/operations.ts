/** What `file-operations` can do, one function an operation: the script's files underneath, the result as scripts read it on top. */
import { isUtf8 } from 'node:buffer';
import { constants, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { HostValue } from '../../../common/values.ts';
import { Refused, systemError } from '../../files/failures.ts';
import type { ScriptFiles } from '../../files/script-files.ts';
import type { FilePolicy } from '../../sandbox/files.ts';
import type { ToolOutcome } from '../tool.ts';
import { copyTree, everythingIn, removeTree } from './trees.ts';

export interface FileTask {
  readonly files: ScriptFiles;
  readonly policy: FilePolicy;
  readonly path: string;
  readonly target: string;
  readonly content: Uint8Array;
  readonly recursive: boolean;
}

type Answer = { readonly message: string; readonly result: Readonly<Record<string, HostValue>>; readonly text?: string | Uint8Array };
type Operation = (task: FileTask) => Promise<Answer>;

const { O_RDONLY, O_WRONLY, O_CREAT, O_APPEND, O_TRUNC } = constants;

const operations = {
  async read({ files, policy, path }) {
    const opened = await files.open(path, 'read', O_RDONLY);
    try {
      insist(policy.refuseSize(path, opened.size));
      const bytes = await opened.handle.readFile();
      const isText = isUtf8(bytes);
      const content = isText ? bytes.toString('utf8') : bytes.toString('base64');
      return { message: `Read ${bytes.length} bytes from ${path}`, result: { path, content, encoding: isText ? 'text' : 'base64', size: bytes.length }, text: new Uint8Array(bytes) };
    } finally {
      await opened.handle.close();
    }
  },
  async write(task) {
    const { files, policy, path, content } = task;
    insist(policy.refuseSize(path, content.length));
    const fill = (handle: FileHandle): Promise<void> => handle.writeFile(content);
    await files.withFolders(path, () => (policy.atomicWrites ? files.replace(path, fill) : inPlace(files, path, O_TRUNC, fill)));
    return { message: `Wrote ${content.length} bytes to ${path}`, result: { path, bytes_written: content.length } };
  },
  async append({ files, policy, path, content }) {
    await files.withFolders(path, () =>
      inPlace(files, path, O_APPEND, async (handle) => {
        insist(policy.refuseSize(path, (await handle.stat()).size + content.length));
        await handle.writeFile(content);
      }),
    );
    return { message: `Appended ${content.length} bytes to ${path}`, result: { path, bytes_written: content.length } };
  },
  async delete({ files, policy, path, recursive }) {
    if (recursive) await removeTree(files, policy, path);
    else await files.remove(path);
    return { message: `Deleted file: ${path}`, result: { path } };
  },
  async create_dir({ files, path }) {
    await files.makeFolders(path);
    return { message: `Created directory: ${path}`, result: { path } };
  },
  async list_dir({ files, policy, path, recursive }) {
    const found = await everythingIn(files, policy, path, recursive);
    const entries = found.map(({ name, path: where, type, size }) => ({ name, path: where, type, ...(size !== undefined && { size }) }));
    return { message: `Listed ${entries.length} entries in ${path}`, result: { path, entries, count: entries.length } };
  },
  async copy({ files, policy, path, target, recursive }) {
    const bytes = await copyTree(files, policy, path, target, recursive);
    return { message: `Copied ${path} to ${target}`, result: { source_path: path, target_path: target, size: bytes } };
  },
  async move({ files, path, target }) {
    await files.isLink(path); // It is there: no folders are made for nothing.
    await files.withFolders(target, () => files.rename(path, target));
    return { message: `Moved ${path} to ${target}`, result: { source_path: path, target_path: target } };
  },
  async metadata({ files, path }) {
    const found = await files.stats(path);
    if (found === undefined) throw systemError('ENOENT');
    return { message: `Retrieved metadata for ${path}`, result: { path, ...metadata(found.stats), is_symlink: await files.isLink(path) } };
  },
  async exists({ files, path }) {
    const exists = (await files.stats(path)) !== undefined;
    return { message: `Path ${path} ${exists ? 'exists' : 'does not exist'}`, result: { path, exists } };
  },
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** The names of the original system, and those of people used to a shell. */
const ALIASES: Readonly<Record<string, OperationName>> = {
  mkdir: 'create_dir', ls: 'list_dir', dir: 'list_dir', list: 'list_dir', cp: 'copy', mv: 'move', rename: 'move', stat: 'metadata', info: 'metadata', remove: 'delete', rm: 'delete',
};
export const OPERATION_NAMES: readonly string[] = [...Object.keys(operations), ...Object.keys(ALIASES)];
export const operationOf = (name: string): OperationName => ALIASES[name] ?? (name as OperationName);

export async function perform(name: OperationName, task: FileTask): Promise<Extract<ToolOutcome, { success: true }>> {
  const { message, result, text = message }: Answer = await operations[name](task);
  return { operation: name, success: true, message, result, text };
}

async function inPlace(files: ScriptFiles, path: string, how: number, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const { handle } = await files.open(path, 'write', O_WRONLY | O_CREAT | how);
  await fill(handle).finally(() => handle.close());
}

const metadata = (stats: Stats): Record<string, HostValue> => ({
  type: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
  size: stats.size,
  is_file: stats.isFile(),
  is_dir: stats.isDirectory(),
  readonly: (stats.mode & 0o200) === 0,
  permissions: (stats.mode & 0o777).toString(8).padStart(3, '0'),
  modified: stats.mtime.toISOString(),
  created: stats.birthtime.toISOString(),
});

function insist(refusal: string | undefined): void {
  if (refusal !== undefined) throw new Refused(refusal);
}
