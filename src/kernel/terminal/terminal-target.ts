/**
 * A program that runs in a terminal, as the debug adapter sees it (DebugTarget): everything goes over the connection that the program opened
 * (common/terminal-rpc.ts). What it writes is the terminal's.
 */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../../common/debug.ts';
import type { EventBatch } from '../../common/editor-rpc.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { ExecutionEnd } from '../../common/execution.ts';
import { TerminalRpc, type TerminalEvent, type TerminalFailure, type TerminalHello, type TerminalRun } from '../../common/terminal-rpc.ts';
import type { DebugTarget, LaunchSpec } from '../../protocols/dap/target.ts';
import { isSameProcess } from '../discovery/process-identity.ts';
import { DebugRequestError } from '../sessions/debug-channel.ts';

/** So long a program that shall end has for it, before its process is killed. */
const END_GRACE_MS = 5000;

const GONE = 'the program is gone: its terminal was closed, or its process was killed';

export interface TerminalTargetOptions {
  readonly spec: LaunchSpec;
  readonly secrets: ReadonlyMap<string, string>;
  /** How the place they are from is called. */
  readonly secretStorage?: string | undefined;
  /** What agents, tools and requests of the program do. */
  readonly relay: (event: SpellEvent) => void;
}

export class TerminalTarget implements DebugTarget {
  readonly sessionId = randomUUID();
  readonly watches = false;
  private readonly rpc: MessageConnection;
  private readonly closed: Promise<void>;
  private isClosed = false;
  private process: TerminalHello | undefined;
  private end: ExecutionEnd | undefined;
  private readonly eventListeners = new Set<(event: DebugEvent) => void>();
  private readonly lostListeners = new Set<(reason: string) => void>();

  constructor(
    private readonly socket: Socket,
    private readonly options: TerminalTargetOptions,
  ) {
    this.rpc = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.isClosed = true;
        // Requests that wait are refused by it.
        this.rpc.dispose();
        resolve();
      });
    });
    this.rpc.onError(() => undefined);
    this.rpc.onNotification(TerminalRpc.Hello, (hello: TerminalHello) => {
      this.process = hello;
    });
    this.rpc.onRequest(TerminalRpc.Ended, (end: ExecutionEnd) => {
      this.end = end;
      return null;
    });
    this.rpc.onNotification(TerminalRpc.Events, ({ events }: EventBatch) => {
      for (const event of events) options.relay(event);
    });
    this.rpc.onNotification(TerminalRpc.Event, ({ event }: TerminalEvent) => {
      for (const listener of this.eventListeners) listener(event);
    });
    this.rpc.listen();
  }

  async run(setup: DebugSetup): Promise<ExecutionEnd> {
    const { secretStorage } = this.options;
    const params: TerminalRun = { ...(!this.options.spec.noDebug && { setup }), secrets: Object.fromEntries(this.options.secrets), ...(secretStorage !== undefined && { secretStorage }) };
    if (!this.isClosed) await this.rpc.sendNotification(TerminalRpc.Run, params).catch(() => undefined);
    // It gives its terminal back before anybody is told that it has ended.
    await this.closed;
    if (this.end !== undefined) return this.end;
    for (const listener of this.lostListeners) listener(GONE);
    return { exitCode: 1, reason: 'crashed', error: GONE };
  }

  attach(): Promise<void> {
    return Promise.reject(new Error('this program was launched in a terminal: its debug session has it already'));
  }

  async detach(): Promise<void> {
    await this.send(TerminalRpc.Detach, {}).catch(() => undefined);
    this.socket.destroySoon();
  }

  async request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    try {
      return await this.send<DebugRequests[M][1]>(TerminalRpc.Debug, { method, params });
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      const failure = error.data as TerminalFailure | undefined;
      throw new DebugRequestError({ code: failure?.code ?? 'ended', message: this.isClosed ? GONE : error.message });
    }
  }

  async terminate(): Promise<void> {
    if (this.isClosed) return;
    await this.rpc.sendNotification(TerminalRpc.Terminate).catch(() => undefined);
    const timer = setTimeout(() => this.kill(), END_GRACE_MS);
    await this.closed;
    clearTimeout(timer);
  }

  onEvent(listener: (event: DebugEvent) => void): void {
    this.eventListeners.add(listener);
  }

  onLost(listener: (reason: string) => void): void {
    this.lostListeners.add(listener);
  }

  /** Nobody else is there who could leave it. */
  onControl(): void {}

  /** The terminal shows it. */
  onOutput(): void {}

  /** Told by the end of its run. */
  onGone(): void {}

  private send<T>(method: string, params: object): Promise<T> {
    if (this.isClosed) return Promise.reject(new DebugRequestError({ code: 'ended', message: GONE }));
    return this.rpc.sendRequest<T>(method, params);
  }

  private kill(): void {
    const { process: hello } = this;
    if (hello !== undefined && isSameProcess(hello.pid, hello.pidStarted)) process.kill(hello.pid, 'SIGKILL');
    this.socket.destroy();
  }
}
