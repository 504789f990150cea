/** The debug sessions of this extension that are running. */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './launch-rules.ts';

export class DebugSessions implements vscode.Disposable {
  readonly #running = new Set<vscode.DebugSession>();
  readonly #started = new vscode.EventEmitter<vscode.DebugSession>();
  readonly #registrations: vscode.Disposable;
  readonly onStart = this.#started.event;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      this.#started,
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.type !== DEBUG_TYPE) return;
        this.#running.add(session);
        this.#started.fire(session);
      }),
      vscode.debug.onDidTerminateDebugSession((session) => void this.#running.delete(session)),
    );
  }

  all(): readonly vscode.DebugSession[] {
    return [...this.#running];
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#running.clear();
  }
}
