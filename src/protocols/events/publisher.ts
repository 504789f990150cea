/**
 * The events socket: a ZeroMQ PUB socket on which every event of the kernel is published, signed. What a slow client cannot take waits in a
 * bounded queue; when that is full, the oldest events are dropped and counted, and a `kernel.events_dropped` event tells how many. A client
 * that takes nothing at all holds up the others until the heartbeat has disconnected it.
 */
import type { Logger } from '../../base/logging.ts';
import { supervise } from '../../base/supervise/supervise.ts';
import { EventTypes } from '../../common/events.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import { withoutContent } from './content.ts';
import { EventQueue } from './event-queue.ts';
import { encodeEvent } from './frames.ts';
import { loadZeroMQ } from './zeromq.ts';

const QUEUE_LIMIT = 10_000;
/** Messages for each client inside ZeroMQ. */
const HIGH_WATER_MARK = 2_000;
const RETRY_MS = 10;
const HEARTBEAT_MS = 1_000;
const HEARTBEAT_TIMEOUT_MS = 4_000;
/** So long an ending kernel tries to deliver what is left. */
const LINGER_MS = 200;

export interface EventPublisher {
  /** `tcp://127.0.0.1:9562` */
  readonly endpoint: string;
  /** Publishes what is queued, as far as clients take it at once, and closes the socket. */
  close(): Promise<void>;
}

export interface EventPublisherOptions {
  readonly events: EventBus;
  /** `ipc://…` or `tcp://127.0.0.1:0`. */
  readonly endpoint: string;
  readonly key: string;
  readonly logger: Logger;
  /** Leaves message content and HTTP bodies out. */
  readonly omitContent: boolean;
}

/** Rejects when ZeroMQ cannot be loaded or the address cannot be bound. */
export async function publishEvents(options: EventPublisherOptions): Promise<EventPublisher> {
  const { events, key, logger } = options;
  const zeromq = await loadZeroMQ();
  const socket = new zeromq.Publisher({
    linger: LINGER_MS,
    sendHighWaterMark: HIGH_WATER_MARK,
    // Sending fails instead of dropping silently, so that drops can be counted.
    noDrop: true,
    sendTimeout: 0,
    heartbeatInterval: HEARTBEAT_MS,
    heartbeatTimeout: HEARTBEAT_TIMEOUT_MS,
  });
  await socket.bind(options.endpoint);

  const queue = new EventQueue(QUEUE_LIMIT);
  const reportDropped = (): void => {
    const count = queue.takeDropped();
    logger.warn({ count }, `a client of the events socket is too slow: ${count} events were dropped`);
    events.emit({ type: EventTypes.KernelEventsDropped, data: { count } });
  };
  // One send at a time: ZeroMQ refuses a second one.
  const send = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const event = queue.first ?? (signal.aborted ? undefined : await queue.next(signal));
      if (event === undefined) return;
      try {
        await socket.send([...encodeEvent(options.omitContent ? withoutContent(event) : event, key)]);
        queue.remove(event);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        if (signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
      if (queue.hasDropped && queue.length < QUEUE_LIMIT / 2) reportDropped();
    }
  };
  const sender = supervise('the events socket', send, { logger });
  const unsubscribe = events.subscribe('', (event) => queue.push(event));

  return {
    endpoint: socket.lastEndpoint ?? options.endpoint,
    async close() {
      unsubscribe();
      await sender.stop();
      socket.close();
    },
  };
}
