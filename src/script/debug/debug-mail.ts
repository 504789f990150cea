/** The debugger's share of the mailbox: which messages can be served where the worker stands, and their replies. */
import type { ToWorker } from '../../common/wire.ts';
import { LuaInterrupt } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { errorData } from './errors.ts';
import type { Evaluation } from './evaluation/evaluation.ts';

export type DebugMessage = Extract<ToWorker, { type: 'debug' | 'attach' | 'detach' }>;

const isDebug = (message: ToWorker): message is DebugMessage => message.type === 'debug' || message.type === 'attach' || message.type === 'detach';
const isCancel = (message: ToWorker): boolean => message.type === 'debug' && message.request.method === 'cancelEvaluate';

export interface MailSurroundings {
  readonly mailbox: Mailbox;
  readonly evaluation: Evaluation;
  /** What the program has written comes before any reply. */
  readonly flushOutput: () => void;
  /** Throws DebugError. */
  readonly answer: (message: DebugMessage) => unknown;
}

export class DebugMail {
  readonly #around: MailSurroundings;

  constructor(around: MailSurroundings) {
    this.#around = around;
  }

  /** During an evaluation only its cancel can be served. */
  wants(message: ToWorker): message is DebugMessage {
    return isDebug(message) && (!this.#around.evaluation.isRunning || isCancel(message));
  }

  /** Serves what is there. */
  serveAll(): void {
    const wanted = (message: ToWorker): boolean => this.wants(message);
    for (let message = this.#around.mailbox.poll(wanted); message !== undefined; message = this.#around.mailbox.poll(wanted)) {
      this.serve(message as DebugMessage);
    }
  }

  /** Sleeps until there is a message, and serves it. Throws LuaInterrupt. */
  serveNext(): void {
    this.serve(this.#around.mailbox.take((message) => this.wants(message)) as DebugMessage);
  }

  /** Throws LuaInterrupt when it ends the evaluation or the program. */
  serve(message: DebugMessage): void {
    const { mailbox, evaluation, flushOutput, answer } = this.#around;
    const { id } = message;
    if (evaluation.isRunning) {
      evaluation.cancel();
      mailbox.post({ type: 'debugReply', id, ok: true, value: null });
      evaluation.tick();
      return;
    }
    try {
      const value = answer(message);
      flushOutput();
      mailbox.post({ type: 'debugReply', id, ok: true, value });
    } catch (error) {
      if (error instanceof LuaInterrupt) throw error;
      flushOutput();
      mailbox.post({ type: 'debugReply', id, ok: false, error: errorData(error) });
    }
  }
}

/** Whether the front end has asked to end the evaluation that runs; answers it then. */
export function takeCancel(mailbox: Mailbox): boolean {
  const message = mailbox.poll(isCancel);
  if (message?.type !== 'debug') return false;
  mailbox.post({ type: 'debugReply', id: message.id, ok: true, value: null });
  return true;
}
