/**
 * Listens for DAP clients on a Unix socket, a named pipe or a TCP port; each connection is a debug session of its own. The adapter itself is
 * loaded with the first client.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { chmodSync } from 'node:fs';
import type { Logger } from '../base/logging.ts';
import type { DebugTargets } from '../protocols/dap/target.ts';

export interface DapServer {
  /** 0 for sockets without a port. */
  readonly port: number;
  /** Ends the listener and every connection, once what was said on it is on its way. */
  close(): Promise<void>;
}

export type DapAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export interface DapServerOptions {
  readonly address: DapAddress;
  readonly targets: DebugTargets;
  readonly logger: Logger;
  /** What becomes of a launched script whose client is lost: see the adapter's options. */
  readonly terminateOnLoss: boolean;
}

const CLOSE_GRACE_MS = 200;

/** Rejects with the system's error (EADDRINUSE). */
export async function listenForDap(options: DapServerOptions): Promise<DapServer> {
  const { address, logger } = options;
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', (error) => logger.debug({ err: error }, `a debugger's connection failed: ${error.message}`));
    serve(socket, options).catch((error: unknown) => {
      logger.error({ err: error }, `a debug session failed: ${(error as Error).message}`);
      socket.destroy();
    });
  });
  await listen(server, address);
  server.on('error', (error) => logger.error({ err: error }, `the debugger's socket failed: ${error.message}`));
  // The folder keeps others out already; this holds where a socket's own mode counts.
  if ('path' in address && process.platform !== 'win32') chmodSync(address.path, 0o600);
  return {
    port: 'port' in address ? (server.address() as AddressInfo).port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroySoon();
        // A client that takes nothing more is not waited for.
        setTimeout(() => {
          for (const socket of connections) socket.destroy();
        }, CLOSE_GRACE_MS).unref();
      }),
  };
}

/** Serves one client; resolves when its debug session is over. */
export async function serve(stream: Duplex, options: Pick<DapServerOptions, 'targets' | 'logger' | 'terminateOnLoss'>): Promise<void> {
  const { serveDap } = await import('../protocols/dap/index.ts');
  await serveDap(stream, options.targets, { logger: options.logger, terminateOnLoss: options.terminateOnLoss });
}

function listen(server: Server, address: DapAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const done = (): void => {
      server.removeListener('error', reject);
      resolve();
    };
    if ('path' in address) server.listen(address.path, done);
    else server.listen(address.port, address.host, done);
  });
}
