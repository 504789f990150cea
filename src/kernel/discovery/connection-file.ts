/**
 * The connection file of a kernel: what a client on this machine needs to reach it. The fields are Jupyter's plus ours. It holds the token
 * and the signing key, so it has mode 0600 from its first byte on.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startOf } from './process-identity.ts';

export interface ConnectionInfo {
  readonly transport: 'tcp' | 'ipc';
  /** Address; for `ipc` the path prefix of the sockets (`<ip>-<n>`, where n stands in the port fields). */
  readonly ip: string;
  readonly signature_scheme: 'hmac-sha256';
  readonly key: string;
  readonly kernel_name: 'llmspell';
  readonly kernel_id: string;
  readonly pid: number;
  /** When the process started, as the system tells it: a later process with the same id has another. */
  readonly pid_started?: string;
  /** What clients over TCP must bring. */
  readonly token?: string;
  readonly dap_port?: number;
  readonly events_port?: number;
  /** Unix socket or named pipe of the debug adapter. */
  readonly dap_socket?: string;
  /** The script that the kernel runs, and ends with. */
  readonly program?: string;
  /** The file was made by the kernel, not by a front end before it. */
  readonly written_by_kernel?: boolean;
}

/** What every connection file of this process says alike. */
export function ownIdentity(kernelId: string, key: string): Pick<ConnectionInfo, 'signature_scheme' | 'key' | 'kernel_name' | 'kernel_id' | 'pid' | 'pid_started'> {
  const started = startOf(process.pid);
  return { signature_scheme: 'hmac-sha256', key, kernel_name: 'llmspell', kernel_id: kernelId, pid: process.pid, ...(started !== undefined && { pid_started: started }) };
}

/** 256 bits, as hex: for the key and the token. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/**
 * Writes the file whole or not at all: beside it first, then renamed. Throws when the folder cannot be written.
 */
export function writeConnectionFile(path: string, info: object): void {
  const beside = join(dirname(path), `.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    const file = openSync(beside, 'wx', 0o600);
    try {
      writeSync(file, `${JSON.stringify(info, undefined, 2)}\n`);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Error(`cannot write the connection file ${path}: ${writeFailure(error, dirname(path))}`, { cause: error });
  }
}

/** In the user's words: the file that failed is the one beside, whose name helps nobody. */
function writeFailure(error: unknown, folder: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no folder ${folder}: make it, or give another path`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `the folder ${folder} may not be written by this user: give a path in another one`;
  return message;
}

/** Throws with the reason when it is missing or no connection file. */
export function readConnectionFile(path: string): ConnectionInfo {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(missing ? `no connection file ${path}: is the kernel running?` : `cannot read the connection file ${path}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof data !== 'object' || data === null || !('key' in data) || !('transport' in data)) {
    throw new Error(`${path} is not a connection file of a kernel`);
  }
  return data as ConnectionInfo;
}

/**
 * What a front end has written into the file before it starts the kernel: ports and key are kept. undefined when there is nothing of the kind.
 * Throws when the file is something else altogether, which must not be overwritten.
 */
export function givenConnection(path: string): (Record<string, unknown> & { readonly key: string; readonly ip?: string }) | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EISDIR') throw new Error(`${path} is a folder: give the name of a file`, { cause: error });
    throw new Error(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
  if (text.trim() === '') return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    data = undefined;
  }
  if (typeof data !== 'object' || data === null || !('key' in data)) {
    throw new Error(`${path} exists and is not a connection file: give another name, or remove it`);
  }
  const { key, shell_port: shell, written_by_kernel: ours } = data as Record<string, unknown>;
  // One of ours that was left behind by a kernel that was killed is no wish of anybody.
  if (typeof key !== 'string' || key === '' || typeof shell !== 'number' || ours === true) return undefined;
  return data as Record<string, unknown> & { readonly key: string };
}
