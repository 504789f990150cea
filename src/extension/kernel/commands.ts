/** Commands around the kernel, and the message when it dies. */
import * as vscode from 'vscode';
import type { KernelSupervisor } from './supervisor.ts';

export function registerKernelCommands(kernel: KernelSupervisor, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('llmspell.showKernelLog', () => log.show(true)),
    vscode.commands.registerCommand('llmspell.restartKernel', async () => {
      if (!vscode.workspace.isTrusted) {
        void vscode.window.showErrorMessage('This folder is not trusted, so no kernel is started. Trust the folder to run and debug Lua here.');
        return;
      }
      try {
        await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Restarting the llmspell kernel' }, () => kernel.restart());
      } catch (error) {
        await offerLog(vscode.window.showErrorMessage, error instanceof Error ? error.message : String(error));
      }
    }),
  );
}

export function reportLostKernel(kernel: KernelSupervisor): vscode.Disposable {
  let watching = true;
  kernel.onLost((reason) => {
    // A warning, which goes by itself: an error with a button stays until it is clicked, and the next F5 has repaired all there was.
    if (watching) void offerLog(vscode.window.showWarningMessage, `${reason} What was running in it has ended. Press F5 to start again.`);
  });
  return new vscode.Disposable(() => {
    watching = false;
  });
}

async function offerLog(tell: (message: string, ...actions: string[]) => Thenable<string | undefined>, message: string): Promise<void> {
  const show = 'Show Kernel Log';
  if ((await tell(message, show)) === show) await vscode.commands.executeCommand('llmspell.showKernelLog');
}
