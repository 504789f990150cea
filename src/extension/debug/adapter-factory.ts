/**
 * Connects a debug session to its adapter, which runs in a kernel: for `launch` the kernel of this window, over its private socket; for
 * `attach` any kernel, over TCP or, when it is the kernel of a window, over its socket.
 */
import { connect, type Socket } from 'node:net';
import * as vscode from 'vscode';
import type { KernelSupervisor } from '../kernel/supervisor.ts';
import { SocketAdapter, type ProtocolMessage } from './socket-adapter.ts';

/** A kernel on another machine may be slow to answer; one that is not there answers at once. */
const CONNECT_TIMEOUT_MS = 10_000;

export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #supervisor: KernelSupervisor;
  /** Why the newest kernel ended; a session learns of it over its socket first. */
  #lastWords: { readonly reason: string; readonly at: number } | undefined;

  constructor(supervisor: KernelSupervisor) {
    this.#supervisor = supervisor;
    supervisor.onLost((reason) => {
      this.#lastWords = { reason, at: Date.now() };
    });
  }

  async createDebugAdapterDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
    if (session.configuration.request === 'attach') {
      const { host, port, socket: path } = session.configuration as unknown as { host: string; port: number; socket?: string };
      const place = path ?? `${host}:${port}`;
      const socket = await connected(
        () => (path === undefined ? connect(port, host) : connect(path)),
        `no debug adapter answers at ${place}. Start a kernel there (llmspell kernel start), or correct \`host\` and \`port\` in launch.json`,
      );
      return inline(socket, 'important', () => Promise.resolve(`The kernel at ${place} has ended or closed the connection. Its script may still be running: attach again, or start the kernel anew.`));
    }
    const { ready } = await this.#supervisor.start();
    const socket = await connected(() => connect(ready.dapSocket), `the kernel's debug adapter cannot be reached at ${ready.dapSocket}. Restart it with the command "llmspell: Restart Kernel"`);
    // That this window's kernel died is told by a message of its own (kernel/commands.ts).
    return inline(socket, 'stderr', () => this.#whyLost());
  }

  /** The connection breaks a moment before the process is known to have ended. */
  async #whyLost(): Promise<string> {
    const since = Date.now();
    while (Date.now() - since < 1000) {
      if (this.#lastWords !== undefined && this.#lastWords.at > since - 1000) {
        return `${this.#lastWords.reason} The debug session has ended with it. Press F5 to start again.`;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return 'The llmspell kernel has closed the debug connection, so the session has ended. Press F5 to start again; if that fails, use the command "llmspell: Restart Kernel".';
  }
}

function connected(open: () => Socket, otherwise: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = open();
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new Error(`Cannot debug: ${otherwise} (${reason}).`));
    };
    const timer = setTimeout(() => fail(`no answer within ${CONNECT_TIMEOUT_MS / 1000} s`), CONNECT_TIMEOUT_MS);
    const failed = (error: Error): void => {
      clearTimeout(timer);
      fail(error.message);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

function inline(socket: Socket, lossCategory: 'stderr' | 'important', whyLost: () => Promise<string>): vscode.DebugAdapterDescriptor {
  const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  const adapter = new SocketAdapter({ socket, lossCategory, whyLost, send: (message) => sent.fire(message) });
  return new vscode.DebugAdapterInlineImplementation({
    onDidSendMessage: sent.event,
    handleMessage: (message) => adapter.handle(message as ProtocolMessage),
    dispose: () => {
      adapter.dispose();
      sent.dispose();
    },
  });
}
