/** "View as JSON": values as read-only JSON documents, each as it was when it was asked for. */
import * as vscode from 'vscode';
import { indentJson } from './json-text.ts';

const SCHEME = 'llmspell-value';

export class JsonDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  /** By URI; forgotten when the document is closed. */
  readonly #texts = new Map<string, string>();
  #count = 0;
  readonly #registrations: vscode.Disposable;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  async show(name: string, json: string): Promise<void> {
    // The number tells two values of one name apart.
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/${name.replaceAll('/', '÷')}.json` });
    this.#texts.set(uri.toString(), indentJson(json));
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'json');
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#texts.clear();
  }
}
