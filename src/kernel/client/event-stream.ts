/**
 * The events of a kernel as one ordered stream, for programs beside it (the extension): the signed events socket, and what the socket
 * missed from the kernel's own memory.
 */
import type { SpellEvent } from '../../common/events.ts';
import { SequenceFiller, subscribeEvents } from '../../protocols/events/subscriber.ts';
import { readConnectionFile, type ConnectionInfo } from '../discovery/connection-file.ts';

export interface EventStream {
  close(): void;
}

export interface EventStreamOptions {
  readonly connectionFile: string;
  /** The kernel's kept events after a sequence. */
  readonly since: (sequence: number) => Promise<readonly SpellEvent[]>;
  readonly onEvent: (event: SpellEvent) => void;
  /** A message on the socket that is not the kernel's. */
  readonly onRefused: (reason: string) => void;
}

/**
 * A subscription takes a moment to reach the kernel, and a hole is only seen when the next event arrives: so after this time it is asked
 * once more whether something was missed.
 */
const SETTLED_MS = 300;

/** Rejects when ZeroMQ cannot be loaded here or the kernel has no events socket. */
export async function openEventStream(options: EventStreamOptions): Promise<EventStream> {
  const info = readConnectionFile(options.connectionFile);
  const filler = new SequenceFiller(options.since, options.onEvent);
  const subscriber = await subscribeEvents({
    endpoint: eventsEndpoint(info, options.connectionFile),
    key: info.key,
    onEvent: (event) => filler.push(event),
    onRefused: options.onRefused,
  });
  void filler.fill();
  const settled = setTimeout(() => void filler.fill(), SETTLED_MS);
  return {
    close() {
      clearTimeout(settled);
      subscriber.close();
    },
  };
}

function eventsEndpoint(info: ConnectionInfo, file: string): string {
  if (info.events_port === undefined) throw new Error(`the kernel of ${file} has no events socket`);
  return info.transport === 'ipc' ? `ipc://${info.ip}-${info.events_port}` : `tcp://${info.ip}:${info.events_port}`;
}
