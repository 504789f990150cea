/**
 * The program's side of a launch in a terminal (common/terminal-rpc.ts): connects to the debug adapter that had it started, waits to be told to
 * run, and serves its debugger. Adapts the connection to the target that a debugger of this kernel has anyway.
 */
import { connect, type Socket } from 'node:net';
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import type { DebugRequest } from '../../common/debug.ts';
import type { EventBatch } from '../../common/editor-rpc.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { ExecutionEnd } from '../../common/execution.ts';
import { TerminalRpc, type TerminalEvent, type TerminalFailure, type TerminalHello, type TerminalRun } from '../../common/terminal-rpc.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import { startOf } from '../discovery/process-identity.ts';
import { SessionTarget } from '../session-target.ts';
import type { VmSession } from '../sessions/vm-session.ts';

/** Any number does: what kind of failure it was is in its data. */
const FAILED = 1;

/** Quick enough for streamed text. */
const BATCH_MS = 25;

export interface TerminalProgramOptions {
  readonly events: EventBus;
  /** Keys of providers that the adapter's editor keeps. */
  readonly secrets: (secrets: TerminalRun['secrets'], storage: TerminalRun['secretStorage']) => void;
  /** The debugger wants the program to end, or is gone without a word. */
  readonly end: (why: 'wanted' | 'lost') => void;
}

export class TerminalProgram {
  private readonly rpc: MessageConnection;
  private target: SessionTarget | undefined;
  private arrived!: (target: SessionTarget) => void;
  /** Requests can come before its VM is made. */
  private readonly whenThere = new Promise<SessionTarget>((resolve) => {
    this.arrived = resolve;
  });
  private told!: (run: TerminalRun) => void;
  private readonly toldToRun = new Promise<TerminalRun>((resolve) => {
    this.told = resolve;
  });
  private isLeft = false;
  private batch: SpellEvent[] = [];
  private batchTimer: NodeJS.Timeout | undefined;

  /** Rejects when nobody listens there any more. */
  static async connect(socketPath: string, options: TerminalProgramOptions): Promise<TerminalProgram> {
    const socket = connect(socketPath);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    }).catch((error: Error) => {
      throw new Error(`the debugger that had this program started is gone (${error.message}): start it again from there, or leave out --debug-socket`, { cause: error });
    });
    return new TerminalProgram(socket, options);
  }

  private constructor(
    private readonly socket: Socket,
    private readonly options: TerminalProgramOptions,
  ) {
    this.rpc = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.rpc.dispose();
      if (!this.isLeft) options.end('lost');
    });
    this.rpc.onError(() => undefined);
    this.rpc.onNotification(TerminalRpc.Run, (run: TerminalRun) => this.told(run));
    this.rpc.onRequest(TerminalRpc.Debug, (request: DebugRequest) => this.debug(request));
    this.rpc.onRequest(TerminalRpc.Detach, () => this.leave());
    this.rpc.onNotification(TerminalRpc.Terminate, () => options.end('wanted'));
    this.rpc.listen();
    // What concerns this kernel alone is no matter of the other.
    options.events.subscribe('', (event) => {
      if (!event.event_type.startsWith('kernel.')) this.collect(event);
    });
    const started = startOf(process.pid);
    const hello: TerminalHello = { pid: process.pid, ...(started !== undefined && { pidStarted: started }) };
    this.notify(TerminalRpc.Hello, hello);
  }

  /** Resolves when the program may begin in this session, with its debugger if it shall have one. Rejects with the signal's reason. */
  async prepare(session: VmSession, signal: AbortSignal): Promise<void> {
    // Breakpoints may be asked about before the program is told to run.
    const target = new SessionTarget(session);
    this.target = target;
    this.arrived(target);
    target.onEvent((event) => this.notify(TerminalRpc.Event, { event } satisfies TerminalEvent));
    const { setup, secrets, secretStorage } = await Promise.race([this.toldToRun, rejectedBy(signal)]);
    this.options.secrets(secrets, secretStorage);
    if (setup !== undefined) await target.attach(setup);
    else await target.detach();
  }

  /** Tells how it ended; resolves when that is known, or nobody is there any more. */
  async finish(end: ExecutionEnd): Promise<void> {
    this.isLeft = true;
    if (this.socket.destroyed) return;
    this.sendBatch();
    await this.rpc.sendRequest(TerminalRpc.Ended, end).catch(() => undefined);
    await new Promise<void>((resolve) => {
      if (this.socket.destroyed) resolve();
      this.socket.once('close', () => resolve());
      this.socket.destroySoon();
    });
  }

  private async debug({ method, params }: DebugRequest): Promise<unknown> {
    try {
      const target = await this.whenThere;
      return await target.request(method, params);
    } catch (error) {
      const { code, message } = error as Error & { readonly code?: unknown };
      throw new ResponseError<TerminalFailure>(FAILED, message, { code: typeof code === 'string' ? code : 'failed' });
    }
  }

  private collect(event: SpellEvent): void {
    if (this.socket.destroyed) return;
    this.batch.push(event);
    this.batchTimer ??= setTimeout(() => this.sendBatch(), BATCH_MS);
  }

  private sendBatch(): void {
    clearTimeout(this.batchTimer);
    this.batchTimer = undefined;
    const events = this.batch;
    this.batch = [];
    if (events.length > 0) this.notify(TerminalRpc.Events, { events } satisfies EventBatch);
  }

  private notify(method: string, params: object): void {
    // A disposed connection throws.
    if (!this.socket.destroyed) void this.rpc.sendNotification(method, params).catch(() => undefined);
  }

  private async leave(): Promise<null> {
    this.isLeft = true;
    await this.target?.detach();
    return null;
  }
}

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const aborted = (): void => reject(signal.reason as Error);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
  });
