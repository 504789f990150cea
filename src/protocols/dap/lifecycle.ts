/**
 * Which program a debug session has: it gets one, gets another by each restart, and loses it once and for all. Restarts come one after the
 * other, and whoever asks for the end wins: a program that is on its way then is given back and never starts.
 */
import type { Debuggee } from './debuggee.ts';
import { alreadyStarted, sessionEnded } from './errors.ts';

export class Lifecycle {
  debuggee: Debuggee | undefined;
  #isPreparing = false;
  #isEnding = false;
  #restarts: Promise<unknown> = Promise.resolve();

  /** The end was asked for, or the client is gone. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Gets the session its program; a session has one. Throws DapError. */
  async prepare(make: () => Promise<Debuggee>): Promise<void> {
    if (this.debuggee !== undefined || this.#isPreparing) throw alreadyStarted();
    if (this.#isEnding) throw sessionEnded();
    this.#isPreparing = true;
    try {
      await this.adopt(await make());
    } finally {
      this.#isPreparing = false;
    }
  }

  /** Takes a program under the debugger, or leaves it to nobody when the end was asked for meanwhile. Throws DapError then. */
  async adopt(debuggee: Debuggee): Promise<void> {
    if (this.#isEnding) {
      await debuggee.abandon();
      throw sessionEnded();
    }
    this.debuggee = debuggee;
  }

  /** Runs a restart when those before it are done. */
  restart<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#restarts.then(() => {
      if (this.#isEnding) throw sessionEnded();
      return work();
    });
    this.#restarts = turn.catch(() => undefined);
    return turn;
  }

  /** From now on nothing starts any more. */
  forbidStarts(): void {
    this.#isEnding = true;
  }

  /** Asks for the end; resolves when no restart is under way, so that `debuggee` is the last one. */
  async end(): Promise<void> {
    this.forbidStarts();
    await this.#restarts;
  }
}
