/** Starts the language server with the first Lua document and connects it to the editor. It reads text only, so it also serves folders that are not trusted. */
import * as vscode from 'vscode';
import type { LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { distFile } from '../base/paths.ts';
import { evaluatedInlineValues } from './inline-values.ts';

export class LuaLanguageClient implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #opened: vscode.Disposable;
  #starting: Promise<LanguageClient | undefined> | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#opened = vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document));
    vscode.workspace.textDocuments.forEach((document) => this.#startFor(document));
  }

  #startFor(document: vscode.TextDocument): void {
    if (document.languageId === 'lua') this.#starting ??= this.#start();
  }

  async #start(): Promise<LanguageClient | undefined> {
    try {
      const client = await create(this.#log);
      await client.start();
      return client;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.error(`The language server did not start: ${reason}`);
      void vscode.window.showWarningMessage(`Lua files are not checked and completed: the language server did not start (${reason}). Running and debugging work.`);
      return undefined;
    }
  }

  /** Resolves when the server process has ended. */
  async stop(): Promise<void> {
    this.#opened.dispose();
    const client = await this.#starting;
    if (client?.needsStop()) await client.stop(2000).catch(() => undefined);
  }

  dispose(): void {
    void this.stop();
  }
}

async function create(log: vscode.LogOutputChannel): Promise<LanguageClient> {
  // Loaded here: the client is most of the extension's code, and debugging does not wait for it.
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  // Forked with VS Code's own Node.js; the server needs no native package.
  const server: ServerOptions = { module: distFile('lsp.mjs'), transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: 'lua', scheme: 'file' },
      { language: 'lua', scheme: 'untitled' },
    ],
    outputChannel: log,
    initializationOptions: { llmspell: {} },
    synchronize: { configurationSection: 'llmspell' },
    middleware: {
      provideInlineValues: async (document, viewPort, context, token, next) => evaluatedInlineValues((await next(document, viewPort, context, token)) ?? [], context),
    },
  };
  return new LanguageClient('llmspell', 'llmspell language server', server, options);
}
