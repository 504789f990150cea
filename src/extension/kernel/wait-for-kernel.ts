/** Waits for the window's kernel before a script is started in it; when that takes long, a progress message says so and can be cancelled. */
import * as vscode from 'vscode';
import { isSlow } from './slow.ts';
import type { KernelSupervisor } from './supervisor.ts';

/** A kernel that was started ahead is ready at once; one that starts with F5 takes a moment that nobody notices. */
const NOTICED_MS = 500;

/** Whether the kernel is ready. When it is not, the user knows why. Cancelling leaves the kernel to its start: the next F5 finds it. */
export async function waitForKernel(kernel: KernelSupervisor): Promise<boolean> {
  const ready = kernel.start().then(
    () => true,
    (error: unknown) => {
      void reportFailure(error instanceof Error ? error.message : String(error));
      return false;
    },
  );
  if (!(await isSlow(ready, NOTICED_MS))) return ready;
  const progress = { location: vscode.ProgressLocation.Notification, title: 'The llmspell kernel is starting; the script runs when it is ready.', cancellable: true };
  return vscode.window.withProgress(progress, (_, cancelled) => Promise.race([ready, new Promise<false>((resolve) => cancelled.onCancellationRequested(() => resolve(false)))]));
}

async function reportFailure(reason: string): Promise<void> {
  const show = 'Show Kernel Log';
  if ((await vscode.window.showErrorMessage(reason, show)) === show) await vscode.commands.executeCommand('llmspell.showKernelLog');
}
