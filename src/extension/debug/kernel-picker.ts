/** Asks which of the running kernels is meant: for `${command:pickKernel}` in launch.json, for an attach without a port, and for the command. */
import * as vscode from 'vscode';
import { readEnvironment } from '../../base/env.ts';
import { debuggableKernels, type DebuggableKernel } from '../../kernel/client/running-kernels.ts';
import type { KernelSupervisor } from '../kernel/supervisor.ts';
import { settings } from '../settings.ts';
import { attachable, kernelItem, NO_KERNEL, onlyKernel, type OwnKernel } from './kernel-items.ts';

export class KernelPicker {
  readonly #supervisor: KernelSupervisor;

  constructor(supervisor: KernelSupervisor) {
    this.#supervisor = supervisor;
  }

  kernels(): readonly DebuggableKernel[] {
    return attachable(debuggableKernels(readEnvironment()), this.#own());
  }

  /** The connection file of the kernel that was picked; undefined when none was, or none runs, which is said. */
  async pick(): Promise<string | undefined> {
    const kernels = this.kernels();
    if (kernels.length === 0) {
      void this.#offerToStart();
      return undefined;
    }
    const own = this.#own();
    const items = kernels.map((kernel) => kernelItem(kernel, own));
    const picked = await vscode.window.showQuickPick(items, { title: 'Attach to a running kernel', placeHolder: 'The kernel whose script is to be debugged', matchOnDescription: true, matchOnDetail: true });
    return picked?.connectionFile;
  }

  /** Asks only when there is a choice. */
  async theOneOrPick(): Promise<string | undefined> {
    return onlyKernel(this.kernels())?.connectionFile ?? this.pick();
  }

  #own(): OwnKernel | undefined {
    const { running, status } = this.#supervisor.view;
    return running && { pid: running.ready.pid, isBusy: (status?.executions ?? 0) > 0 };
  }

  async #offerToStart(): Promise<void> {
    const inTerminal = 'Start a Kernel in the Terminal';
    // With the setting off, terminals do not know the command.
    const actions = settings.autoAttach() ? [inTerminal] : [];
    if ((await vscode.window.showErrorMessage(NO_KERNEL, ...actions)) !== inTerminal) return;
    const terminal = vscode.window.createTerminal('llmspell kernel');
    terminal.show();
    terminal.sendText('llmspell kernel start');
  }
}
