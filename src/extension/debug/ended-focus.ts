/**
 * Takes VS Code's focus off a debug session that has ended. VS Code first opens the editor of a stop and then sets its focus; when the session ends
 * while the editor opens, the focus goes to a session that is no more, and stays there: no later session gets it, so their stops are not shown,
 * the toolbar does not appear, and `activeDebugSession` never becomes undefined.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './launch-rules.ts';

/** Without an argument it focuses a session that is stopped, else one that runs, else none: never one that has ended. */
const FOCUS_LIVING_SESSION = 'workbench.action.debug.focusProcess';
/** A moment after it has told the end of a session VS Code takes its focus off it, when nothing goes wrong. */
const SETTLED_MS = 100;

export function registerEndedFocus(log: vscode.LogOutputChannel): vscode.Disposable {
  // By their ids: VS Code makes a new object of an ended session that gets the focus.
  const ended = new Set<string>();
  let looking: NodeJS.Timeout | undefined;
  const look = (): void => {
    clearTimeout(looking);
    looking = setTimeout(() => void release(), SETTLED_MS);
  };
  const release = async (): Promise<void> => {
    const session = vscode.debug.activeDebugSession;
    if (session === undefined || !ended.has(session.id)) return;
    log.info(`The debug session "${session.name}" has ended and yet has the focus: another one gets it.`);
    try {
      await vscode.commands.executeCommand(FOCUS_LIVING_SESSION);
    } catch (error) {
      // The session that was to get it has ended as well, and its end looks again.
      log.info(`The focus did not move: ${String(error)}`);
    }
  };
  return vscode.Disposable.from(
    vscode.debug.onDidTerminateDebugSession(({ id, type }) => {
      if (type === DEBUG_TYPE) ended.add(id);
      look();
    }),
    vscode.debug.onDidChangeActiveDebugSession((session) => {
      if (session !== undefined && ended.has(session.id)) look();
    }),
    { dispose: () => clearTimeout(looking) },
  );
}
