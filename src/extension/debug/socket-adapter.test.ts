import { createServer, connect, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamMessageReader, StreamMessageWriter, type Message } from 'vscode-jsonrpc/node';
import { SocketAdapter, type ProtocolMessage } from './socket-adapter.ts';

type Received = ProtocolMessage & { readonly success?: boolean; readonly message?: string; readonly body?: { readonly output?: string } };

/** A kernel that answers every request but those in `silent`, and can drop the connection. */
class FakeKernel {
  server!: Server;
  socket: Socket | undefined;
  readonly silent = new Set<string>();

  async listen(): Promise<number> {
    this.server = createServer((socket) => {
      this.socket = socket;
      socket.on('error', () => undefined);
      const writer = new StreamMessageWriter(socket);
      new StreamMessageReader(socket).listen((message: unknown) => {
        const { seq, command = '' } = message as ProtocolMessage;
        if (!this.silent.has(command)) void writer.write({ seq: 1, type: 'response', request_seq: seq, command, success: true } as unknown as Message);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server.once('listening', resolve));
    return (this.server.address() as { port: number }).port;
  }
}

describe('a debug adapter behind a socket', () => {
  const kernel = new FakeKernel();
  let received: Received[];
  let adapter: SocketAdapter;
  let waiting: { matches: (message: Received) => boolean; resolve: (message: Received) => void }[];

  beforeEach(async () => {
    // Each test's own: an adapter of an earlier test still reports its end.
    const log: Received[] = (received = []);
    const waits: typeof waiting = (waiting = []);
    kernel.silent.clear();
    const socket = connect(await kernel.listen(), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    adapter = new SocketAdapter({
      socket,
      lossCategory: 'stderr',
      whyLost: () => Promise.resolve('The llmspell kernel was killed (SIGKILL).'),
      send: (message) => {
        log.push(message as Received);
        for (const wait of waits) if (wait.matches(message as Received)) wait.resolve(message as Received);
      },
    });
  });
  afterEach(() => {
    adapter.dispose();
    kernel.socket?.destroy();
    kernel.server.close();
  });

  const when = (matches: (message: Received) => boolean): Promise<Received> => {
    const found = received.find(matches);
    return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ matches, resolve }));
  };
  const isAnswer = (seq: number) => (message: Received) => message.type === 'response' && message.request_seq === seq;
  const isEvent = (name: string) => (message: Received) => message.event === name;

  it('passes requests and answers through', async () => {
    adapter.handle({ seq: 1, type: 'request', command: 'initialize' });
    expect(await when(isAnswer(1))).toMatchObject({ success: true, command: 'initialize' });
  });

  it('ends the session with a sentence when the kernel is gone, and fails what waits', async () => {
    kernel.silent.add('evaluate');
    adapter.handle({ seq: 1, type: 'request', command: 'initialize' });
    await when(isAnswer(1));
    adapter.handle({ seq: 2, type: 'request', command: 'evaluate' });
    kernel.socket!.destroy();
    await when(isEvent('terminated'));
    expect(received.find(isEvent('output'))!.body!.output).toBe('The llmspell kernel was killed (SIGKILL).\n');
    expect(received.find(isAnswer(2))).toMatchObject({ success: false, message: 'The llmspell kernel was killed (SIGKILL).' });
    adapter.handle({ seq: 3, type: 'request', command: 'disconnect' });
    expect(await when(isAnswer(3))).toMatchObject({ success: true });
  });

  it('is quiet when VS Code leaves and the kernel then closes', async () => {
    kernel.silent.add('disconnect');
    adapter.handle({ seq: 1, type: 'request', command: 'initialize' });
    await when(isAnswer(1));
    adapter.handle({ seq: 2, type: 'request', command: 'disconnect' });
    kernel.socket!.end();
    expect(await when(isAnswer(2))).toMatchObject({ success: true });
    await when(isEvent('terminated'));
    expect(received.filter(isEvent('output'))).toEqual([]);
  });
});
