/** A DAP client for tests, over any pair of streams: requests answer with their body, events can be awaited in any order. */
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';

type Body = Record<string, unknown>;

export class DapClient {
  readonly events: DebugProtocol.Event[] = [];
  private readonly waiting = new Map<number, { resolve(body: Body): void; reject(error: Error): void }>();
  private readonly watchers = new Set<() => void>();
  private buffer = Buffer.alloc(0);
  private sequence = 0;
  private closed = false;

  constructor(
    input: Readable,
    private readonly output: Writable,
  ) {
    input.on('data', (chunk: Buffer) => this.received(chunk));
    input.on('close', () => {
      this.closed = true;
      for (const { reject } of this.waiting.values()) reject(new Error('the connection was closed'));
      this.waiting.clear();
      for (const watcher of this.watchers) watcher();
    });
    output.on('error', () => undefined);
  }

  request(command: string, args: object = {}): Promise<Body> {
    if (this.closed) return Promise.reject(new Error('the connection was closed'));
    const seq = ++this.sequence;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.output.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((resolve, reject) => this.waiting.set(seq, { resolve, reject }));
  }

  /** The `count`th event of this name, whether it has come already or not. */
  event(name: string, count = 1): Promise<Body> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.events.filter((event) => event.event === name)[count - 1];
        if (found === undefined && !this.closed) return;
        this.watchers.delete(look);
        if (found) resolve((found.body ?? {}) as Body);
        else reject(new Error(`closed before the event ${name}; there were ${this.events.map((event) => event.event).join(', ')}`));
      };
      this.watchers.add(look);
      look();
    });
  }

  get stdout(): string {
    return this.events
      .filter((event) => event.event === 'output' && (event.body as { category: string }).category === 'stdout')
      .map((event) => (event.body as { output: string }).output)
      .join('');
  }

  /** Launches up to the first stop or the end: initialize, launch, breakpoints, configurationDone. */
  async launch(args: object, breakpoints: Readonly<Record<string, readonly number[]>> = {}): Promise<void> {
    await this.request('initialize', { adapterID: 'llmspell', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true });
    const launched = this.request('launch', args);
    await Promise.race([this.event('initialized'), launched]);
    for (const [path, lines] of Object.entries(breakpoints)) {
      await this.request('setBreakpoints', { source: { path }, breakpoints: lines.map((line) => ({ line })) });
    }
    await this.request('configurationDone');
    await launched;
  }

  private received(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.subarray(0, end).toString())?.[1]);
      if (this.buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.buffer.subarray(end + 4, end + 4 + length).toString()) as DebugProtocol.ProtocolMessage;
      this.buffer = this.buffer.subarray(end + 4 + length);
      this.dispatch(message);
    }
  }

  private dispatch(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      this.events.push(message as DebugProtocol.Event);
      for (const watcher of this.watchers) watcher();
    } else if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      const waiting = this.waiting.get(response.request_seq);
      this.waiting.delete(response.request_seq);
      if (response.success) waiting?.resolve((response.body ?? {}) as Body);
      else waiting?.reject(new Error(describe(response)));
    }
  }
}

function describe(response: DebugProtocol.Response): string {
  const error = (response.body as { error?: { format?: string; variables?: Record<string, string> } } | undefined)?.error;
  return error?.format?.replace(/\{(\w+)\}/g, (_, name: string) => error.variables?.[name] ?? '') ?? response.message ?? 'failed';
}
