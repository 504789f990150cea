/** Shows a line of Lua in an editor, where a click in the panel asked for it. */
import * as vscode from 'vscode';
import type { SourceLine } from '../common/events.ts';

export async function revealLine(source: SourceLine): Promise<void> {
  const position = new vscode.Position(Math.max(0, source.line - 1), 0);
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(source.file));
    const line = document.lineAt(Math.min(position.line, document.lineCount - 1));
    const start = new vscode.Position(line.lineNumber, line.firstNonWhitespaceCharacterIndex);
    const editor = await vscode.window.showTextDocument(document, { preserveFocus: true, selection: new vscode.Range(start, start) });
    editor.revealRange(line.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch (error) {
    void vscode.window.showWarningMessage(`${source.file} cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
  }
}
