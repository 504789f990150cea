/**
 * The events of the window: follows its kernel over the events socket, or over JSON-RPC where ZeroMQ cannot be loaded, and other kernels over
 * the debug sessions that are attached to them. Hands them on in order, each once. When the kernel dies, the event it could not send any more is
 * made here.
 */
import { randomUUID } from 'node:crypto';
import { EVENT_SCHEMA_VERSION, EventTypes, type SpellEvent } from '../../common/events.ts';
import { openEventStream, type EventStream } from '../../kernel/client/event-stream.ts';
import type { RunningKernel } from '../kernel/supervisor.ts';

export interface KernelEventsOptions {
  onEvents(events: readonly SpellEvent[]): void;
  log(message: string): void;
}

/** A debug session that is attached to a kernel. */
export interface AttachedSession {
  readonly id: string;
  customRequest(command: string): Thenable<unknown>;
}

/** What has come over a debug session. */
interface Followed {
  kernelId: string;
  sequence: number;
}

export class KernelEvents {
  readonly #options: KernelEventsOptions;
  /** The kernel of this window. */
  #ownKernel: string | undefined;
  /** Of the window's kernel; undefined inside when it could not be opened. */
  #stream: Promise<EventStream | undefined> | undefined;
  /** By debug session. */
  readonly #attached = new Map<string, Followed>();

  constructor(options: KernelEventsOptions) {
    this.#options = options;
  }

  async follow(kernel: RunningKernel): Promise<void> {
    this.#leaveOwn();
    this.#ownKernel = kernel.ready.kernelId;
    this.#stream = this.#open(kernel);
    if ((await this.#stream) === undefined) await kernel.process.subscribe(({ events }) => this.#options.onEvents(events));
  }

  async #open({ ready, process }: RunningKernel): Promise<EventStream | undefined> {
    try {
      return await openEventStream({
        connectionFile: ready.connectionFile,
        since: (sequence) => process.eventsSince(sequence),
        onEvent: (event) => this.#options.onEvents([event]),
        onRefused: (reason) => this.#options.log(`An event was refused: ${reason}`),
      });
    } catch (error) {
      this.#options.log(`Events come over the kernel's standard output: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Also closes a stream that is still opening: a kernel may die at once. */
  #leaveOwn(): void {
    void this.#stream?.then((stream) => stream?.close());
    this.#stream = undefined;
  }

  /** Also shows what the kernel does that a debug session is attached to, until the session ends: its adapter sends it (`receiveAttached`). */
  async followAttached(session: AttachedSession): Promise<void> {
    this.#attached.set(session.id, { kernelId: '', sequence: 0 });
    try {
      await session.customRequest('followEvents');
    } catch (error) {
      this.#options.log(`The attached kernel's events are not shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  receiveAttached(session: string, events: readonly SpellEvent[]): void {
    const followed = this.#attached.get(session);
    if (followed === undefined) return;
    const isNew = events.filter(({ kernel_id: id, sequence }) => id !== this.#ownKernel && sequence > this.#newest(id));
    const newest = events.at(-1);
    if (newest !== undefined) Object.assign(followed, { kernelId: newest.kernel_id, sequence: newest.sequence } satisfies Followed);
    if (isNew.length > 0) this.#options.onEvents(isNew);
  }

  leaveAttached(session: string): void {
    this.#attached.delete(session);
  }

  /** Of a kernel that sessions are attached to: several bring the same events. */
  #newest(kernel: string): number {
    return Math.max(0, ...[...this.#attached.values()].filter(({ kernelId }) => kernelId === kernel).map(({ sequence }) => sequence));
  }

  /** The kernel is gone without a word: whatever it was doing has ended. */
  lost(kernelId: string, reason: string): void {
    this.#leaveOwn();
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
    this.#leaveOwn();
    this.#attached.clear();
  }
}
