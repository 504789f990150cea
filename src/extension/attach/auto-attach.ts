/** Debugs in this window what `llmspell run --debug` starts in one of its terminals: the setting `llmspell.autoAttach`. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { readEnvironment } from '../../base/env.ts';
import { socketPath } from '../../base/folders.ts';
import { isWithin } from '../../base/paths.ts';
import type { EditorAttachReply, EditorAttachRequest } from '../../common/editor-attach.ts';
import { checkDebuggable } from '../../kernel/client/running-kernels.ts';
import { settings } from '../settings.ts';
import { attachSocketName, listenForAttach, removeDeadSockets, type AttachListener } from './attach-listener.ts';
import { decideAttach } from './attach-rules.ts';
import { setTerminalEnvironment } from './terminal-environment.ts';

export class AutoAttach implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  #listening: Promise<AttachListener | undefined> | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    this.follow();
  }

  /** Does what the setting says now. */
  follow(): void {
    if (!settings.autoAttach()) return this.#stop();
    if (this.#listening !== undefined) return;
    const listening = this.#listen().catch((error: unknown) => {
      this.#log.warn(`What terminals start is not debugged by itself: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    this.#listening = listening;
    // The setting may have been switched off meanwhile.
    void listening.then((listener) => (listener !== undefined && this.#listening === listening ? this.#tellTerminals(listener) : undefined));
  }

  dispose(): void {
    this.#stop();
  }

  async #listen(): Promise<AttachListener> {
    const environment = readEnvironment();
    const path = socketPath(environment, attachSocketName(process.pid, randomBytes(4).toString('hex')));
    if (environment.platform !== 'win32') removeDeadSockets(path, isAlive);
    return listenForAttach(path, (request) => this.#attach(request));
  }

  #tellTerminals({ path }: AttachListener): void {
    setTerminalEnvironment(this.#context.environmentVariableCollection, {
      socket: path,
      binFolder: vscode.Uri.joinPath(this.#context.extensionUri, 'bin').fsPath,
      node: settings.nodePath().trim() || process.execPath,
      windows: readEnvironment().platform === 'win32',
    });
  }

  #stop(): void {
    const { environmentVariableCollection } = this.#context;
    environmentVariableCollection.clear();
    environmentVariableCollection.description = undefined;
    void this.#listening?.then((listener) => listener?.close());
    this.#listening = undefined;
  }

  async #attach(request: EditorAttachRequest): Promise<EditorAttachReply> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const decision = decideAttach(request, {
      isTrusted: vscode.workspace.isTrusted,
      isOn: settings.autoAttach(),
      folders: folders.map(({ uri }) => uri.fsPath),
      checkDebuggable,
      isWithin,
    });
    if ('refused' in decision) {
      this.#log.info(`A terminal asked to debug ${request.program}, and was refused: ${decision.refused}`);
      return { ok: false, message: decision.refused };
    }
    const folder = folders.find(({ uri }) => uri.fsPath === decision.folder);
    const started = await vscode.debug.startDebugging(folder, decision.configuration as vscode.DebugConfiguration);
    return started ? { ok: true } : { ok: false, message: 'VS Code did not start the debug session: its window says why' };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
