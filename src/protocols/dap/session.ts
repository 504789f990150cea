/**
 * One DAP client: adapts the framing and message classes of @vscode/debugadapter to a table of request handlers. It works over any
 * duplex stream, and it never ends the process: the kernel goes on when a client leaves.
 *
 * It keeps what the client said and configured, and which program it debugs; everything else is the ExecutionManager's.
 */
import { Event, Response } from '@vscode/debugadapter';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { PassThrough, type Duplex } from 'node:stream';
import type { EventBatch } from '../../common/editor-rpc.ts';
import { asArguments, type Arguments } from './arguments.ts';
import type { Client } from './client.ts';
import { Configuration } from './configuration.ts';
import type { Debuggee } from './debuggee.ts';
import { errorBody, malformed, notInitialized, notStarted, unknownRequest } from './errors.ts';
import { Evaluations } from './evaluations.ts';
import { EventFeed } from './event-feed.ts';
import { FrameError, FrameReader } from './frames.ts';
import { Lifecycle } from './lifecycle.ts';
import { Locations } from './locations.ts';
import { leave } from './requests/ending.ts';
import { handlers } from './requests/table.ts';
import type { DebugTargets } from './target.ts';
import { Gate } from './token.ts';

export interface SessionOptions {
  /** What becomes of a launched program whose client disconnects or is lost without a word about it. */
  readonly terminateOnLoss: boolean;
  log(message: string): void;
}

/** The answer's body. `after` runs when the answer has been sent: for events that must follow it. */
export interface Reply {
  readonly body?: object;
  readonly after?: () => void | Promise<void>;
}
export type Handler = (session: DapSession, args: Arguments, request: DebugProtocol.Request) => Reply | Promise<Reply>;

/** A client that has not brought its token gets no more of our memory than this. */
const MAX_BYTES_BEFORE_TOKEN = 1 << 20;

export class DapSession extends ProtocolServer {
  readonly stream: Duplex;
  readonly targets: DebugTargets;
  readonly options: SessionOptions;
  readonly gate: Gate;
  readonly configuration = new Configuration();
  readonly locations = new Locations();
  readonly evaluations = new Evaluations();
  /** Integers in hexadecimal, where a request does not say. */
  showsHex = false;
  readonly lifecycle = new Lifecycle();
  readonly eventFeed: EventFeed;
  readonly #frames = new FrameReader();
  readonly #left = new AbortController();
  /** The launch arguments, for a restart. */
  launchArguments: Arguments = {};
  #client: Client | undefined;
  #isOver = false;
  #isEndTold = false;
  #over!: () => void;
  readonly #whenOver = new Promise<void>((resolve) => {
    this.#over = () => {
      this.lifecycle.forbidStarts();
      this.eventFeed.end();
      this.#left.abort();
      resolve();
    };
  });

  constructor(stream: Duplex, targets: DebugTargets, options: SessionOptions) {
    super();
    this.stream = stream;
    this.targets = targets;
    this.options = options;
    this.gate = new Gate(targets.token);
    this.eventFeed = new EventFeed(targets.events, stream, (events) => this.event('spellEvents', { events } satisfies EventBatch));
  }

  /** Resolves when the client has left, its program has been seen to, and the last answer is written. */
  async serve(): Promise<void> {
    this.on('error', (event: DebugProtocol.Event) => this.#failed(String(event.body)));
    this.stream.on('error', () => this.#over());
    this.stream.on('close', () => this.#over());
    this.stream.on('end', () => this.#over());
    this.#limitBytes();
    this.stream.on('data', (data: Buffer) => this.#read(data));
    // It writes; what it would read of a broken frame, nobody would ever hear.
    this.start(new PassThrough(), this.stream);
    await this.#whenOver;
    this.#isOver = true;
    // A client that said goodbye has settled this already.
    await leave(this, { terminate: undefined, suspend: false }).catch((error: Error) => this.options.log(error.message));
    await this.#close();
  }

  /** The client says nothing more that matters. */
  hangUp(): void {
    this.#over();
  }

  /** Aborted when the client has left or said goodbye. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  get client(): Client {
    if (this.#client === undefined) throw notInitialized();
    return this.#client;
  }

  set client(client: Client) {
    this.#client = client;
  }

  get debuggee(): Debuggee | undefined {
    return this.lifecycle.debuggee;
  }

  /** The program; throws DapError when there is none, or it has ended. */
  get program(): Debuggee {
    const { debuggee } = this;
    if (debuggee === undefined || debuggee.hasEnded) throw notStarted();
    return debuggee;
  }

  event(event: string, body: object): void {
    if (!this.#isOver && !this.stream.destroyed) this.sendEvent(new Event(event, body));
  }

  /** The debug session is at its end: told once, whoever finds out. */
  terminated(): void {
    if (this.#isEndTold) return;
    this.#isEndTold = true;
    // A client that has heard of the end listens no more.
    this.eventFeed.flush();
    this.event('terminated', {});
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message?.type === 'response') super.handleMessage(message);
    else void this.#answer(message as DebugProtocol.Request);
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    try {
      checkShape(request);
      if (!this.gate.isOpen && !this.#mayKnock(request.command)) return;
      const { body, after } = await this.#handle(request);
      this.#respond(request, { success: true, ...(body && { body }) });
      await after?.();
    } catch (error) {
      this.#respond(request, { success: false, ...errorBody(error) });
      if (this.gate.isShut) this.hangUp();
    }
  }

  #handle(request: DebugProtocol.Request): Reply | Promise<Reply> {
    const handler = handlers[request.command];
    if (handler === undefined) throw unknownRequest(request.command);
    if (this.#client === undefined && request.command !== 'initialize' && request.command !== 'disconnect') throw notInitialized();
    return handler(this, asArguments(request.arguments), request);
  }

  /** Before the token has come, everything else is left unanswered: a stranger learns nothing. */
  #mayKnock(command: string): boolean {
    return command === 'initialize' || command === 'launch' || command === 'attach' || command === 'disconnect';
  }

  #respond(request: DebugProtocol.Request, result: object): void {
    if (this.stream.destroyed || this.stream.writableEnded) return;
    const shape = { seq: Number(request?.seq) || 0, command: typeof request?.command === 'string' ? request.command : '' };
    this.sendResponse(Object.assign(new Response(shape as DebugProtocol.Request), result));
  }

  #read(data: Buffer): void {
    if (this.#isOver) return;
    try {
      for (const text of this.#frames.push(data)) this.#message(text);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#refuse(`${error.message}; the connection ends, as nothing after it can be read`);
      this.#over();
    }
  }

  #message(text: string): void {
    if (this.#isOver) return;
    let message: DebugProtocol.ProtocolMessage;
    try {
      message = JSON.parse(text) as DebugProtocol.ProtocolMessage;
    } catch {
      this.#refuse('it is not JSON');
      return;
    }
    this.handleMessage(message);
  }

  /** What has no request to answer; a stranger learns nothing. */
  #refuse(what: string): void {
    if (this.gate.isOpen) this.#respond({} as DebugProtocol.Request, { success: false, ...errorBody(malformed(what)) });
  }

  #failed(what: string): void {
    this.options.log(`the connection of a debug client failed: ${what}`);
    this.#over();
  }

  #limitBytes(): void {
    let received = 0;
    this.stream.on('data', (data: Buffer) => {
      received += data.length;
      if (!this.gate.isOpen && received > MAX_BYTES_BEFORE_TOKEN) this.stream.destroy();
    });
  }

  #close(): Promise<void> {
    if (this.stream.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      this.stream.once('close', resolve);
      this.stream.once('error', () => resolve());
      this.stream.end(() => resolve());
    });
  }
}

function checkShape(request: DebugProtocol.Request): void {
  if (typeof request !== 'object' || request === null) throw malformed('a message must be an object');
  if (request.type !== 'request') throw malformed('"type" must be "request"');
  if (typeof request.command !== 'string') throw malformed('"command" must be a string');
  if (typeof request.seq !== 'number') throw malformed('"seq" must be a number');
}
