/** The kernel's item in the status bar. */
import * as vscode from 'vscode';
import { statusText } from './status-text.ts';
import type { KernelSupervisor, KernelView } from './supervisor.ts';

const BACKGROUND = { normal: undefined, warning: 'statusBarItem.warningBackground', error: 'statusBarItem.errorBackground' } as const;

export function showKernelInStatusBar(supervisor: KernelSupervisor): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('llmspell.kernel', vscode.StatusBarAlignment.Left, 1);
  item.name = 'llmspell kernel';
  const show = (view: KernelView): void => {
    const { text, tooltip, severity, command } = statusText(view);
    const background = BACKGROUND[severity];
    item.text = text;
    item.tooltip = new vscode.MarkdownString(tooltip);
    item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    item.command = command;
    item.accessibilityInformation = { label: text.replace(/^\$\([^)]*\)\s*/, ''), role: 'button' };
  };
  supervisor.onChange((view) => {
    show(view);
    // It appears with the first kernel: a window without Lua has no use for it.
    item.show();
  });
  return item;
}
