/** The kernels of this user, found by their connection files in `~/.llmspell/kernels`. Files of kernels that were killed are cleared away. */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import type { Environment } from '../../base/env.ts';
import { kernelsFolder } from '../../base/folders.ts';
import { readConnectionFile, type ConnectionInfo } from './connection-file.ts';
import { isSameProcess } from './process-identity.ts';

export interface FoundKernel {
  readonly file: string;
  readonly info: ConnectionInfo;
}

/** What may stand in an id: it becomes part of file names. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function connectionFilePath(env: Environment, kernelId: string): string {
  if (!ID.test(kernelId)) throw new Error(`"${kernelId}" cannot be a kernel id: use letters, digits, ".", "_" and "-", 64 at most`);
  return join(kernelsFolder(env), `kernel-${kernelId}.json`);
}

/** All kernels that live. What dead ones left behind is removed on the way. */
export function findKernels(env: Environment): FoundKernel[] {
  const folder = kernelsFolder(env);
  const found: FoundKernel[] = [];
  for (const name of readdirSync(folder)) {
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
