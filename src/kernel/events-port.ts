/**
 * The events socket over TCP: signed, and without message content, because anyone on the machine can connect to it. Where ZeroMQ cannot be loaded a
 * kernel goes on without.
 */
import type { Logger } from '../base/logging.ts';
import { publishEvents } from '../protocols/events/publisher.ts';
import { bindPort, PortError } from './bind-port.ts';
import type { Kernel } from './kernel.ts';

export interface EventsPort {
  readonly port: number;
  /** Publishes what waits, as far as clients take it at once. */
  close(): Promise<void>;
}

export interface EventsPortRequest {
  readonly ip: string;
  /** 0: any free one. */
  readonly port: number;
  readonly key: string;
  readonly logger: Logger;
  /** How a user chooses another, for messages. */
  readonly otherwise: string;
}

/** Answers why there is none where it could not be loaded. Rejects with PortError. */
export async function openEventsPort(kernel: Kernel, { ip, port, key, logger, otherwise }: EventsPortRequest): Promise<EventsPort | { readonly missing: string }> {
  try {
    const publisher = await bindPort({ what: 'events socket', port, otherwise }, () =>
      publishEvents({ events: kernel.events, endpoint: `tcp://${ip}:${port}`, key, logger: logger.target('events'), omitContent: true }),
    );
    const { endpoint } = publisher;
    return { port: Number(endpoint.slice(endpoint.lastIndexOf(':') + 1)), close: () => publisher.close() };
  } catch (error) {
    if (error instanceof PortError) throw error;
    return { missing: (error as Error).message };
  }
}
