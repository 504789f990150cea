/**
 * A DAP client for tests: speaks to an adapter over any pair of streams and keeps everything that was said, in order. Nothing here waits by the
 * clock but the one limit that turns a hang into a failure that shows the conversation.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Answer, Body, EventBody, Events, Message } from './protocol.ts';

/** A request that was answered with success: false. */
export class Refused extends Error {
  constructor(
    readonly command: string,
    readonly response: Message,
  ) {
    super(response.message ?? 'no message');
  }
}

const HANG_MS = 20_000;

export class DapClient {
  readonly messages: Message[] = [];
  readonly #output: Writable;
  #buffer = Buffer.alloc(0);
  #seq = 0;
  /** Events before this index were waited for already. */
  readonly #seen = new Set<number>();
  readonly #watchers = new Set<() => void>();
  #isClosed = false;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    input.on('data', (data: Buffer) => this.#received(data));
    input.on('close', () => {
      this.#isClosed = true;
      this.#changed();
    });
    output.on('error', () => undefined);
  }

  /** Goes away without a word. */
  drop(): void {
    this.#output.destroy();
  }

  /** The same; resolves when the adapter has noticed it, and has seen to the program. */
  async vanish(): Promise<void> {
    this.#output.end();
    await this.closed();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends without waiting; answers the request's number. */
  post(command: string, args?: object): number {
    const request = { seq: ++this.#seq, type: 'request' as const, command, ...(args && { arguments: args as Body }) };
    this.messages.push(request);
    this.raw(JSON.stringify(request));
    return request.seq;
  }

  /** Any text as a message. */
  raw(json: string): void {
    this.#output.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  async response(seq: number): Promise<Message> {
    return this.until(`the response to request ${seq}`, () => this.messages.find((m) => m.type === 'response' && m.request_seq === seq));
  }

  /** The body of the answer. Throws Refused. */
  async request<C extends string>(command: C, args?: object): Promise<Answer<C>> {
    const response = await this.response(this.post(command, args));
    if (response.success !== true) throw new Refused(command, response);
    return (response.body ?? {}) as Answer<C>;
  }

  /** The next event of that name that nobody has waited for yet. */
  async event<E extends string>(name: E, matches: (body: EventBody<E>) => boolean = () => true): Promise<EventBody<E>> {
    return this.until(`the event ${name}`, () => {
      const index = this.messages.findIndex((m, i) => !this.#seen.has(i) && m.type === 'event' && m.event === name && matches((m.body ?? {}) as EventBody<E>));
      if (index < 0) return undefined;
      this.#seen.add(index);
      return (this.messages[index]!.body ?? {}) as EventBody<E>;
    });
  }

  closed(): Promise<boolean> {
    return this.until('the end of the connection', () => this.#isClosed || undefined);
  }

  events<E extends string>(name: E): EventBody<E>[] {
    return this.messages.filter((m) => m.type === 'event' && m.event === name).map((m) => (m.body ?? {}) as EventBody<E>);
  }

  /** All program output of a category, put together. */
  output(category: string): string {
    return this.events('output')
      .filter((body) => body.category === category)
      .map((body) => body.output)
      .join('');
  }

  // -- what most tests do

  initialize(args: object = {}): Promise<DebugProtocol.Capabilities> {
    return this.request('initialize', { adapterID: 'llmspell', clientID: 'test', linesStartAt1: true, columnsStartAt1: true, supportsInvalidatedEvent: true, ...args });
  }

  /** From nothing to a running program; `configure` sets breakpoints. */
  async launch(program: string, args: object = {}, configure: () => Promise<unknown> = async () => undefined): Promise<void> {
    await this.initialize();
    await this.request('launch', { program, ...args });
    await this.event('initialized');
    await configure();
    await this.request('configurationDone');
  }

  async breakpoints(path: string, lines: readonly (number | object)[]): Promise<DebugProtocol.Breakpoint[]> {
    const breakpoints = lines.map((line) => (typeof line === 'number' ? { line } : line));
    const body = await this.request('setBreakpoints', { source: { path }, breakpoints });
    return body.breakpoints;
  }

  async stopped(reason?: string): Promise<Events['stopped']> {
    const body = await this.event('stopped');
    if (reason !== undefined && body.reason !== reason) throw new Error(`stopped for ${body.reason}, not for ${reason}\n${this.conversation()}`);
    return body;
  }

  /** The next stop, or undefined when the program ends instead. */
  async stoppedOrEnded(): Promise<Events['stopped'] | undefined> {
    return this.until<{ body: Events['stopped'] | undefined }>('a stop or the end', () => {
      const index = this.messages.findIndex((m, i) => !this.#seen.has(i) && m.type === 'event' && (m.event === 'stopped' || m.event === 'terminated'));
      if (index < 0) return undefined;
      this.#seen.add(index);
      const found = this.messages[index]!;
      return { body: found.event === 'stopped' ? (found.body as unknown as Events['stopped']) : undefined };
    }).then(({ body }) => body);
  }

  async stack(thread: number): Promise<DebugProtocol.StackFrame[]> {
    return (await this.request('stackTrace', { threadId: thread })).stackFrames;
  }

  /** The place of the next stop: `function:line`. */
  async stoppedAt(reason?: string): Promise<string> {
    const { threadId } = await this.stopped(reason);
    const top = (await this.stack(threadId)).find((frame) => frame.source !== undefined)!;
    return `${top.name}:${top.line}`;
  }

  async variables(reference: number, args: object = {}): Promise<DebugProtocol.Variable[]> {
    return (await this.request('variables', { variablesReference: reference, ...args })).variables;
  }

  /** `{ name: value }` of a scope of the frame; undefined when there is no such scope. */
  async scope(frameId: number, name: string): Promise<Record<string, string> | undefined> {
    const { scopes } = await this.request('scopes', { frameId });
    const scope = scopes.find((candidate) => candidate.name === name);
    if (scope === undefined) return undefined;
    return Object.fromEntries((await this.variables(scope.variablesReference)).map((variable) => [variable.name, variable.value]));
  }

  async evaluate(expression: string, frameId?: number, context = 'repl'): Promise<string> {
    return (await this.request('evaluate', { expression, context, ...(frameId !== undefined && { frameId }) })).result;
  }

  /** The exit code, once the program has ended. */
  async exitCode(): Promise<number> {
    const { exitCode } = await this.event('exited');
    await this.event('terminated');
    return exitCode;
  }

  conversation(): string {
    return this.messages.map((message) => JSON.stringify(message).slice(0, 400)).join('\n');
  }

  async until<T>(what: string, look: () => T | undefined): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        settle();
      };
      const watch = (): void => {
        const now = look();
        if (now !== undefined) end(() => resolve(now));
        else if (this.#isClosed) end(() => reject(new Error(`the connection ended before ${what}\n${this.conversation()}`)));
      };
      const timer = setTimeout(() => end(() => reject(new Error(`waited in vain for ${what}\n${this.conversation()}`))), HANG_MS);
      this.#watchers.add(watch);
      if (this.#isClosed) watch();
    });
  }

  #received(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const header = this.#buffer.indexOf('\r\n\r\n');
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString('utf8', 0, header))![1]);
      if (this.#buffer.length < header + 4 + length) return;
      this.messages.push(JSON.parse(this.#buffer.toString('utf8', header + 4, header + 4 + length)) as Message);
      this.#buffer = this.#buffer.subarray(header + 4 + length);
      this.#changed();
    }
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}

/** `dist/cli.mjs dap`, the adapter as any editor starts it. */
export class StdioAdapter extends DapClient {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  stderr = '';

  constructor(args: readonly string[] = [], env: Record<string, string> = {}) {
    const cli = process.env['LLMSPELL_TEST_CLI'] ?? join(import.meta.dirname, '../../dist/cli.mjs');
    const child = spawn(process.execPath, [cli, 'dap', ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    super(child.stdout, child.stdin);
    this.process = child;
    child.stderr.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.exited = new Promise((resolve) => child.on('exit', resolve));
  }

  /** Says goodbye; answers the exit code of the adapter. */
  async quit(args: object = {}): Promise<number | null> {
    if (this.process.exitCode === null && !this.isClosed) await this.request('disconnect', args).catch(() => undefined);
    return this.exited;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}
