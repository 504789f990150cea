/**
 * The events socket: a ZeroMQ PUB socket on which every event of the kernel is published, signed. What a slow client cannot take waits in a
 * bounded queue; when that is full, the oldest events are dropped and counted, and a `kernel.events_dropped` event tells how many. A client
 * that takes nothing at all holds up the others until the heartbeat has disconnected it.
 */
import type { Logger } from '../../base/logging.ts';
import { EventTypes, type SpellEvent } from '../../common/events.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import { withoutContent } from './content.ts';
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

  const queue: SpellEvent[] = [];
  let dropped = 0;
  let sending: Promise<void> | undefined;
  let closing = false;

  // One send at a time: ZeroMQ refuses a second one.
  const send = async (): Promise<void> => {
    for (let event = queue[0]; event !== undefined; event = queue[0]) {
      try {
        await socket.send([...encodeEvent(options.omitContent ? withoutContent(event) : event, key)]);
        if (queue[0] === event) queue.shift();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || closing) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
      if (dropped > 0 && queue.length < QUEUE_LIMIT / 2) reportDropped();
    }
  };
  const reportDropped = (): void => {
    const count = dropped;
    dropped = 0;
    logger.warn({ count }, `a client of the events socket is too slow: ${count} events were dropped`);
    events.emit({ type: EventTypes.KernelEventsDropped, data: { count } });
  };
  const start = (): void => {
    sending ??= send()
      .catch((error: unknown) => {
        if (!closing) logger.error({ err: error }, `the events socket failed: ${(error as Error).message}`);
        queue.length = 0;
      })
      .finally(() => {
        sending = undefined;
        if (queue.length > 0 && !closing) start();
      });
  };
  const unsubscribe = events.subscribe('', (event) => {
    if (queue.length >= QUEUE_LIMIT) {
      queue.shift();
      dropped += 1;
    }
    queue.push(event);
    start();
  });

  return {
    endpoint: socket.lastEndpoint ?? options.endpoint,
    async close() {
      unsubscribe();
      closing = true;
      await sending;
      socket.close();
    },
  };
}
