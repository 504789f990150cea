/** The commands "Set API Key…" and "Remove API Key…". */
import * as vscode from 'vscode';
import type { ProviderSummary } from '../../common/editor-rpc.ts';
import type { KernelSupervisor } from '../kernel/supervisor.ts';
import type { ApiKeys } from './api-keys.ts';
import { KNOWN_PROVIDERS, keyProblem, nameProblem, outcomeText, providerItems } from './key-texts.ts';

export function registerKeyCommands(keys: ApiKeys, kernel: KernelSupervisor): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('llmspell.setApiKey', () => reported(() => setApiKey(keys, kernel))),
    vscode.commands.registerCommand('llmspell.removeApiKey', () => reported(() => removeApiKey(keys, kernel))),
  );
}

async function setApiKey(keys: ApiKeys, kernel: KernelSupervisor): Promise<void> {
  const provider = await pickProvider(keys, kernel);
  if (provider === undefined) return;
  const key = await vscode.window.showInputBox({
    title: `API key for ${provider}`,
    prompt: "It is kept in VS Code's secret storage and handed to the kernel; no file of yours or ours holds it.",
    password: true,
    ignoreFocusOut: true,
    validateInput: keyProblem,
  });
  if (key === undefined) return;
  await keys.set(provider, key.trim());
  void vscode.window.showInformationMessage(outcomeText('set', provider, stateOf(kernel)));
}

async function removeApiKey(keys: ApiKeys, kernel: KernelSupervisor): Promise<void> {
  const stored = await keys.providers();
  if (stored.length === 0) {
    void vscode.window.showInformationMessage("There is no API key in VS Code's secret storage. Keys of `llmspell keys`, of the environment and of the configuration are not kept here.");
    return;
  }
  const provider = await vscode.window.showQuickPick(stored, { title: "Remove an API key from VS Code's secret storage" });
  if (provider === undefined) return;
  await keys.remove(provider);
  void vscode.window.showInformationMessage(outcomeText('removed', provider, stateOf(kernel)));
}

async function pickProvider(keys: ApiKeys, kernel: KernelSupervisor): Promise<string | undefined> {
  const items = providerItems(await configured(kernel), await keys.providers());
  const picked = await vscode.window.showQuickPick(items, { title: 'API key for which provider?', placeHolder: 'Providers of the configuration, and known ones', ignoreFocusOut: true });
  if (picked === undefined || picked.provider !== undefined) return picked?.provider;
  return vscode.window.showInputBox({ title: 'Name of the provider', prompt: 'The X of [providers.X] in llmspell.toml', ignoreFocusOut: true, validateInput: nameProblem });
}

/** Only a kernel reads configurations; none is started for a folder that is not trusted. */
async function configured(kernel: KernelSupervisor): Promise<readonly ProviderSummary[]> {
  if (!vscode.workspace.isTrusted) return KNOWN_PROVIDERS;
  try {
    return await (await kernel.start()).process.providers();
  } catch {
    // A kernel or a configuration that does not work is told where it is used; a key can be set all the same.
    return KNOWN_PROVIDERS;
  }
}

const stateOf = (kernel: KernelSupervisor) => (!vscode.workspace.isTrusted ? 'restricted' : kernel.view.running === undefined ? 'later' : 'running');

async function reported(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`VS Code's secret storage did not take the change: ${reason}. \`llmspell keys add\` in a terminal keeps keys for VS Code too.`);
  }
}
