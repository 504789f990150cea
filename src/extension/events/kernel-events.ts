/**
 * The events of the window's kernels: follows each kernel over its events socket, or over JSON-RPC where ZeroMQ cannot be loaded, and
 * hands them on in order. When a kernel dies, the event it could not send any more is made here.
 */
import { randomUUID } from 'node:crypto';
import { EVENT_SCHEMA_VERSION, EventTypes, type SpellEvent } from '../../common/events.ts';
import { openEventStream, type EventStream } from '../../kernel/client/event-stream.ts';
import type { RunningKernel } from '../kernel/supervisor.ts';

export interface KernelEventsOptions {
  onEvents(events: readonly SpellEvent[]): void;
  log(message: string): void;
}

export class KernelEvents {
  readonly #options: KernelEventsOptions;
  #stream: EventStream | undefined;
  readonly #attached = new Map<string, Promise<EventStream | undefined>>();

  constructor(options: KernelEventsOptions) {
    this.#options = options;
  }

  async follow(kernel: RunningKernel): Promise<void> {
    this.#stream?.close();
    this.#stream = undefined;
    try {
      this.#stream = await openEventStream({
        connectionFile: kernel.ready.connectionFile,
        since: (sequence) => kernel.process.eventsSince(sequence),
        onEvent: (event) => this.#options.onEvents([event]),
        onRefused: (reason) => this.#options.log(`An event was refused: ${reason}`),
      });
    } catch (error) {
      this.#options.log(`Events come over the kernel's standard output: ${error instanceof Error ? error.message : String(error)}`);
      await kernel.process.subscribe(({ events }) => this.#options.onEvents(events));
    }
  }

  /**
   * Also shows the events of a kernel that a debug session is attached to. Over TCP they come without message content, and only from now on.
   * `session` ends it.
   */
  followAttached(session: string, connectionFile: string): void {
    const opening = openEventStream({
      connectionFile,
      since: () => Promise.resolve([]),
      onEvent: (event) => this.#options.onEvents([event]),
      onRefused: (reason) => this.#options.log(`An event was refused: ${reason}`),
    }).catch((error: unknown) => {
      this.#options.log(`The attached kernel's events are not shown: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    this.#attached.set(session, opening);
  }

  leaveAttached(session: string): void {
    void this.#attached.get(session)?.then((stream) => stream?.close());
    this.#attached.delete(session);
  }

  /** The kernel is gone without a word: whatever it was doing has ended. */
  lost(kernelId: string, reason: string): void {
    this.#stream?.close();
    this.#stream = undefined;
    const event: SpellEvent = {
      id: randomUUID(),
      event_type: EventTypes.KernelStop,
      timestamp: new Date().toISOString(),
      sequence: 0,
      kernel_id: kernelId,
      attributes: {},
      data: { reason },
      schema_version: EVENT_SCHEMA_VERSION,
    };
    this.#options.onEvents([event]);
  }

  dispose(): void {
    this.#stream?.close();
    for (const session of [...this.#attached.keys()]) this.leaveAttached(session);
  }
}
