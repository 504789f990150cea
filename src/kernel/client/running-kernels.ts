/** The kernels of this user on this machine that can be debugged: what a picker shows and an attach needs. Dead ones are left out. */
import type { Environment } from '../../base/env.ts';
import { readConnectionFile, type ConnectionInfo } from '../discovery/connection-file.ts';
import { findKernels } from '../discovery/kernels.ts';
import { isSameProcess } from '../discovery/process-identity.ts';

export interface DebuggableKernel {
  readonly id: string;
  readonly pid: number;
  readonly connectionFile: string;
  /** Of the debug adapter; undefined for the kernel of an editor's window, which listens on a private socket. */
  readonly port: number | undefined;
  /** The script it was started for, where it was started for one. */
  readonly program: string | undefined;
}

/** Those with a port first, each group by id. */
export function debuggableKernels(env: Environment): DebuggableKernel[] {
  return findKernels(env)
    .filter(({ info }) => isDebuggable(info))
    .map(({ file, info }) => ({ id: info.kernel_id, pid: info.pid, connectionFile: file, port: info.dap_port, program: info.program }))
    .sort((a, b) => Number(a.port === undefined) - Number(b.port === undefined) || (a.id < b.id ? -1 : 1));
}

/** Throws with the reason when the file is no connection file, its kernel has ended, or has no debug adapter. */
export function checkDebuggable(connectionFile: string): void {
  const info = readConnectionFile(connectionFile);
  if (!isSameProcess(info.pid, info.pid_started)) throw new Error(`the kernel of ${connectionFile} (process ${info.pid}) has ended`);
  if (!isDebuggable(info)) throw new Error(`the kernel of ${connectionFile} has no debug adapter: start it with --dap`);
}

const isDebuggable = ({ dap_port: port, dap_socket: socket }: ConnectionInfo): boolean => port !== undefined || socket !== undefined;
