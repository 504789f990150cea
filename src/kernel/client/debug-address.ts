/** Where the debug adapter of a kernel on this machine listens, and the token it wants: from the connection files. */
import type { Environment } from '../../base/env.ts';
import { readConnectionFile } from '../discovery/connection-file.ts';
import { findKernels } from '../discovery/kernels.ts';

export interface DebugAddress {
  readonly host: string;
  /** undefined: the kernel serves no debugger over TCP. */
  readonly port: number | undefined;
  readonly token: string | undefined;
  /** Unix socket or named pipe of the kernel of an editor's window; wants no token. */
  readonly socket: string | undefined;
}

/** Throws with the reason when the file is missing or no connection file. */
export function debugAddressIn(connectionFile: string): DebugAddress {
  const { transport, ip, dap_port: port, dap_socket: socket, token } = readConnectionFile(connectionFile);
  return { host: transport === 'tcp' ? ip : '127.0.0.1', port, token, socket };
}

/** The connection file of the living kernel whose debug adapter has this port, and its token. */
export function kernelOnPort(env: Environment, port: number): { readonly connectionFile: string; readonly token: string | undefined } | undefined {
  const found = findKernels(env).find(({ info }) => info.dap_port === port);
  return found && { connectionFile: found.file, token: found.info.token };
}
