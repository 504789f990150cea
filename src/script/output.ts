/**
 * The script's output on its way to the kernel. The first write after a pause goes at once, so that a print shows when it happens; a
 * script that floods is put together into larger pieces, and waits while too much of it is undelivered.
 */
import type { SourceLine } from '../common/events.ts';
import { OUTPUT_CREDIT } from '../common/wire.ts';
import { LuaInterrupt } from './engine/engine.ts';
import type { Mailbox } from './mailbox.ts';

type Category = 'stdout' | 'stderr';

/** Bytes of one piece. */
const MAX_PIECE = 32 * 1024;
/** So long may written bytes wait for more. */
const MAX_DELAY_MS = 5;
/** How often the clock is looked at meanwhile, in ticks of the VM. */
const LOOK_AGAIN_TICKS = 2000;

export interface OutputSurroundings {
  /** Asks for `flushIfDue` after so many more ticks of the VM. */
  tickIn(ticks: number): void;
  /** Serves what can be served while the script waits for its output to be taken. */
  serveWaiting(): void;
  /** The program stands in the debugger: what is written meanwhile is the user's doing. */
  readonly isHeld: boolean;
}

export class OutputStream {
  readonly #mailbox: Mailbox;
  readonly #surroundings: OutputSurroundings;
  #parts: Uint8Array[] = [];
  #size = 0;
  #category: Category = 'stdout';
  #site: SourceLine | undefined;
  #lastPost = -Infinity;
  /** Bytes of the execution. */
  #written = 0;

  constructor(mailbox: Mailbox, surroundings: OutputSurroundings) {
    this.#mailbox = mailbox;
    this.#surroundings = surroundings;
  }

  /** A new execution begins. */
  begin(): void {
    this.#written = 0;
  }

  /**
   * The bytes are kept: whoever calls does not write into them again. Throws LuaInterrupt when interrupted while waiting, and when the
   * execution has written more than it may: what it may is written before.
   */
  write(category: Category, data: Uint8Array, site: SourceLine | undefined): void {
    if (data.length === 0) return;
    const left = this.#left();
    this.#append(category, data.length > left ? data.subarray(0, left) : data, site);
    if (data.length > left) this.#exceeded();
    if (this.#mailbox.outputInFlight > OUTPUT_CREDIT) this.#waitForCredit();
  }

  /** Bytes that may still be written. */
  #left(): number {
    const limit = this.#surroundings.isHeld ? 0 : this.#mailbox.outputLimit;
    return limit === 0 ? Infinity : Math.max(0, limit - this.#written);
  }

  #exceeded(): never {
    this.flush();
    throw new LuaInterrupt('output', 'the script wrote more output than it may');
  }

  #append(category: Category, data: Uint8Array, site: SourceLine | undefined): void {
    if (data.length === 0) return;
    if (this.#size > 0 && !this.#continues(category, site)) this.flush();
    this.#category = category;
    this.#site = site;
    this.#parts.push(data);
    this.#size += data.length;
    if (!this.#surroundings.isHeld) this.#written += data.length;
    if (this.#size >= MAX_PIECE || performance.now() - this.#lastPost > MAX_DELAY_MS) this.flush();
    else this.#surroundings.tickIn(LOOK_AGAIN_TICKS);
  }

  /** Before anything that the kernel must see after the output: a host call, a stop, the end. */
  flush(): void {
    if (this.#size === 0) return;
    const data = this.#parts.length === 1 ? Uint8Array.from(this.#parts[0]!) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    this.#lastPost = performance.now();
    this.#mailbox.addOutputInFlight(data.length);
    this.#mailbox.post({ type: 'output', category: this.#category, data, ...(this.#site && { site: this.#site }) });
  }

  /** At a tick. */
  flushIfDue(): void {
    if (this.#size === 0) return;
    if (performance.now() - this.#lastPost > MAX_DELAY_MS) this.flush();
    else this.#surroundings.tickIn(LOOK_AGAIN_TICKS);
  }

  #continues(category: Category, site: SourceLine | undefined): boolean {
    return category === this.#category && site?.line === this.#site?.line && site?.file === this.#site?.file;
  }

  #waitForCredit(): void {
    this.flush();
    this.#mailbox.waitUntil(() => {
      this.#surroundings.serveWaiting();
      return this.#mailbox.outputInFlight <= OUTPUT_CREDIT;
    });
  }
}
