/**
 * A client of the events socket: receives events, refuses what is not signed with the kernel's key, and finds holes by the sequence so that
 * its owner can ask for what is missing.
 */
import type { SpellEvent } from '../../common/events.ts';
import { decodeEvent } from './frames.ts';
import { loadZeroMQ } from './zeromq.ts';

export interface EventSubscriber {
  close(): void;
  /** Resolves when the socket was closed. */
  readonly ended: Promise<void>;
}

export interface EventSubscriberOptions {
  readonly endpoint: string;
  readonly key: string;
  /** Event types by prefix; default all. */
  readonly prefixes?: readonly string[];
  readonly onEvent: (event: SpellEvent) => void;
  /** A message that must not be believed. */
  readonly onRefused?: (reason: string) => void;
}

/** Rejects when ZeroMQ cannot be loaded. Connecting goes on in the background. */
export async function subscribeEvents(options: EventSubscriberOptions): Promise<EventSubscriber> {
  const zeromq = await loadZeroMQ();
  // The kernel bounds what waits for us; a limit here as well would drop events that nobody counts.
  const socket = new zeromq.Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  socket.connect(options.endpoint);
  socket.subscribe(...(options.prefixes ?? ['']));

  const receive = async (): Promise<void> => {
    for await (const frames of socket) {
      const decoded = decodeEvent(frames, options.key);
      if ('event' in decoded) options.onEvent(decoded.event);
      else options.onRefused?.(decoded.refused);
    }
  };
  return { close: () => socket.close(), ended: receive().catch(() => undefined) };
}

/**
 * Puts a stream of events in order when some were missed: holes are filled by asking for the events after the last one, and what came
 * twice is left out.
 */
export class SequenceFiller {
  private last = 0;
  private filling: Promise<void> | undefined;
  private readonly held: SpellEvent[] = [];

  constructor(
    private readonly since: (sequence: number) => Promise<readonly SpellEvent[]>,
    private readonly deliver: (event: SpellEvent) => void,
  ) {}

  push(event: SpellEvent): void {
    if (this.filling) {
      this.held.push(event);
      return;
    }
    if (event.sequence === this.last + 1) this.pass(event);
    else if (event.sequence > this.last) {
      this.held.push(event);
      void this.fill();
    }
  }

  /** Fetches what was emitted before the first event arrived. */
  fill(): Promise<void> {
    this.filling ??= this.since(this.last)
      .then((events) => {
        for (const event of events) this.pass(event);
      })
      // The kernel is gone or has forgotten them: what is held is still worth showing.
      .catch(() => undefined)
      .finally(() => {
        this.filling = undefined;
        for (const event of this.held.splice(0)) this.pass(event);
      });
    return this.filling;
  }

  private pass(event: SpellEvent): void {
    if (event.sequence <= this.last) return;
    this.last = event.sequence;
    this.deliver(event);
  }
}
