/** The settings of the extension, read anew each time: a change needs no reload. */
import * as vscode from 'vscode';

const read = <T>(name: string, otherwise: T): T => vscode.workspace.getConfiguration('llmspell').get<T>(name, otherwise);

export const settings = {
  nodePath: (): string => read('nodePath', ''),
  trace: (): string => read('trace', 'warn'),
  eventLimit: (): number => read('events.limit', 20_000),
  autoAttach: (): boolean => read('autoAttach', true),
  hotReload: (): boolean => read('hotReload', true),
  traceDap: (): boolean => read('traceDap', false),
  toggleInlineAnswers: async (): Promise<void> => {
    const section = vscode.workspace.getConfiguration('llmspell.inlineAnswers');
    await section.update('enabled', !section.get<boolean>('enabled', true), vscode.ConfigurationTarget.Global);
  },
};
