/** Debug configurations of type `llmspell`, as VS Code asks for them: without launch.json, in its list, and in both stages of resolving. */
import * as vscode from 'vscode';
import type { KernelSupervisor } from '../kernel/supervisor.ts';
import { waitForKernel } from '../kernel/wait-for-kernel.ts';
import { afterVariables, attachTo, beforeVariables, currentFile, needsKernel, type Configuration, type Resolution } from './launch-rules.ts';
import { readAttachTarget, localKernelOn } from './attach-target.ts';
import { attachName } from './kernel-items.ts';
import type { KernelPicker } from './kernel-picker.ts';

/** For the list of configurations that are made up as needed ("Lua..." in Run and Debug): one for each kernel that runs, too. */
export class DynamicConfigurations implements vscode.DebugConfigurationProvider {
  readonly #picker: KernelPicker;

  constructor(picker: KernelPicker) {
    this.#picker = picker;
  }

  provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration[] {
    // VS Code asks once for each folder and once for none: the same list twice helps nobody.
    if (folder === undefined && vscode.workspace.workspaceFolders !== undefined) return [];
    const configurations: Configuration[] = [
      currentFile(),
      { ...currentFile(), name: 'Lua: current file, stop at its first line', stopOnEntry: true },
      { ...currentFile(), name: 'Lua: current file with arguments', args: '${command:askArguments}' },
      ...this.#picker.kernels().map((kernel) => attachTo(kernel.connectionFile, attachName(kernel))),
      attachTo('${command:pickKernel}', 'Lua: attach to a running kernel'),
    ];
    return configurations as vscode.DebugConfiguration[];
  }
}

export class ConfigurationResolver implements vscode.DebugConfigurationProvider {
  readonly #picker: KernelPicker;
  readonly #supervisor: KernelSupervisor;

  constructor(picker: KernelPicker, supervisor: KernelSupervisor) {
    this.#picker = picker;
    this.#supervisor = supervisor;
  }

  resolveDebugConfiguration(_folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    if (!vscode.workspace.isTrusted) {
      return refuse('This folder is not trusted, so no script of it is run. Trust the folder to run and debug Lua here.', 'Manage Trust', 'workbench.trust.manage');
    }
    const active = vscode.window.activeTextEditor?.document;
    const file = active && { languageId: active.languageId, fsPath: active.uri.fsPath, scheme: active.uri.scheme };
    return accepted(beforeVariables(configuration, file));
  }

  async resolveDebugConfigurationWithSubstitutedVariables(folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    const picked = needsKernel(configuration) ? await this.#picker.theOneOrPick() : '';
    if (picked === undefined) return undefined;
    const resolved = accepted(afterVariables(picked === '' ? configuration : { ...configuration, connectionFile: picked }, surroundings(folder, configuration['program'])));
    if (resolved === undefined || resolved.request === 'attach') return resolved;
    return (await waitForKernel(this.#supervisor)) ? resolved : undefined;
  }
}

function surroundings(folder: vscode.WorkspaceFolder | undefined, program: unknown): Parameters<typeof afterVariables>[1] {
  const home = (typeof program === 'string' ? vscode.workspace.getWorkspaceFolder(vscode.Uri.file(program)) : undefined) ?? folder;
  return {
    folder: home?.uri.fsPath,
    profileSetting: vscode.workspace.getConfiguration('llmspell', home?.uri).get<string>('profile', ''),
    configSetting: vscode.workspace.getConfiguration('llmspell', home?.uri).get<string>('config', ''),
    windows: process.platform === 'win32',
    localKernelOn,
    readConnectionFile: readAttachTarget,
  };
}

/** undefined ends the start without opening launch.json. */
function accepted(result: Resolution): vscode.DebugConfiguration | undefined {
  return 'refused' in result ? refuse(result.refused) : (result.configuration as vscode.DebugConfiguration);
}

function refuse(message: string, action?: string, command?: string): undefined {
  void vscode.window.showErrorMessage(message, ...(action === undefined ? [] : [action])).then((chosen) => {
    if (chosen !== undefined && command !== undefined) void vscode.commands.executeCommand(command);
  });
  return undefined;
}
