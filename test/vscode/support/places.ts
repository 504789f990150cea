/** Files of the workspace and lines in them, by the marks in their comments (`-- @mark`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Absolute path of a file of the opened workspace. */
export function inWorkspace(file: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('the suite needs an opened folder');
  return join(folder.uri.fsPath, file);
}

/** Line (from 1) of a mark. */
export function lineOf(file: string, mark: string): number {
  const lines = readFileSync(inWorkspace(file), 'utf8').split('\n');
  const index = lines.findIndex((line) => new RegExp(`-- @${mark}$`).test(line));
  if (index < 0) throw new Error(`${file} has no mark @${mark}`);
  return index + 1;
}

export interface BreakpointOptions {
  readonly condition?: string;
  readonly hit?: string;
  readonly log?: string;
}

export function breakAt(file: string, markOrLine: string | number, options: BreakpointOptions = {}): void {
  const line = typeof markOrLine === 'number' ? markOrLine : lineOf(file, markOrLine);
  const location = new vscode.Location(vscode.Uri.file(inWorkspace(file)), new vscode.Position(line - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, options.condition, options.hit, options.log)]);
}

export function removeAllBreakpoints(): void {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
}
