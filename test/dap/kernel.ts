/** A kernel that debuggers reach over TCP, for one test: clients of it, and what they do first. */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import type { Running, Sandbox } from '../support/processes.ts';
import { DapClient } from './client.ts';

export interface TcpKernel {
  readonly running: Running;
  readonly token: string;
  readonly info: ConnectionInfo;
  connect(): DapClient;
  /** Launches without waiting for anything but the start. */
  launch(program: string, lines?: readonly (number | object)[], args?: object): Promise<DapClient>;
  /** Attaches with these breakpoints. */
  attach(program: string, lines?: readonly (number | object)[], args?: object): Promise<Attached>;
}

export interface Attached {
  readonly dap: DapClient;
  readonly breakpoints: readonly DebugProtocol.Breakpoint[];
}

export function reach(info: ConnectionInfo): DapClient {
  const socket = createConnection(info.dap_port!, '127.0.0.1');
  return new DapClient(socket, socket);
}

/** The connection file that the next `connection file: PATH` on stdout names. */
export async function tcpKernel(box: Sandbox): Promise<TcpKernel> {
  const running = box.llmspell('kernel', 'start', '--port', '0');
  const [, file = ''] = await running.saw(/connection file: (.*)\n/);
  const info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  const token = info.token!;
  return {
    running,
    token,
    info,
    connect: () => reach(info),
    async launch(program, lines = [], args = {}) {
      const dap = reach(info);
      await dap.launch(program, { token, ...args }, () => dap.breakpoints(program, lines));
      return dap;
    },
    attach: (program, lines = [], args = {}) => attachTo(info, program, lines, args),
  };
}

export async function attachTo(info: ConnectionInfo, program: string, lines: readonly (number | object)[] = [], args: object = {}): Promise<Attached> {
  const dap = reach(info);
  await dap.initialize();
  await dap.request('attach', { token: info.token, ...args });
  await dap.event('initialized');
  const breakpoints = await dap.breakpoints(program, lines);
  await dap.request('setExceptionBreakpoints', { filters: [] });
  await dap.request('configurationDone');
  return { dap, breakpoints };
}
