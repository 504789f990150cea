/** Edit while stopped or running: tells every debug session that a Lua file was saved, and the user what became of it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DebugSessions } from '../debug/sessions.ts';
import { settings } from '../settings.ts';
import { reloadText, type ReloadResult } from './reload-text.ts';

const STATUS_MS = 8_000;

export function registerHotReload(sessions: DebugSessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(async ({ uri, languageId }) => {
    if (languageId !== 'lua' || uri.scheme !== 'file' || !settings.hotReload()) return;
    await Promise.all(
      sessions.all().map(async (session) => {
        try {
          tell(uri.fsPath, (await session.customRequest('fileSaved', { path: uri.fsPath })) as ReloadResult);
        } catch (error) {
          // It has ended meanwhile, or runs without debugging. A file that does not compile is marked in the editor.
          log.info(`${uri.fsPath} was not replaced in ${session.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }),
    );
  });
}

function tell(path: string, result: ReloadResult): void {
  const { status, warning } = reloadText(basename(path), result);
  if (status !== undefined) vscode.window.setStatusBarMessage(status, STATUS_MS);
  if (warning !== undefined) void vscode.window.showWarningMessage(warning);
}
