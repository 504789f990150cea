/** The protocol log: what VS Code and the debug adapter say to each other, in an output channel. Off by default (setting `llmspell.traceDap`). */
import * as vscode from 'vscode';
import { settings } from '../settings.ts';
import { DEBUG_TYPE } from './launch-rules.ts';
import { protocolLine } from './protocol-text.ts';

export const PROTOCOL_CHANNEL = 'llmspell Debug Protocol';

export function registerProtocolLog(): vscode.Disposable {
  const channel = vscode.window.createOutputChannel(PROTOCOL_CHANNEL, { log: true });
  // Looked up once for each change: a program that floods its output sends thousands of messages a second.
  let isOn = settings.traceDap();
  const write = (direction: '→' | '←', session: string, message: unknown): void => {
    if (isOn) channel.info(protocolLine(direction, session, message));
  };
  return vscode.Disposable.from(
    channel,
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('llmspell.traceDap')) isOn = settings.traceDap();
    }),
    vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
      createDebugAdapterTracker: ({ id }) => ({
        onWillReceiveMessage: (message: unknown) => write('→', id.slice(0, 8), message),
        onDidSendMessage: (message: unknown) => write('←', id.slice(0, 8), message),
      }),
    }),
    vscode.commands.registerCommand('llmspell.showProtocolLog', () => showLog(channel)),
  );
}

async function showLog(channel: vscode.LogOutputChannel): Promise<void> {
  channel.show(true);
  if (settings.traceDap()) return;
  const turnOn = 'Turn On';
  if ((await vscode.window.showInformationMessage('The debug protocol is not written to its log: the setting llmspell.traceDap is off.', turnOn)) !== turnOn) return;
  await vscode.workspace.getConfiguration('llmspell').update('traceDap', true, vscode.ConfigurationTarget.Global);
}
