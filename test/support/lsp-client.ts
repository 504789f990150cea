/** A language client for tests: starts a server process, speaks LSP to it, waits for diagnostics. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { InitializeParams, InitializeResult, ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver-protocol/node';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';

export const distFile = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

export class LspClient {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  /** What the server has pushed, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly #stderr: string[] = [];
  #waiting: (() => void)[] = [];

  private constructor(child: ChildProcess) {
    this.process = child;
    this.connection = createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    child.stderr!.on('data', (data: Buffer) => this.#stderr.push(data.toString()));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    });
    this.connection.listen();
  }

  /** `args` of node: a bundle and its arguments. */
  static start(...args: string[]): LspClient {
    return new LspClient(spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
  }

  async initialize(params: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    const result = await this.request<InitializeResult>('initialize', { processId: process.pid, rootUri: null, capabilities: {}, ...params });
    await this.notify('initialized', {});
    return result;
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }
  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  open(uri: string, text: string): Promise<void> {
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'lua', version: 1, text } });
  }
  change(uri: string, version: number, ...contentChanges: object[]): Promise<void> {
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** The diagnostics of exactly this version of a document; undefined stands for a push without one, which is what closing brings. */
  async diagnostics(uri: string, version: number | undefined): Promise<PublishDiagnosticsParams['diagnostics']> {
    for (;;) {
      const found = this.published.findLast((params) => params.uri === uri && params.version === version);
      if (found) return found.diagnostics;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  get stderr(): string {
    return this.#stderr.join('');
  }

  /** Shuts the server down as the protocol wants it; answers its exit code. */
  async stop(): Promise<number | null> {
    await this.request('shutdown', undefined);
    const exited = this.exited();
    await this.notify('exit', undefined);
    return exited;
  }

  exited(): Promise<number | null> {
    if (this.process.exitCode !== null) return Promise.resolve(this.process.exitCode);
    return new Promise((resolve) => this.process.once('exit', (code) => resolve(code)));
  }

  /** For the end of a test, however it went. */
  dispose(): void {
    this.connection.dispose();
    if (this.process.exitCode === null) this.process.kill('SIGKILL');
  }
}
