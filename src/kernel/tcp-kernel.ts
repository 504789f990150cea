/**
 * A kernel that clients reach over TCP (`kernel start`): debugger on the port after the base port, events on the seventh after it. Clients prove
 * themselves with the token of the connection file.
 */
import { rmSync } from 'node:fs';
import type { Config } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import type { Logger } from '../base/logging.ts';
import { bindPort } from './bind-port.ts';
import { listenForDap, type DapServer } from './dap-server.ts';
import { createDebugTargets } from './debug-targets.ts';
import { givenConnection, newSecret, ownIdentity, writeConnectionFile, type ConnectionInfo } from './discovery/connection-file.ts';
import { connectionFilePath, findKernel, livingWriter, writeRegistered } from './discovery/kernels.ts';
import { openEventsPort, type EventsPort } from './events-port.ts';
import { Kernel } from './kernel.ts';

const DAP_OFFSET = 1;
const EVENTS_OFFSET = 7;

const OTHERWISE = 'choose another base port with --port, or 0 for any free ones';

export interface TcpKernelOptions {
  readonly environment: Environment;
  readonly config: Config;
  readonly logger: Logger;
  readonly ip: string;
  /** Base port; 0 = any free ports. */
  readonly port: number;
  readonly id?: string;
  /** `--trace`. */
  readonly trace?: string | undefined;
  /** Absolute; default in `~/.llmspell/kernels`. */
  readonly connectionFile?: string;
}

export interface TcpKernel {
  readonly id: string;
  readonly kernel: Kernel;
  readonly dapPort: number;
  readonly eventsPort: number | undefined;
  readonly connectionFile: string;
  readonly missing: readonly string[];
  /** Answers the requests that were cancelled. */
  shutdown(): Promise<readonly string[]>;
}

/** Rejects with a message that names the port and the flag when a port is in use. */
export async function startTcpKernel(options: TcpKernelOptions): Promise<TcpKernel> {
  const { environment, logger, ip } = options;
  const kernel = new Kernel({ environment, config: options.config, logger, keepSpare: true, followConfigFile: true, brokenConfig: 'keep', trace: options.trace, connectionFile: options.connectionFile, ...(options.id !== undefined && { id: options.id }) });
  // Always written to the kernels folder, where local clients look for the token; beside that where it was asked for.
  const registered = connectionFilePath(environment, kernel.id);
  const connectionFile = options.connectionFile ?? registered;
  const living = findKernel(environment, kernel.id);
  if (living) throw new Error(`a kernel with the id "${kernel.id}" is running (pid ${living.info.pid}): choose another --id, or stop that one`);
  const given = givenConnection(connectionFile);
  const writer = livingWriter(connectionFile);
  if (writer) throw new Error(`${connectionFile} belongs to kernel "${writer.kernel_id}", which is running (pid ${writer.pid}): give another name, or stop that one`);
  // A front end that wrote the file has chosen its ports; ours are then any free ones.
  const base = given ? 0 : options.port;
  const key = given?.key ?? newSecret();
  const token = newSecret();
  kernel.events.redactor.add(key);
  kernel.events.redactor.add(token);

  const dap = await bindPort({ what: 'debugger', port: portAt(base, DAP_OFFSET), otherwise: OTHERWISE }, () =>
    listenForDap({
      address: { host: ip, port: portAt(base, DAP_OFFSET) },
      targets: createDebugTargets(kernel, token),
      logger: logger.target('dap'),
      terminateOnLoss: false,
    }),
  );
  const opened = await openEventsPort(kernel, { ip, port: portAt(base, EVENTS_OFFSET), key, logger, otherwise: OTHERWISE }).catch(async (error: unknown) => {
    await closeAll(kernel, dap, undefined);
    throw error;
  });
  const events = 'missing' in opened ? undefined : opened;
  const info: ConnectionInfo = {
    transport: 'tcp',
    ip,
    ...ownIdentity(kernel.id, key),
    token,
    dap_port: dap.port,
    ...(events && { events_port: events.port }),
  };
  // Whoever wrote the file first also removes it.
  const ours: string[] = [];
  const removeFiles = (): void => {
    for (const file of ours) rmSync(file, { force: true });
  };
  try {
    if (connectionFile !== registered) {
      writeConnectionFile(connectionFile, given ? { ...given, ...info, ip: given.ip ?? ip } : { ...info, written_by_kernel: true });
      if (!given) ours.push(connectionFile);
    }
    if (register(kernel, info, connectionFile !== registered)) ours.push(registered);
  } catch (error) {
    removeFiles();
    await closeAll(kernel, dap, events);
    throw error;
  }
  kernel.debugPort.isAt({ port: dap.port, connectionFile });
  kernel.prepare();
  return {
    id: kernel.id,
    kernel,
    dapPort: dap.port,
    eventsPort: events?.port,
    connectionFile,
    missing: 'missing' in opened ? [opened.missing] : [],
    async shutdown() {
      const cancelled = await closeAll(kernel, dap, events);
      removeFiles();
      return cancelled;
    },
  };
}

/** A kernel whose file lies elsewhere can do without the kernels folder, as in a container without a home. Answers whether it is in it. */
function register(kernel: Kernel, info: ConnectionInfo, optional: boolean): boolean {
  try {
    writeRegistered(kernel.environment, { ...info, written_by_kernel: true });
    return true;
  } catch (error) {
    if (!optional) throw error;
    kernel.logger.warn({}, `only those who are given the connection file find this kernel: ${(error as Error).message}`);
    return false;
  }
}

const portAt = (base: number, offset: number): number => (base === 0 ? 0 : base + offset);

async function closeAll(kernel: Kernel, dap: DapServer, events: EventsPort | undefined): Promise<readonly string[]> {
  const cancelled = await kernel.shutdown();
  await Promise.all([dap.close(), events?.close()]);
  return cancelled;
}
