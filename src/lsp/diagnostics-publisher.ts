/** Pushes the errors of open documents once typing rests, and takes them back when a document is closed or errors are turned off. */
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { diagnose } from './diagnostics.ts';
import type { LuaDocument } from './document.ts';
import type { LanguageSettings } from './settings.ts';

export class DiagnosticsPublisher {
  readonly #send: (params: PublishDiagnosticsParams) => void;
  readonly #find: (uri: string) => LuaDocument | undefined;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  #settings: LanguageSettings;

  constructor(settings: LanguageSettings, find: (uri: string) => LuaDocument | undefined, send: (params: PublishDiagnosticsParams) => void) {
    this.#settings = settings;
    this.#find = find;
    this.#send = send;
  }

  configure(settings: LanguageSettings): void {
    this.#settings = settings;
  }

  /** A document was opened or changed. */
  changed(uri: string, { atOnce = false } = {}): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.set(uri, setTimeout(() => this.#publish(uri), atOnce ? 0 : this.#settings.diagnostics.delay));
  }

  closed(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#send({ uri, diagnostics: [] });
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #publish(uri: string): void {
    this.#waiting.delete(uri);
    const document = this.#find(uri);
    if (document) this.#send({ uri, version: document.version, diagnostics: this.#settings.diagnostics.enabled ? diagnose(document) : [] });
  }
}
