/** A kernel over TCP for one test, ended with it, and clients of it. */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { Sandbox, type Running } from '../support/processes.ts';
import { DapClient } from './client.ts';

export interface TcpKernel {
  readonly box: Sandbox;
  readonly process: Running;
  readonly token: string;
  connect(): DapClient;
}

export async function tcpKernel(): Promise<TcpKernel> {
  const box = new Sandbox();
  onTestFinished(() => box.dispose());
  const process = box.llmspell('kernel', 'start', '--port', '0');
  const [, file = ''] = await process.saw(/connection file: (.*)\n/);
  const info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  return {
    box,
    process,
    token: info.token!,
    connect() {
      const socket = createConnection(info.dap_port!, '127.0.0.1');
      return new DapClient(socket, socket);
    },
  };
}

/** A new client that has attached and configured itself. */
export async function attached(kernel: TcpKernel, configure: (client: DapClient) => Promise<unknown> = async () => undefined, args: object = {}): Promise<DapClient> {
  const client = kernel.connect();
  await client.initialize();
  await client.request('attach', { token: kernel.token, ...args });
  await client.event('initialized');
  await configure(client);
  await client.request('configurationDone');
  return client;
}
