/** Edit while stopped or running: tells every debug session that a Lua file was saved, and the user what became of it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DebugSessions } from '../debug/sessions.ts';
import { settings } from '../settings.ts';
import { failureText, reloadText, type ReloadResult } from './reload-text.ts';

const STATUS_MS = 8_000;

export function registerHotReload(sessions: DebugSessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(async ({ uri, languageId }) => {
    if (languageId !== 'lua' || uri.scheme !== 'file' || !settings.hotReload()) return;
    await Promise.all(
      sessions.all().map(async (session) => {
        try {
          tell(uri.fsPath, (await session.customRequest('fileSaved', { path: uri.fsPath })) as ReloadResult);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          log.info(`${uri.fsPath} was not replaced in ${session.name}: ${reason}`);
          show(failureText(basename(uri.fsPath), reason));
        }
      }),
    );
  });
}

function tell(path: string, result: ReloadResult): void {
  const { status, warning } = reloadText(basename(path), result);
  if (status !== undefined) show(status);
  if (warning !== undefined) void vscode.window.showWarningMessage(warning);
}

let shown: vscode.Disposable | undefined;

/** In place of what was said of the save before: that would come back when this goes. */
function show(status: string): void {
  shown?.dispose();
  shown = vscode.window.setStatusBarMessage(status, STATUS_MS);
}
