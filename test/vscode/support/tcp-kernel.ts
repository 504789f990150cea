/** A kernel started by hand (`llmspell kernel start`), and a debugger other than VS Code that launches a script in it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { StreamMessageReader, StreamMessageWriter, type Message } from 'vscode-jsonrpc/node';
import { eventually } from './eventually.ts';
import { inWorkspace } from './places.ts';

interface Connection {
  readonly dap_port: number;
  readonly token: string;
}

export class TcpKernel {
  private constructor(
    readonly connection: Connection,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(connectionFile = 'tcp-kernel.json'): Promise<TcpKernel> {
    const cli = join(vscode.extensions.getExtension('llmspell.llmspell')!.extensionPath, 'dist', 'cli.mjs');
    const file = inWorkspace(connectionFile);
    const child = spawn(process.execPath, [cli, 'kernel', 'start', '--port', '0', '-f', file], { stdio: 'ignore' });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await eventually('the connection file of the kernel', () => existsSync(file));
    const connection = JSON.parse(readFileSync(file, 'utf8')) as Connection;
    return new TcpKernel(connection, async () => {
      child.kill('SIGTERM');
      await exited;
    });
  }

  /** Launches a script as another editor would, and leaves: the script goes on. */
  async launchAndLeave(program: string): Promise<void> {
    const socket = connect(this.connection.dap_port, '127.0.0.1');
    const client = new DapClient(socket);
    await client.request('initialize', { adapterID: 'test' });
    const launched = client.request('launch', { program, token: this.connection.token });
    await client.event('initialized');
    await client.request('configurationDone', {});
    await launched;
    await client.event('process');
    socket.end();
  }
}

interface DapMessage {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
}

class DapClient {
  readonly #received: DapMessage[] = [];
  readonly #writer: StreamMessageWriter;
  #seq = 0;

  constructor(socket: Socket) {
    this.#writer = new StreamMessageWriter(socket);
    new StreamMessageReader(socket).listen((message: unknown) => this.#received.push(message as DapMessage));
  }

  async request(command: string, args: object): Promise<void> {
    const seq = ++this.#seq;
    await this.#writer.write({ seq, type: 'request', command, arguments: args } as unknown as Message);
    const answer = await eventually(`the answer to ${command}`, () => this.#received.find((message) => message.request_seq === seq));
    if (answer?.success !== true) throw new Error(answer?.message);
  }

  event(name: string): Promise<unknown> {
    return eventually(`the event ${name}`, () => this.#received.find((message) => message.event === name));
  }
}
