/** The commands that run or debug a Lua file: of the editor's title bar, the command palette and the panel. */
import * as vscode from 'vscode';
import { currentFile } from './launch-rules.ts';

export function registerDebugCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('llmspell.runFile', (uri?: vscode.Uri) => start(uri, true)),
    vscode.commands.registerCommand('llmspell.debugFile', (uri?: vscode.Uri) => start(uri, false)),
  );
}

async function start(uri: vscode.Uri | undefined, noDebug: boolean): Promise<void> {
  const target = uri ?? activeLuaFile();
  if (target === undefined) {
    void vscode.window.showErrorMessage('No Lua file is open in an editor: open the script to run.');
    return;
  }
  await vscode.workspace.openTextDocument(target).then((document) => document.isDirty && document.save());
  const configuration = { ...currentFile(), program: target.fsPath, name: `Lua: ${vscode.workspace.asRelativePath(target)}` };
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(target), configuration as vscode.DebugConfiguration, { noDebug });
}

/** The panel has the focus when its button is pressed: then an editor that is only visible counts too. */
function activeLuaFile(): vscode.Uri | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId === 'lua' && editor.document.uri.scheme === 'file')?.document.uri;
}
