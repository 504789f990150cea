/**
 * A whole script VM (engine, debugger, globals) in the test's own thread, whose mailbox is served by the test: a run under a debugger that does
 * exactly what the test says, without any clock.
 */
import { MessageChannel } from 'node:worker_threads';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebugEvent, DebugMethod, DebugRequest, DebugRequests, DebugSetup } from '../../src/common/debug.ts';
import type { ExecutionEnd } from '../../src/common/execution.ts';
import { CONTROL_SLOTS, type FromWorker, type ToWorker } from '../../src/common/wire.ts';
import { createEngine } from '../../src/script/engine/index.ts';
import { Mailbox, type Wanted } from '../../src/script/mailbox.ts';
import { ScriptVm } from '../../src/script/script-vm.ts';

export type Stopped = Extract<DebugEvent, { type: 'stopped' }>;
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** What a debugger does at one stop: yields requests, gets their replies; the last one resumes. */
export type AtStop = (stop: Stopped) => Generator<DebugRequest, void, Reply>;

export interface ScriptedDebugger {
  readonly setup: Partial<DebugSetup>;
  readonly atStop: AtStop;
  /** Asked at each tick that was called for; `null`: nothing. */
  readonly atTick?: () => DebugRequest | null;
  /** Called when the program goes on: after so many ticks `atTick` is asked. */
  readonly ticksUntilAsked?: () => number;
}

export interface ScriptedRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: ExecutionEnd;
  readonly ticks: number;
  readonly stops: readonly Stopped[];
  readonly events: readonly DebugEvent[];
}

export const request = <M extends DebugMethod>(method: M, params: DebugRequests[M][0]): DebugRequest => ({ method, params }) as DebugRequest;

const TICK_LIMIT = 1;

class Finished extends Error {}

class ScriptedMailbox extends Mailbox {
  readonly posted: FromWorker[] = [];
  readonly stops: Stopped[] = [];
  readonly #debugger: ScriptedDebugger | undefined;
  readonly #first: ToWorker;
  readonly #limits: Float64Array;
  #isStarted = false;
  #atStop: Generator<DebugRequest, void, Reply> | undefined;
  #reply: Reply = { ok: true, value: null };
  #askAt = Infinity;
  #ids = 0;

  constructor(first: ToWorker, scripted: ScriptedDebugger | undefined, tickBuffer: SharedArrayBuffer) {
    const { port1, port2 } = new MessageChannel();
    super(port1, new SharedArrayBuffer(CONTROL_SLOTS * Int32Array.BYTES_PER_ELEMENT));
    port2.close();
    this.#first = first;
    this.#debugger = scripted;
    this.#limits = new Float64Array(tickBuffer);
  }

  override post(message: FromWorker): void {
    this.posted.push(message);
    if (message.type === 'debugReply') this.#reply = message.ok ? { ok: true, value: message.value } : { ok: false, message: message.error.message };
    if (message.type !== 'debugEvent') return;
    const { event } = message;
    if (event.type === 'stopped') {
      this.stops.push(event);
      this.#atStop = this.#debugger?.atStop(event);
    } else if (event.type === 'continued') {
      this.#atStop = undefined;
      this.callAttention();
    }
  }

  /** As the kernel does: a limit that the VM reaches. */
  callAttention(): void {
    const after = this.#debugger?.ticksUntilAsked?.();
    if (after === undefined) return;
    this.#askAt = this.#limits[0]! + after;
    this.#limits[TICK_LIMIT] = Math.min(this.#limits[TICK_LIMIT]!, this.#askAt);
  }

  override takeIdle(): ToWorker {
    if (this.#isStarted) throw new Finished();
    this.#isStarted = true;
    return this.#first;
  }

  override take(wanted: Wanted): ToWorker {
    const call = this.posted.at(-1);
    if (this.#atStop === undefined && call?.type === 'call') return { type: 'failure', callId: call.callId, error: { code: 'none', message: `${call.name} is not here` } };
    const next = this.#atStop?.next(this.#reply);
    if (next === undefined || next.done) throw new Error('the script of a stop ended without resuming the program');
    const message = this.#message(next.value);
    if (!wanted(message)) throw new Error(`${next.value.method} cannot be served here`);
    return message;
  }

  override poll(wanted: Wanted): ToWorker | undefined {
    if (this.#atStop !== undefined || this.#limits[0]! < this.#askAt) return undefined;
    this.#askAt = Infinity;
    const asked = this.#debugger?.atTick?.() ?? null;
    this.callAttention();
    const message = asked && this.#message(asked);
    return message && wanted(message) ? message : undefined;
  }

  override get outputInFlight(): number {
    return 0;
  }

  #message(asked: DebugRequest): ToWorker {
    return { type: 'debug', id: ++this.#ids, request: asked };
  }
}

/** Runs a program to its end, undebugged or under the debugger. */
export function runScripted(text: string, scripted?: ScriptedDebugger): ScriptedRun {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-vm-')));
  try {
    const path = join(folder, 'main.lua');
    writeFileSync(path, text);
    return runFile(path, scripted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function runFile(path: string, scripted?: ScriptedDebugger): ScriptedRun {
  const engine = createEngine({ memoryLimit: 0, handlers: {} });
  const context = { executionId: 'e', sessionId: 's', correlationId: 'c', cwd: '/', env: {}, scriptPath: path, origin: 'dap' } as const;
  const setup: DebugSetup = { stopOnEntry: false, skipFiles: [], breakpoints: [], functionBreakpoints: [], exceptions: [], ...scripted?.setup };
  const mailbox = new ScriptedMailbox({ type: 'run', context, program: { kind: 'file', path }, args: [], ...(scripted && { debug: setup }) }, scripted, engine.tickBuffer);
  const before = engine.ticks;
  const vm = new ScriptVm(mailbox, engine);
  mailbox.callAttention();
  try {
    vm.serve();
  } catch (error) {
    if (!(error instanceof Finished)) throw error;
  }
  const events = mailbox.posted.flatMap((message) => (message.type === 'debugEvent' ? [message.event] : []));
  const written = (category: string): string =>
    Buffer.concat(mailbox.posted.flatMap((message) => (message.type === 'output' && message.category === category ? [message.data] : []))).toString('latin1');
  const ended = mailbox.posted.find((message) => message.type === 'ended');
  if (ended === undefined) throw new Error('the program did not end');
  return { stdout: written('stdout'), stderr: written('stderr'), end: ended.end, ticks: engine.ticks - before, stops: mailbox.stops, events };
}
