/** Debug configurations of type `llmspell`, as VS Code asks for them: without launch.json, in its list, and in both stages of resolving. */
import * as vscode from 'vscode';
import { afterVariables, beforeVariables, currentFile, DEBUG_TYPE, type Resolution } from './launch-rules.ts';
import { readAttachTarget, localKernelOn } from './attach-target.ts';

/** For the list of configurations that are made up as needed ("Lua..." in Run and Debug). */
export class DynamicConfigurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [
      currentFile(),
      { ...currentFile(), name: 'Lua: current file, stop at its first line', stopOnEntry: true },
      { type: DEBUG_TYPE, request: 'attach', name: 'Lua: attach to a running kernel', host: '127.0.0.1', port: 9556 },
    ] as vscode.DebugConfiguration[];
  }
}

export class ConfigurationResolver implements vscode.DebugConfigurationProvider {
  resolveDebugConfiguration(_folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    if (!vscode.workspace.isTrusted) {
      return refuse('This folder is not trusted, so no script of it is run. Trust the folder to run and debug Lua here.', 'Manage Trust', 'workbench.trust.manage');
    }
    const active = vscode.window.activeTextEditor?.document;
    const file = active && { languageId: active.languageId, fsPath: active.uri.fsPath, scheme: active.uri.scheme };
    return accepted(beforeVariables(configuration, file));
  }

  resolveDebugConfigurationWithSubstitutedVariables(folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    const program: unknown = configuration['program'];
    const home = (typeof program === 'string' ? vscode.workspace.getWorkspaceFolder(vscode.Uri.file(program)) : undefined) ?? folder;
    return accepted(
      afterVariables(configuration, {
        folder: home?.uri.fsPath,
        configSetting: vscode.workspace.getConfiguration('llmspell', home?.uri).get<string>('config', ''),
        windows: process.platform === 'win32',
        localKernelOn,
        readConnectionFile: readAttachTarget,
      }),
    );
  }
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
