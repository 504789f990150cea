/** Starts the language server with the first Lua document and connects it to the editor. It reads text only, so it also serves folders that are not trusted. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { distFile } from '../base/paths.ts';

export class LuaLanguageClient implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #opened: vscode.Disposable;
  #client: LanguageClient | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#opened = vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document));
    vscode.workspace.textDocuments.forEach((document) => this.#startFor(document));
  }

  #startFor(document: vscode.TextDocument): void {
    if (document.languageId !== 'lua' || this.#client !== undefined) return;
    this.#client = this.#create();
    this.#client.start().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.error(`The language server did not start: ${reason}`);
      void vscode.window.showWarningMessage(`Lua files are not checked and completed: the language server did not start (${reason}). Running and debugging work.`);
    });
  }

  #create(): LanguageClient {
    const module = distFile('lsp.mjs');
    // Forked with VS Code's own Node.js; needs no native package.
    const server: ServerOptions = { module, transport: TransportKind.ipc };
    const options: LanguageClientOptions = {
      documentSelector: [
        { language: 'lua', scheme: 'file' },
        { language: 'lua', scheme: 'untitled' },
      ],
      outputChannel: this.#log,
      initializationOptions: { llmspell: {} },
      synchronize: { configurationSection: 'llmspell' },
    };
    return new LanguageClient('llmspell', 'llmspell language server', server, options);
  }

  /** Resolves when the server process has ended. */
  async stop(): Promise<void> {
    this.#opened.dispose();
    if (this.#client?.needsStop()) await this.#client.stop(2000).catch(() => undefined);
  }

  dispose(): void {
    void this.stop();
  }
}
