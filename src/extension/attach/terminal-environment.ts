/** What the window's terminals know of it: where to ask for a debugger, and the command `llmspell`, which is the extension's own program. */
import * as vscode from 'vscode';
import { EDITOR_ATTACH_VARIABLE } from '../../common/editor-attach.ts';

/** Read by bin/llmspell: the Node.js that runs the program. */
const NODE_VARIABLE = 'LLMSPELL_NODE';

export interface TerminalEnvironment {
  readonly socket: string;
  /** Absolute: the folder with the command. */
  readonly binFolder: string;
  readonly node: string;
  readonly windows: boolean;
}

/** Terminals that are open get it when they are restarted; VS Code marks them. */
export function setTerminalEnvironment(collection: vscode.EnvironmentVariableCollection, { socket, binFolder, node, windows }: TerminalEnvironment): void {
  // The socket is gone with the window: a terminal that is restored in the next one must not be told of it.
  collection.persistent = false;
  collection.clear();
  collection.description = new vscode.MarkdownString('Adds the command `llmspell`; what `llmspell run --debug` starts is debugged in this window.');
  collection.replace(EDITOR_ATTACH_VARIABLE, socket);
  collection.replace(NODE_VARIABLE, node);
  // A shell's own start-up files may set PATH anew: then VS Code's shell integration puts the folder in front again.
  collection.prepend('PATH', `${binFolder}${windows ? ';' : ':'}`, { applyAtProcessCreation: true, applyAtShellIntegration: true });
}
