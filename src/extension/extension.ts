/**
 * Entry of the extension: connects its parts. It holds no business logic; scripts, agents and the debug adapter live in the kernel process,
 * knowledge of Lua in the language server.
 */
import * as vscode from 'vscode';
import { readEnvironment } from '../base/env.ts';
import { distFile } from '../base/paths.ts';
import type { EventBatch } from '../common/editor-rpc.ts';
import type { SpellEvent } from '../common/events.ts';
import { AutoAttach } from './attach/auto-attach.ts';
import { DEBUG_TYPE } from './debug/launch-rules.ts';
import { registerDebugger } from './debug/register.ts';
import { KernelEvents } from './events/kernel-events.ts';
import { EventRing } from './events/ring.ts';
import { InlineAnswers } from './inline/inline-answers.ts';
import { ApiKeys } from './keys/api-keys.ts';
import { registerKeyCommands } from './keys/commands.ts';
import { KernelProcess } from './kernel/kernel-process.ts';
import { nodeRuntimes } from './kernel/runtimes.ts';
import { showKernelInStatusBar } from './kernel/status-bar.ts';
import { KernelSupervisor } from './kernel/supervisor.ts';
import { registerKernelCommands, reportLostKernel } from './kernel/commands.ts';
import { LuaLanguageClient } from './language-client.ts';
import { EVENTS_VIEW, PanelView } from './panel-view.ts';
import { settings } from './settings.ts';

/** What other extensions and the tests in VS Code may use. */
export interface LlmspellApi {
  readonly kernel: KernelSupervisor;
  readonly apiKeys: ApiKeys;
  readonly inlineAnswers: InlineAnswers;
  /** The remembered events, oldest first. */
  events(): readonly SpellEvent[];
}

let deactivation: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): LlmspellApi {
  const log = vscode.window.createOutputChannel('llmspell', { log: true });
  context.subscriptions.push(log);
  try {
    return start(context, log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(error instanceof Error ? error : reason);
    void vscode.window.showErrorMessage(`llmspell could not start: ${reason}`);
    throw error;
  }
}

/** VS Code waits for it, 5 s at most. */
export async function deactivate(): Promise<void> {
  await deactivation?.();
}

function start(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LlmspellApi {
  const apiKeys = new ApiKeys(context.secrets, (message) => log.warn(message));
  const kernel = createSupervisor(log, apiKeys);
  const ring = new EventRing(settings.eventLimit());
  const panel = new PanelView(context.extensionUri, ring);
  const inlineAnswers = new InlineAnswers();
  const language = new LuaLanguageClient(log);
  const events = new KernelEvents({
    log: (message) => log.info(message),
    onEvents: (batch) => {
      ring.add(batch);
      panel.add(batch);
      inlineAnswers.add(batch);
    },
  });
  kernel.onReady((running) => void events.follow(running).catch((error: unknown) => log.error(`No events from the kernel: ${String(error)}`)));
  kernel.onLost((reason, kernelId) => events.lost(kernelId, reason));
  kernel.onChange(({ state, reason }) => panel.notice(state === 'failed' || state === 'restricted' ? (reason ?? '') : ''));

  const autoAttach = new AutoAttach(context, log);
  context.subscriptions.push(
    showKernelInStatusBar(kernel),
    reportLostKernel(kernel),
    registerKernelCommands(kernel, log),
    registerKeyCommands(apiKeys, kernel),
    apiKeys,
    registerDebugger({ kernel, log, store: context.workspaceState }),
    autoAttach,
    inlineAnswers,
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === DEBUG_TYPE && session.configuration.request === 'attach') void events.followAttached(session);
    }),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === DEBUG_TYPE && event === 'spellEvents') events.receiveAttached(session.id, (body as EventBatch).events);
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => events.leaveAttached(id)),
    vscode.window.registerWebviewViewProvider(EVENTS_VIEW, panel),
    vscode.commands.registerCommand('llmspell.showEvents', () => vscode.commands.executeCommand(`${EVENTS_VIEW}.focus`)),
    vscode.commands.registerCommand('llmspell.clearEvents', () => {
      ring.clear();
      panel.clear();
    }),
    vscode.commands.registerCommand('llmspell.clearInlineAnswers', () => inlineAnswers.clear()),
    vscode.commands.registerCommand('llmspell.toggleInlineAnswers', () => settings.toggleInlineAnswers()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('llmspell.events.limit')) ring.resize(settings.eventLimit());
      if (change.affectsConfiguration('llmspell.autoAttach')) autoAttach.follow();
      if (change.affectsConfiguration('llmspell.nodePath') || change.affectsConfiguration('llmspell.trace')) void kernel.restartWhenIdle();
    }),
  );
  deactivation = async () => {
    autoAttach.dispose();
    events.dispose();
    panel.dispose();
    await Promise.all([kernel.dispose(), language.stop()]);
  };
  startWhenTrusted(context, kernel);
  return { kernel, apiKeys, inlineAnswers, events: () => ring.snapshot() };
}

function createSupervisor(log: vscode.LogOutputChannel, apiKeys: ApiKeys): KernelSupervisor {
  const environment = readEnvironment();
  return new KernelSupervisor({
    runtimes: () => nodeRuntimes(settings.nodePath(), process.execPath),
    launch: (runtime, onStatus) =>
      new KernelProcess(
        {
          runtime,
          script: distFile('kernel.mjs'),
          args: ['--trace', settings.trace()],
          cwd: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath ?? environment.home,
          env: environment.vars,
          log: (line) => log.info(line),
        },
        onStatus,
      ),
    introduce: (process) => apiKeys.introduce(process),
    log: (message) => log.warn(message),
    now: () => Date.now(),
  });
}

/**
 * The kernel is started ahead, with the window's first Lua document, so that the first F5 need not wait for it; nothing of a folder runs before it
 * is trusted.
 */
function startWhenTrusted(context: vscode.ExtensionContext, kernel: KernelSupervisor): void {
  const isLua = ({ languageId }: vscode.TextDocument): boolean => languageId === 'lua';
  const startAhead = (): void => {
    if (vscode.workspace.isTrusted && vscode.workspace.textDocuments.some(isLua)) void kernel.start().catch(() => undefined);
  };
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument((document) => (isLua(document) ? startAhead() : undefined)));
  if (vscode.workspace.isTrusted) {
    startAhead();
    return;
  }
  kernel.restrict('This folder is not trusted, so no script of it is run and no kernel is started.');
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(startAhead));
}
