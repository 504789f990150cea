/**
 * Runs Lua for the debugger: with a limit on Lua's own time (waiting for the kernel does not count), ended at once by `cancel`,
 * and always by an interrupt of the execution.
 */
import type { Mailbox } from '../../mailbox.ts';
import { LuaError, LuaInterrupt, type Engine, type LuaFrame, type LuaValue } from '../../engine/engine.ts';
import type { OuterLocals } from './outer-locals.ts';
import { evaluationCancelled, evaluationFailed, evaluationTimeout } from '../errors.ts';

export const DEFAULT_LIMIT_MS = 5000;

interface Running {
  readonly limitMs: number;
  /** Looked at first at a tick: most conditions are over before. */
  startedAt?: number;
  waitedBefore: number;
  outcome?: 'timeout' | 'cancelled';
}

export class Evaluation {
  readonly #engine: Engine;
  readonly #mailbox: Pick<Mailbox, 'waitedMs' | 'throwIfInterrupted'>;
  /** Whether the front end has asked to cancel; asked at ticks. */
  readonly #cancelAsked: () => boolean;
  readonly #outer: OuterLocals | undefined;
  #running: Running | undefined;

  constructor(engine: Engine, mailbox: Pick<Mailbox, 'waitedMs' | 'throwIfInterrupted'>, cancelAsked: () => boolean, outer?: OuterLocals) {
    this.#engine = engine;
    this.#mailbox = mailbox;
    this.#cancelAsked = cancelAsked;
    this.#outer = outer;
  }

  /** How many pieces of Lua have been run so far: what was known of the program's values before may be stale. */
  count = 0;

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** `names` come before those of the frame; `assigned` is told those that were set. Throws DebugError: Lua's error, the time limit, or the cancel. */
  evaluate(text: string, frame: LuaFrame | undefined, limitMs: number, names?: ReadonlyMap<string, LuaValue>, assigned?: (name: string, value: LuaValue) => void): LuaValue[] {
    return this.limited(() => {
      const variables = this.#outer?.variables(text, frame, names);
      try {
        return this.#engine.evaluate(text, frame, { deadlineMs: Infinity, ...(names && { names }), ...(variables && { variables }), ...(assigned && { assigned }) });
      } catch (error) {
        if (error instanceof LuaError) throw evaluationFailed(plainMessage(error.message, text), error);
        throw error;
      }
    }, limitMs);
  }

  /** Runs something that may run Lua under the limit. The outermost limit holds. */
  limited<T>(run: () => T, limitMs = DEFAULT_LIMIT_MS): T {
    this.count++;
    if (this.#running !== undefined) return run();
    const running: Running = { limitMs, waitedBefore: this.#mailbox.waitedMs };
    this.#running = running;
    try {
      return run();
    } catch (error) {
      // The engine ends what no limit was given for by a limit of its own.
      if (error instanceof LuaInterrupt && error.reason === 'time') throw running.outcome === 'cancelled' ? evaluationCancelled() : evaluationTimeout(limitMs / 1000);
      throw error;
    } finally {
      this.#running = undefined;
    }
  }

  /** The front end does not want the result any more: the next tick ends it. */
  cancel(): void {
    if (this.#running !== undefined) this.#running.outcome ??= 'cancelled';
  }

  /** Called by the engine while such Lua runs, and by host calls while it waits. Throws what ends it. */
  tick(): void {
    this.#mailbox.throwIfInterrupted();
    const running = this.#running;
    if (running === undefined) return;
    if (running.outcome === undefined) {
      running.startedAt ??= performance.now() - (this.#mailbox.waitedMs - running.waitedBefore);
      const used = performance.now() - running.startedAt - (this.#mailbox.waitedMs - running.waitedBefore);
      if (used > running.limitMs) running.outcome = 'timeout';
      else if (this.#cancelAsked()) running.outcome = 'cancelled';
    }
    if (running.outcome !== undefined) throw new LuaInterrupt('time', 'the evaluation was ended');
  }
}

/** The place in evaluated text: nothing to say of one line, a line of several. */
const plainMessage = (message: string, text: string): string =>
  message.replace(/^\(evaluate\):(\d+): /, (_, line: string) => (text.includes('\n') ? `line ${line}: ` : ''));
