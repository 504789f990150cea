/**
 * The script worker's mailbox: adapts the kernel's asynchronous messages (`common/wire.ts`) to a thread that never returns to an event
 * loop. The worker polls between instructions or sleeps in `Atomics.wait` until there is something it can serve where it stands.
 *
 * Messages that cannot be served yet (the answer of an outer host call, while a callback of it is stopped at a breakpoint) stay queued in
 * order. An interrupt needs no message: it is a number in shared memory, so it also reaches a worker that reads no mail.
 */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { ControlSlot, type FromWorker, type ToWorker } from '../common/wire.ts';
import { LuaInterrupt } from './engine/engine.ts';

/** What is asked for in `ControlSlot.Interrupt`. */
const Interrupt = { None: 0, Interrupt: 1, Terminate: 2 } as const;

export type Wanted = (message: ToWorker) => boolean;

export class Mailbox {
  readonly #port: MessagePort;
  readonly #control: Int32Array;
  /** Received, and not wanted by anyone so far. */
  readonly #queue: ToWorker[] = [];
  #waitedMs = 0;
  /** `Wake` when the port was last read. */
  #readAt = 0;

  constructor(port: MessagePort, control: SharedArrayBuffer) {
    this.#port = port;
    this.#control = new Int32Array(control);
  }

  post(message: FromWorker): void {
    this.#port.postMessage(message);
  }

  /** The oldest message that is wanted, if there is one now. Never sleeps. */
  poll(wanted: Wanted): ToWorker | undefined {
    this.#readAt = Atomics.load(this.#control, ControlSlot.Wake);
    for (;;) {
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) break;
      this.#queue.push(received.message as ToWorker);
    }
    const index = this.#queue.findIndex(wanted);
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }

  /** Sleeps until a wanted message is there. Throws LuaInterrupt when the execution is interrupted or terminated. */
  take(wanted: Wanted): ToWorker {
    for (;;) {
      const seen = Atomics.load(this.#control, ControlSlot.Wake);
      this.throwIfInterrupted();
      const message = this.poll(wanted);
      if (message !== undefined) return message;
      this.#sleep(seen);
    }
  }

  /** As `take`, for a worker that runs nothing: interrupts of an execution that has ended are forgotten. */
  takeIdle(wanted: Wanted): ToWorker {
    for (;;) {
      const seen = Atomics.load(this.#control, ControlSlot.Wake);
      const message = this.poll(wanted);
      if (message !== undefined) return message;
      Atomics.compareExchange(this.#control, ControlSlot.Interrupt, Interrupt.Interrupt, Interrupt.None);
      this.#sleep(seen);
    }
  }

  /** Sleeps until the kernel stirs (a message, output credit, an interrupt); `satisfied` is asked before each sleep. */
  waitUntil(satisfied: () => boolean): void {
    for (;;) {
      const seen = Atomics.load(this.#control, ControlSlot.Wake);
      this.throwIfInterrupted();
      if (satisfied()) return;
      this.#sleep(seen);
    }
  }

  /** Whether the kernel has stirred since the port was last read. */
  get hasNews(): boolean {
    return Atomics.load(this.#control, ControlSlot.Wake) !== this.#readAt;
  }

  /** Milliseconds slept so far: time that is not Lua's. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  throwIfInterrupted(): void {
    const asked = Atomics.load(this.#control, ControlSlot.Interrupt);
    if (asked === Interrupt.Terminate) throw new LuaInterrupt('terminated', 'terminated');
    if (asked === Interrupt.Interrupt) throw new LuaInterrupt('interrupted', 'interrupted');
  }

  /** The interrupt has done its work: the next execution starts without it. Terminate stays, the worker is about to go. */
  clearInterrupt(): void {
    Atomics.compareExchange(this.#control, ControlSlot.Interrupt, Interrupt.Interrupt, Interrupt.None);
  }

  addOutputInFlight(bytes: number): number {
    return Atomics.add(this.#control, ControlSlot.OutputInFlight, bytes) + bytes;
  }

  /** Bytes; 0: none. The kernel may change it while the program runs. */
  get outputLimit(): number {
    return Atomics.load(this.#control, ControlSlot.OutputLimit) * 1024;
  }

  get outputInFlight(): number {
    return Atomics.load(this.#control, ControlSlot.OutputInFlight);
  }

  #sleep(seen: number): void {
    const start = performance.now();
    Atomics.wait(this.#control, ControlSlot.Wake, seen);
    this.#waitedMs += performance.now() - start;
  }
}
