/**
 * The TCP port on which debuggers reach a kernel that did not listen from its start: opened when somebody asks for it (`run --debug`,
 * `Debug.enableDAP`), with a connection file that holds its token, and an events socket where there is none yet. All are gone with the kernel.
 */
import { rmSync } from 'node:fs';
import { DEFAULT_DAP_PORT } from '../common/editor-attach.ts';
import { bindPort, PortError } from './bind-port.ts';
import { listenForDap, type DapServer } from './dap-server.ts';
import { createDebugTargets } from './debug-targets.ts';
import { newSecret, ownIdentity, type ConnectionInfo } from './discovery/connection-file.ts';
import { writeRegistered } from './discovery/kernels.ts';
import { openEventsPort, type EventsPort } from './events-port.ts';
import type { Kernel } from './kernel.ts';

const HOST = '127.0.0.1';

export interface DebugPlace {
  readonly port: number;
  readonly connectionFile: string;
}

export interface DebugPortRequest {
  /** 0: any free one. `preferred`: the default port, or any free one where that is taken. */
  readonly port: number | 'preferred';
  /** How a user chooses another, for messages. */
  readonly otherwise: string;
  /** The script that the kernel was started for. */
  readonly program?: string;
}

export class DebugPort {
  private place: Promise<DebugPlace> | undefined;
  private server: DapServer | undefined;
  private events: EventsPort | undefined;
  private file: string | undefined;
  private known: ConnectionInfo | undefined;

  constructor(private readonly kernel: Kernel) {}

  /** The kernel listens already. */
  isAt(place: DebugPlace): void {
    this.place = Promise.resolve(place);
  }

  /** The kernel has a connection file, which gets the port added; whoever wrote it removes it. */
  describedBy(info: ConnectionInfo): void {
    this.known = info;
  }

  /** Opens the port; answers the one that is open when there is one. Rejects with PortError. */
  open(request: DebugPortRequest): Promise<DebugPlace> {
    if (this.place === undefined) {
      const place = this.listen(request);
      this.place = place;
      // What failed may be tried again.
      place.catch(() => {
        this.place = undefined;
      });
    }
    return this.place;
  }

  async close(): Promise<void> {
    await this.place?.catch(() => undefined);
    await this.closePorts();
    this.removeFile();
  }

  /** Also for an end that cannot wait. */
  removeFile(): void {
    if (this.file !== undefined) rmSync(this.file, { force: true });
  }

  private async listen(request: DebugPortRequest): Promise<DebugPlace> {
    const { kernel } = this;
    const token = newSecret();
    kernel.events.redactor.add(token);
    this.server = await this.bind(request, token);
    try {
      const info = this.known ?? (await this.describe(request));
      const connectionFile = writeRegistered(kernel.environment, { ...info, token, dap_port: this.server.port });
      if (this.known === undefined) this.file = connectionFile;
      kernel.logger.info({ port: this.server.port }, 'debuggers can attach over TCP');
      return { port: this.server.port, connectionFile };
    } catch (error) {
      await this.closePorts();
      throw error;
    }
  }

  private async closePorts(): Promise<void> {
    await Promise.all([this.server?.close(), this.events?.close()]);
    this.server = undefined;
    this.events = undefined;
  }

  private async bind({ port, otherwise }: DebugPortRequest, token: string): Promise<DapServer> {
    const at = (number: number): Promise<DapServer> =>
      bindPort({ what: 'debugger', port: number, otherwise }, () =>
        listenForDap({
          address: { host: HOST, port: number },
          targets: createDebugTargets(this.kernel, token, { only: 'attach' }),
          logger: this.kernel.logger.target('dap'),
          terminateOnLoss: false,
        }),
      );
    if (port !== 'preferred') return at(port);
    try {
      return await at(DEFAULT_DAP_PORT);
    } catch (error) {
      if (error instanceof PortError && error.code === 'in_use') return at(0);
      throw error;
    }
  }

  /** The kernel had no connection file so far. */
  private async describe({ program, otherwise }: DebugPortRequest): Promise<ConnectionInfo> {
    const { kernel } = this;
    const key = newSecret();
    kernel.events.redactor.add(key);
    const opened = await openEventsPort(kernel, { ip: HOST, port: 0, key, logger: kernel.logger, otherwise });
    if ('missing' in opened) kernel.logger.info({}, `no events socket: ${opened.missing}`);
    else this.events = opened;
    return {
      transport: 'tcp',
      ip: HOST,
      ...ownIdentity(kernel.id, key),
      ...(program !== undefined && { program }),
      ...(this.events && { events_port: this.events.port }),
      written_by_kernel: true,
    };
  }
}
