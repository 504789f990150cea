/**
 * The webview view "Spell Events": gives the panel's UI (src/panel) its document, sends it events in batches, and does what a click
 * there asks for. When the view is opened again everything that is remembered is sent anew.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { SpellEvent } from '../common/events.ts';
import type { FromPanel, ToPanel } from '../common/panel-messages.ts';
import { Batches } from './events/batches.ts';
import type { EventRing } from './events/ring.ts';
import { revealLine } from './reveal.ts';

export const EVENTS_VIEW = 'llmspell.events';
/** Between two messages to the webview. */
const BATCH_MS = 40;

export class PanelView implements vscode.WebviewViewProvider {
  readonly #dist: vscode.Uri;
  readonly #ring: EventRing;
  #view: vscode.WebviewView | undefined;
  #notice = '';
  readonly #batches = new Batches<SpellEvent>(BATCH_MS, (events) => this.#send({ type: 'events', events, fresh: false }));

  constructor(extensionUri: vscode.Uri, ring: EventRing) {
    this.#dist = vscode.Uri.joinPath(extensionUri, 'dist');
    this.#ring = ring;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#batches.dispose();
    view.webview.options = { enableScripts: true, localResourceRoots: [this.#dist] };
    view.webview.onDidReceiveMessage((message: FromPanel) => this.#receive(view, message));
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
    });
    view.webview.html = this.#document(view.webview);
  }

  add(events: readonly SpellEvent[]): void {
    if (this.#view !== undefined) this.#batches.add(events);
  }

  clear(): void {
    this.#batches.dispose();
    this.#send({ type: 'events', events: [], fresh: true });
  }

  /** A sentence above the list; empty takes it away. */
  notice(text: string): void {
    if (text === this.#notice) return;
    this.#notice = text;
    this.#send({ type: 'notice', text });
  }

  dispose(): void {
    this.#batches.dispose();
  }

  #receive(view: vscode.WebviewView, message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#view = view;
        this.#batches.dispose();
        this.#send({ type: 'events', events: this.#ring.snapshot(), fresh: true });
        this.#send({ type: 'notice', text: this.#notice });
        return;
      case 'reveal':
        void revealLine(message.source);
        return;
      case 'command':
        void vscode.commands.executeCommand(message.command === 'showLog' ? 'llmspell.showKernelLog' : `llmspell.${message.command}`);
    }
  }

  #send(message: ToPanel): void {
    void this.#view?.webview.postMessage(message);
  }

  #document(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.#dist, name)).toString();
    const policy = [
      "default-src 'none'",
      `font-src ${webview.cspSource}`,
      `style-src ${webview.cspSource}`,
      `script-src 'nonce-${nonce}'`,
    ].join('; ');
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('panel.css')}">
<title>Spell Events</title>
</head>
<body>
<spell-events></spell-events>
<script type="module" nonce="${nonce}" src="${file('panel.js')}"></script>
</body>
</html>`;
  }
}
