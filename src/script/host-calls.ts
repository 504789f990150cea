/**
 * Host calls as the script sees them: it asks the kernel and waits. Meanwhile the kernel may call Lua functions of the script back (a
 * stream's chunks, a hook), which run here, on top of the waiting call, and may stop at breakpoints or call the host again.
 *
 * What belongs to an outer call while an inner one waits stays in the mailbox: callbacks come one at a time and in order.
 */
import type { HostPoint, HostPointAnswer } from '../common/host-points.ts';
import type { HostValue } from '../common/values.ts';
import type { SourceLine } from '../common/events.ts';
import type { ToWorker } from '../common/wire.ts';
import { LuaInterrupt, type Engine } from './engine/engine.ts';
import type { Mailbox } from './mailbox.ts';
import { HostCallError, type HostCallback } from './services.ts';

type Callback = Extract<ToWorker, { type: 'callback' }>;
type Point = Extract<ToWorker, { type: 'point' }>;

/** What the last callback of a call threw. */
interface CallbackFailure {
  error: Error | undefined;
}

export interface HostCallSurroundings {
  /** The debugger's messages, which are served while a call waits. */
  wants(message: ToWorker): boolean;
  serve(message: ToWorker): void;
  /** The call has reached a point at which the debugger may stop. */
  reached(point: HostPoint): HostPointAnswer;
  /** What the script has written must be seen before the call. */
  beforeCall(): void;
  site(): SourceLine | undefined;
}

export class HostCalls {
  readonly #engine: Engine;
  readonly #mailbox: Mailbox;
  readonly #surroundings: HostCallSurroundings;
  /** Calls whose waiting was ended; their answers are dropped when they come. */
  readonly #abandoned = new Set<number>();
  #count = 0;

  constructor(engine: Engine, mailbox: Mailbox, surroundings: HostCallSurroundings) {
    this.#engine = engine;
    this.#mailbox = mailbox;
    this.#surroundings = surroundings;
  }

  /** Throws HostCallError, what a callback that failed threw, and LuaInterrupt. */
  call(name: string, args: readonly HostValue[], callbacks: ReadonlyMap<number, HostCallback>): readonly HostValue[] {
    const callId = ++this.#count;
    const site = this.#surroundings.site();
    this.#surroundings.beforeCall();
    const position = { call: callId - 1, ticks: this.#engine.ticks };
    this.#mailbox.post({ type: 'call', callId, name, args, ...(site && { site }), position });
    let answered = false;
    const failed: CallbackFailure = { error: undefined };
    try {
      const answer = this.#awaitAnswer(callId, callbacks, failed);
      answered = true;
      // The call failed because of the script's own function: its error goes on with its value.
      if (answer.type === 'failure') throw failed.error ?? new HostCallError(answer.error);
      return answer.value;
    } finally {
      if (!answered) {
        this.#abandoned.add(callId);
        this.#mailbox.post({ type: 'givenUp', callId });
      }
    }
  }

  #awaitAnswer(callId: number, callbacks: ReadonlyMap<number, HostCallback>, failed: CallbackFailure): Extract<ToWorker, { type: 'result' | 'failure' }> {
    for (;;) {
      const message = this.#mailbox.take((candidate) => {
        return this.#surroundings.wants(candidate) || ('callId' in candidate && (candidate.callId === callId || this.#abandoned.has(candidate.callId)));
      });
      if (!('callId' in message)) this.#surroundings.serve(message);
      else if (message.callId !== callId) this.#drop(message);
      else if (message.type === 'callback') this.#callBack(message, callbacks, failed);
      else if (message.type === 'point') this.#reached(message);
      else return message;
    }
  }

  #callBack(message: Callback, callbacks: ReadonlyMap<number, HostCallback>, failed: CallbackFailure): void {
    const { callbackId } = message;
    const callback = callbacks.get(message.function);
    if (callback === undefined) {
      this.#mailbox.post({ type: 'callbackResult', callbackId, ok: false, value: [], error: 'this Lua function does not belong to the call' });
      return;
    }
    try {
      const value = callback(message.args);
      this.#surroundings.beforeCall();
      this.#mailbox.post({ type: 'callbackResult', callbackId, ok: true, value });
    } catch (error) {
      // An interrupt ends the waiting call as well.
      if (error instanceof LuaInterrupt) throw error;
      failed.error = error instanceof Error ? error : new Error(String(error));
      this.#surroundings.beforeCall();
      this.#mailbox.post({ type: 'callbackResult', callbackId, ok: false, value: [], error: failed.error.message });
    }
  }

  #reached({ pointId, point }: Point): void {
    const answer = this.#surroundings.reached(point);
    this.#surroundings.beforeCall();
    this.#mailbox.post({ type: 'pointResult', pointId, answer });
  }

  #drop(message: Extract<ToWorker, { callId: number }>): void {
    if (message.type === 'point') this.#mailbox.post({ type: 'pointResult', pointId: message.pointId, answer: {} });
    else if (message.type !== 'callback') this.#abandoned.delete(message.callId);
    else this.#mailbox.post({ type: 'callbackResult', callbackId: message.callbackId, ok: false, value: [], error: 'the call was given up' });
  }
}
