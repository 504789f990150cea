/**
 * Takes VS Code's focus off a debug session that has ended. VS Code first opens the editor of a stop and then sets its focus; when the session ends
 * while the editor opens, the focus goes to a session that is no more, and stays there: no later session gets it, so their stops are not shown,
 * the toolbar does not appear, and `activeDebugSession` never becomes undefined.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './launch-rules.ts';

/** Without an argument it focuses a session that is stopped, else one that runs, else none: never one that has ended. */
const FOCUS_LIVING_SESSION = 'workbench.action.debug.focusProcess';

export function registerEndedFocus(log: vscode.LogOutputChannel): vscode.Disposable {
  // By their ids: VS Code makes a new object of an ended session that gets the focus.
  const ended = new Set<string>();
  return vscode.Disposable.from(
    vscode.debug.onDidTerminateDebugSession(({ id, type }) => {
      if (type === DEBUG_TYPE) ended.add(id);
    }),
    vscode.debug.onDidChangeActiveDebugSession((session) => {
      if (session === undefined || !ended.has(session.id)) return;
      log.info(`The debug session "${session.name}" has ended and yet got the focus: another one gets it.`);
      vscode.commands.executeCommand(FOCUS_LIVING_SESSION).then(undefined, (error: unknown) => log.warn(`The focus stays on the ended debug session "${session.name}": ${String(error)}`));
    }),
  );
}
