/** Asks for the arguments of a script; what was typed last for the same file is there to be changed. */
import * as vscode from 'vscode';
import type { RememberedArguments } from './remembered-arguments.ts';
import { splitWords } from './shell-words.ts';

/** The line as it was typed, which splits; undefined when the question was left with Escape. */
export async function askArguments(file: string | undefined, remembered: RememberedArguments): Promise<string | undefined> {
  const line = await vscode.window.showInputBox({
    title: file === undefined ? 'Arguments of the script' : `Arguments of ${vscode.workspace.asRelativePath(file)}`,
    prompt: 'Split as in a shell: quotes keep words together. Nothing is expanded.',
    placeHolder: 'first "second argument" --flag',
    value: file === undefined ? '' : remembered.of(file),
    ignoreFocusOut: true,
    validateInput: problemWith,
  });
  if (line !== undefined && file !== undefined) await remembered.remember(file, line);
  return line;
}

function problemWith(line: string): string | undefined {
  try {
    splitWords(line);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
