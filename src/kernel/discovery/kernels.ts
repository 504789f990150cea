/** The kernels of this user, found by their connection files in `~/.llmspell/kernels`. Files of kernels that were killed are cleared away. */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import type { Environment } from '../../base/env.ts';
import { homeFolder, kernelsFolder } from '../../base/folders.ts';
import { readConnectionFile, writeConnectionFile, type ConnectionInfo } from './connection-file.ts';
import { isSameProcess } from './process-identity.ts';

export interface FoundKernel {
  readonly file: string;
  readonly info: ConnectionInfo;
}

/** What may stand in an id: it becomes part of file names. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function connectionFilePath(env: Environment, kernelId: string): string {
  if (!ID.test(kernelId)) throw new Error(`"${kernelId}" cannot be a kernel id: use letters, digits, ".", "_" and "-", 64 at most`);
  return join(homeFolder(env), 'kernels', `kernel-${kernelId}.json`);
}

/** Writes the kernel's connection file to where local clients look for it; answers its path. Throws when the folder cannot be made. */
export function writeRegistered(env: Environment, info: ConnectionInfo): string {
  const path = connectionFilePath(env, info.kernel_id);
  kernelsFolder(env);
  writeConnectionFile(path, info);
  return path;
}

/** The kernel that made this file, when it still runs. */
export function livingWriter(file: string): ConnectionInfo | undefined {
  try {
    const info = readConnectionFile(file);
    return info.written_by_kernel && isSameProcess(info.pid, info.pid_started) ? info : undefined;
  } catch {
    return undefined;
  }
}

/** All kernels that live. What dead ones left behind is removed on the way. */
export function findKernels(env: Environment): FoundKernel[] {
  const folder = join(homeFolder(env), 'kernels');
  const found: FoundKernel[] = [];
  for (const name of namesIn(folder)) {
    if (!name.startsWith('kernel-') || !name.endsWith('.json')) continue;
    const file = join(folder, name);
    let info: ConnectionInfo;
    try {
      info = readConnectionFile(file);
    } catch {
      continue;
    }
    if (isSameProcess(info.pid, info.pid_started)) found.push({ file, info });
    else removeRemains(file, info);
  }
  return found;
}

/** Nobody has made a kernel yet when the folder is absent. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new Error(`cannot look for kernels in ${folder}: ${code ?? (error as Error).message}. Make it readable, or set HOME to another folder.`, { cause: error });
  }
}

export function findKernel(env: Environment, kernelId: string): FoundKernel | undefined {
  return findKernels(env).find(({ info }) => info.kernel_id === kernelId);
}

/** Removes a kernel's connection file and sockets. */
export function removeRemains(file: string, info: ConnectionInfo): void {
  rmSync(file, { force: true });
  if (info.transport !== 'ipc' || process.platform === 'win32') return;
  if (info.dap_socket !== undefined) rmSync(info.dap_socket, { force: true });
  let siblings: string[];
  try {
    siblings = readdirSync(dirname(info.ip));
  } catch {
    return;
  }
  for (const name of siblings) if (name.startsWith(`${basename(info.ip)}-`)) rmSync(join(dirname(info.ip), name), { force: true });
}
