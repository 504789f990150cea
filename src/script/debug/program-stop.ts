/**
 * A stop of the program: it sleeps in the mailbox, inside of the engine's handler, and serves a front end until that says how to go on. Its
 * stack is whole meanwhile, and the kernel's threads go on.
 */
import type { DebugEvent, StopReason } from '../../common/debug.ts';
import type { LuaThread } from '../engine/engine.ts';
import type { DebugMail } from './debug-mail.ts';
import type { Parts } from './parts.ts';
import { armResume, type Resume } from './stepping/resume.ts';
import { stoppedEvent, type StopDetails } from './stop-details.ts';

export interface ProgramStopSurroundings {
  readonly parts: Parts;
  readonly mail: DebugMail;
  /** What the program has written comes before the stop. */
  readonly flushOutput: () => void;
  readonly event: (event: DebugEvent) => void;
}

export type StoppedAt = StopDetails & { readonly thread: LuaThread };

export class ProgramStop {
  readonly #around: ProgramStopSurroundings;
  #at: StoppedAt | undefined;
  #resume: Resume | undefined;
  #movedBy: 'goto' | 'restart' | undefined;
  #heldMs = 0;

  constructor(around: ProgramStopSurroundings) {
    this.#around = around;
  }

  /** Undefined while the program runs. */
  get at(): StoppedAt | undefined {
    return this.#at;
  }

  /** Milliseconds spent in stops so far. */
  get heldMs(): number {
    return this.#heldMs;
  }

  /** The program goes on as soon as the request that is being served has been answered. */
  resume(how: Resume): void {
    this.#resume = how;
  }

  /** The stopped program stands elsewhere now: the front end hears of it as of another stop. */
  moved(by: 'goto' | 'restart'): void {
    this.#movedBy = by;
  }

  /** Returns when the program shall go on; the engine is then armed for it. Throws LuaInterrupt. */
  hold(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    const { parts, flushOutput, event } = this.#around;
    this.#resume = undefined;
    flushOutput();
    this.#at = { ...details, thread };
    const started = performance.now();
    let how: Resume;
    try {
      this.#announce(thread, reason, details);
      how = this.#serveUntilResumed(thread);
    } finally {
      this.#at = undefined;
      parts.forgetReferences();
      this.#heldMs += performance.now() - started;
    }
    event({ type: 'continued', thread: parts.threads.idOf(thread) });
    armResume(parts.engine, how);
  }

  #announce(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    const { parts, event } = this.#around;
    parts.threads.announce();
    parts.dataBreakpoints.sweep();
    event(stoppedEvent(parts, thread, reason, details));
  }

  #serveUntilResumed(thread: LuaThread): Resume {
    for (;;) {
      this.#around.mail.serveNext();
      if (this.#resume !== undefined) return this.#resume;
      if (this.#movedBy !== undefined) this.#announceMove(thread, this.#movedBy);
    }
  }

  /** What the program stopped for is over, what was shown of it is stale. */
  #announceMove(thread: LuaThread, by: 'goto' | 'restart'): void {
    this.#movedBy = undefined;
    this.#around.parts.forgetReferences();
    this.#at = { thread };
    this.#announce(thread, by, {});
  }
}
