/** The commands that run or debug a Lua file, or attach to a kernel: of the menus, the command palette, the panel, and `${command:…}` in launch.json. */
import * as vscode from 'vscode';
import { askArguments } from './ask-arguments.ts';
import type { KernelPicker } from './kernel-picker.ts';
import { attachTo, currentFile, type Configuration } from './launch-rules.ts';
import type { RememberedArguments } from './remembered-arguments.ts';
import { splitWords } from './shell-words.ts';

export function registerDebugCommands(picker: KernelPicker, remembered: RememberedArguments): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('llmspell.runFile', (uri?: vscode.Uri) => start(uri, { noDebug: true })),
    vscode.commands.registerCommand('llmspell.debugFile', (uri?: vscode.Uri) => start(uri, { noDebug: false })),
    vscode.commands.registerCommand('llmspell.debugFileWithArguments', (uri?: vscode.Uri) => start(uri, { noDebug: false, remembered })),
    vscode.commands.registerCommand('llmspell.attachToKernel', () => attach(picker)),
    vscode.commands.registerCommand('llmspell.pickKernel', () => picker.pick()),
    vscode.commands.registerCommand('llmspell.askArguments', (configuration?: Configuration) => askArguments(programOf(configuration), remembered)),
  );
}

interface StartOptions {
  readonly noDebug: boolean;
  /** Asks for arguments. */
  readonly remembered?: RememberedArguments;
}

async function start(uri: vscode.Uri | undefined, { noDebug, remembered }: StartOptions): Promise<void> {
  const target = uri ?? activeLuaFile();
  if (target === undefined) {
    void vscode.window.showErrorMessage('No Lua file is open in an editor: open the script to run.');
    return;
  }
  const line = remembered === undefined ? '' : await askArguments(target.fsPath, remembered);
  if (line === undefined) return;
  await vscode.workspace.openTextDocument(target).then((document) => document.isDirty && document.save());
  const configuration = { ...currentFile(), program: target.fsPath, name: `Lua: ${vscode.workspace.asRelativePath(target)}`, args: splitWords(line) };
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(target), configuration as unknown as vscode.DebugConfiguration, { noDebug });
}

async function attach(picker: KernelPicker): Promise<void> {
  const connectionFile = await picker.pick();
  if (connectionFile === undefined) return;
  const configuration = attachTo(connectionFile, 'Lua: attach to a running kernel');
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration as vscode.DebugConfiguration);
}

/** The program of a configuration whose variables VS Code is just replacing. */
function programOf(configuration: Configuration | undefined): string | undefined {
  const program = configuration?.['program'];
  return typeof program === 'string' && !program.includes('${') ? program : activeLuaFile()?.fsPath;
}

/** The panel has the focus when its button is pressed: then an editor that is only visible counts too. */
function activeLuaFile(): vscode.Uri | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId === 'lua' && editor.document.uri.scheme === 'file')?.document.uri;
}
