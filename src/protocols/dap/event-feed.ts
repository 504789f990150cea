/**
 * The events of the kernel for a debug client that asks for them, as DAP events of our own (`spellEvents`): whole, with message content, because a
 * debug client has proved itself where the events socket cannot ask. They come in batches and no faster than the client reads; what waits for
 * it is only what the kernel keeps anyway.
 */
import type { Writable } from 'node:stream';
import type { SpellEvent } from '../../common/events.ts';
import { room } from './room.ts';
import type { KernelEvents } from './target.ts';

/** Quick enough for streamed text. */
const BATCH_MS = 25;

export class EventFeed {
  readonly #events: KernelEvents;
  readonly #stream: Writable;
  readonly #send: (events: readonly SpellEvent[]) => void;
  /** The sequence of the newest event that needs not be told. */
  #last: number;
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Its client gets what happens from now on, whenever it asks. */
  constructor(events: KernelEvents, stream: Writable, send: (events: readonly SpellEvent[]) => void) {
    this.#events = events;
    this.#stream = stream;
    this.#send = send;
    this.#last = events.sequence;
  }

  begin(): void {
    if (this.#unsubscribe !== undefined) return;
    this.#unsubscribe = this.#events.subscribe('', () => this.#schedule());
    this.flush();
  }

  /** Sends at once what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unsubscribe === undefined) return;
    const events = this.#events.since(this.#last);
    const newest = events.at(-1);
    if (newest === undefined) return;
    this.#last = newest.sequence;
    this.#send(events);
  }

  end(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#flushWhenRead(), BATCH_MS);
  }

  async #flushWhenRead(): Promise<void> {
    await room(this.#stream);
    this.flush();
  }
}
