/**
 * Commands on values of a stopped program, in the menus of Variables and Watch: copy as JSON or Lua, view as JSON, integers in hexadecimal. The
 * adapter writes the text (its requests `valueText` and `setValueFormat`): it has the whole value, not what a row shows of it.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug/launch-rules.ts';
import type { DebugSessions } from '../debug/sessions.ts';
import { JsonDocuments } from './json-documents.ts';
import { valueName, valuePlace, type ValuePlace, type ViewItem } from './value-place.ts';

/** In `when` clauses: which of the two commands is offered. */
const HEXADECIMAL_CONTEXT = 'llmspell.hexadecimal';

export function registerValueCommands(sessions: DebugSessions): vscode.Disposable {
  const documents = new JsonDocuments();
  const copy = (format: 'json' | 'lua') => (item?: ViewItem) => withText(item, format, (_, text) => vscode.env.clipboard.writeText(text));
  let isHexadecimal = false;
  const show = async (hex: boolean): Promise<void> => {
    isHexadecimal = hex;
    await vscode.commands.executeCommand('setContext', HEXADECIMAL_CONTEXT, hex);
    await Promise.all(sessions.all().map((session) => setFormat(session, hex)));
  };
  return vscode.Disposable.from(
    documents,
    vscode.commands.registerCommand('llmspell.copyAsJson', copy('json')),
    vscode.commands.registerCommand('llmspell.copyAsLua', copy('lua')),
    vscode.commands.registerCommand('llmspell.viewAsJson', (item?: ViewItem) => withText(item, 'json', (name, text) => documents.show(name, text))),
    vscode.commands.registerCommand('llmspell.showHexadecimal', () => show(true)),
    vscode.commands.registerCommand('llmspell.showDecimal', () => show(false)),
    // The choice holds for the window: a session that starts later is told.
    sessions.onStart((session) => (isHexadecimal ? void setFormat(session, true) : undefined)),
  );
}

async function withText(item: ViewItem | undefined, format: 'json' | 'lua', use: (name: string, text: string) => Thenable<void>): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const place = item && valuePlace(item);
  if (place === undefined || session?.type !== DEBUG_TYPE) {
    void vscode.window.showErrorMessage('There is no value to take: stop a Lua script and use the menu of a variable in the Variables view.');
    return;
  }
  try {
    await use(valueName(place), await valueText(session, place, format));
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

async function valueText(session: vscode.DebugSession, place: ValuePlace, format: 'json' | 'lua'): Promise<string> {
  const frame = vscode.debug.activeStackItem instanceof vscode.DebugStackFrame ? { frameId: vscode.debug.activeStackItem.frameId } : {};
  const { text } = (await session.customRequest('valueText', { ...place, ...frame, format })) as { readonly text: string };
  return text;
}

/** A session without a program to show values of has nothing to format yet. */
const setFormat = (session: vscode.DebugSession, hex: boolean): Thenable<unknown> => session.customRequest('setValueFormat', { hex }).then(undefined, () => undefined);
