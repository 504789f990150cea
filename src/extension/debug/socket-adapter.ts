/**
 * A debug adapter behind a socket (the kernel's), as an adapter inside the extension. VS Code could connect by itself, but then a kernel
 * that dies ends the session with "connection closed"; here the session ends with a sentence that says what happened, and a request that
 * waits for an answer fails with the same.
 *
 * It forwards messages unread, but for those it needs to know what is still open. No `vscode` here: see adapter-factory.ts.
 */
import type { Socket } from 'node:net';
import { StreamMessageReader, StreamMessageWriter, type Message } from 'vscode-jsonrpc/node';

export interface ProtocolMessage {
  readonly seq: number;
  readonly type: 'request' | 'response' | 'event';
  readonly command?: string;
  readonly event?: string;
  readonly request_seq?: number;
}

export interface SocketAdapterOptions {
  readonly socket: Socket;
  /** Asked when the connection is lost: the sentence for the user. */
  whyLost(): Promise<string>;
  /** Where that sentence goes: `important` is also a notification of VS Code. */
  readonly lossCategory: 'stderr' | 'important';
  send(message: object): void;
}

export class SocketAdapter {
  readonly #options: SocketAdapterOptions;
  readonly #writer: StreamMessageWriter;
  readonly #open = new Map<number, string>();
  #terminated = false;
  #leaving = false;
  #lost = false;
  /** Sequence numbers of the messages made here: beyond those of the real adapter. */
  #seq = 1_000_000_000;

  constructor(options: SocketAdapterOptions) {
    this.#options = options;
    // The framing of DAP is that of LSP and JSON-RPC; the messages themselves are not looked at by the reader.
    this.#writer = new StreamMessageWriter(options.socket);
    this.#writer.onError(() => undefined);
    const reader = new StreamMessageReader(options.socket);
    reader.onError(() => undefined);
    reader.listen((message: unknown) => this.#fromKernel(message as ProtocolMessage));
    options.socket.on('error', () => undefined);
    options.socket.on('close', () => void this.#closed());
  }

  /** A message of VS Code. */
  handle(message: ProtocolMessage): void {
    if (this.#lost) {
      if (message.type === 'request') this.#answer(message.seq, message.command ?? '', isFarewell(message.command), 'The kernel is gone.');
      return;
    }
    if (message.type === 'request') {
      this.#open.set(message.seq, message.command ?? '');
      if (isFarewell(message.command)) this.#leaving = true;
    }
    this.#writer.write(message as unknown as Message).catch(() => undefined);
  }

  dispose(): void {
    this.#leaving = true;
    this.#options.socket.destroy();
  }

  #fromKernel(message: ProtocolMessage): void {
    if (message.type === 'response' && message.request_seq !== undefined) this.#open.delete(message.request_seq);
    if (message.type === 'event' && message.event === 'terminated') this.#terminated = true;
    this.#options.send(message);
  }

  async #closed(): Promise<void> {
    const expected = this.#terminated || this.#leaving;
    const why = expected ? '' : await this.#options.whyLost();
    this.#lost = true;
    if (!expected) this.#event('output', { category: this.#options.lossCategory, output: `${why}\n` });
    for (const [seq, command] of this.#open) this.#answer(seq, command, isFarewell(command), why || 'The kernel has closed the connection.');
    this.#open.clear();
    if (!this.#terminated) this.#event('terminated', {});
  }

  #answer(request_seq: number, command: string, success: boolean, message: string): void {
    const failure = success ? {} : { message, body: { error: { id: 1, format: message, showUser: command === 'launch' || command === 'attach' } } };
    this.#options.send({ seq: this.#seq++, type: 'response', request_seq, command, success, ...failure });
  }

  #event(event: string, body: object): void {
    this.#options.send({ seq: this.#seq++, type: 'event', event, body });
  }
}

/** Requests that ask for the end: it has come, so they have succeeded. */
const isFarewell = (command: string | undefined): boolean => command === 'disconnect' || command === 'terminate';
