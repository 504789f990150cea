/** Entry of the webview: the stylesheet, the custom elements, and the channel to the extension. */
import './panel.css';
import './app.ts';
import type { SpellEvents } from './app.ts';
import type { FromPanel } from '../common/panel-messages.ts';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const app = document.querySelector<SpellEvents>('spell-events');
if (app !== null) {
  app.connect({
    send: (message) => vscode.postMessage(message),
    saved: vscode.getState(),
    save: (state) => vscode.setState(state),
  });
}
