/**
 * The kernel of one editor window: a kernel with a debug adapter on a private socket and the events socket beside it, described by a connection
 * file. No TCP port is opened.
 */
import { rmSync } from 'node:fs';
import type { Config } from '../../base/config/index.ts';
import type { Environment } from '../../base/env.ts';
import { kernelsFolder, socketPath } from '../../base/folders.ts';
import type { Logger } from '../../base/logging.ts';
import type { KernelReady } from '../../common/editor-rpc.ts';
import { publishEvents, type EventPublisher } from '../../protocols/events/publisher.ts';
import { listenForDap } from '../dap-server.ts';
import { createDebugTargets } from '../debug-targets.ts';
import { newSecret, ownIdentity, type ConnectionInfo } from '../discovery/connection-file.ts';
import { findKernels, removeRemains, writeRegistered } from '../discovery/kernels.ts';
import { Kernel } from '../kernel.ts';
import { VERSION } from '../version.ts';

/** The port fields of an `ipc` connection file are suffixes of `ip`; 1 to 5 are Jupyter's channels. */
const EVENTS_SUFFIX = 6;

export interface EditorKernel {
  readonly kernel: Kernel;
  readonly ready: KernelReady;
  /** Ends everything and removes the files. Answers the requests that were cancelled. */
  shutdown(): Promise<readonly string[]>;
  /** Only removes the files: for an end that cannot wait. */
  removeFiles(): void;
}

export async function startEditorKernel(options: { readonly environment: Environment; readonly config: Config; readonly logger: Logger; readonly trace?: string | undefined }): Promise<EditorKernel> {
  const { environment, logger } = options;
  // It fails before anything is open that would have to be cleared away.
  kernelsFolder(environment);
  const kernel = new Kernel({ ...options, keepSpare: true, followConfigFile: true });
  kernel.prepare();

  const socketPrefix = socketPath(environment, kernel.id);
  const dapSocket = socketPath(environment, `${kernel.id}-dap`);
  const dap = await listenForDap({
    address: { path: dapSocket },
    targets: createDebugTargets(kernel, undefined),
    logger: logger.target('dap'),
    terminateOnLoss: true,
  });

  const missing: string[] = [];
  const key = newSecret();
  let publisher: EventPublisher | undefined;
  try {
    publisher = await publishEvents({
      events: kernel.events,
      endpoint: eventsEndpoint(environment, socketPrefix),
      key,
      logger: logger.target('events'),
      // On Windows the socket is a TCP port.
      omitContent: environment.platform === 'win32',
    });
  } catch (error) {
    missing.push((error as Error).message);
    logger.warn({}, `no events socket: ${(error as Error).message}`);
  }

  const info: ConnectionInfo = {
    ...addresses(publisher?.endpoint, socketPrefix),
    ...ownIdentity(kernel.id, key),
    dap_socket: dapSocket,
    written_by_kernel: true,
  };
  const connectionFile = writeRegistered(environment, info);
  kernel.debugPort.describedBy(info);
  // Kernels that were killed could not clean up after themselves.
  setImmediate(() => void findKernels(environment));

  const removeFiles = (): void => {
    removeRemains(connectionFile, info);
    if (environment.platform !== 'win32') rmSync(dapSocket, { force: true });
  };
  return {
    kernel,
    ready: { kernelId: kernel.id, pid: process.pid, version: VERSION, dapSocket, connectionFile, missing },
    removeFiles,
    async shutdown() {
      const cancelled = await kernel.shutdown();
      await Promise.all([dap.close(), publisher?.close()]);
      removeFiles();
      return cancelled;
    },
  };
}

const eventsEndpoint = (environment: Environment, prefix: string): string =>
  environment.platform === 'win32' ? 'tcp://127.0.0.1:0' : `ipc://${prefix}-${EVENTS_SUFFIX}`;

function addresses(endpoint: string | undefined, prefix: string): Pick<ConnectionInfo, 'transport' | 'ip' | 'events_port'> {
  if (endpoint?.startsWith('tcp://')) return { transport: 'tcp', ip: '127.0.0.1', events_port: Number(endpoint.slice(endpoint.lastIndexOf(':') + 1)) };
  return { transport: 'ipc', ip: prefix, ...(endpoint !== undefined && { events_port: EVENTS_SUFFIX }) };
}
