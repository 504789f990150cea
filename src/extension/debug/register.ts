/** Connects everything of debugging to VS Code. */
import * as vscode from 'vscode';
import { registerHotReload } from '../hot-reload/hot-reload.ts';
import type { KernelSupervisor } from '../kernel/supervisor.ts';
import { registerValueCommands } from '../values/value-commands.ts';
import { AdapterFactory } from './adapter-factory.ts';
import { registerDebugCommands } from './commands.ts';
import { registerCompoundCompletion } from './compound-completion.ts';
import { ConfigurationResolver, DynamicConfigurations } from './configuration-provider.ts';
import { registerEndedFocus } from './ended-focus.ts';
import { registerEvaluatableExpressions } from './evaluatable-expressions.ts';
import { KernelPicker } from './kernel-picker.ts';
import { DEBUG_TYPE } from './launch-rules.ts';
import { registerProtocolLog } from './protocol-log.ts';
import { RememberedArguments, type Store } from './remembered-arguments.ts';
import { DebugSessions } from './sessions.ts';

export interface DebuggerParts {
  readonly kernel: KernelSupervisor;
  readonly log: vscode.LogOutputChannel;
  /** Of the workspace. */
  readonly store: Store;
}

export function registerDebugger({ kernel, log, store }: DebuggerParts): vscode.Disposable {
  const sessions = new DebugSessions();
  const picker = new KernelPicker(kernel);
  const trigger = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    sessions,
    registerDebugCommands(picker, new RememberedArguments(store)),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new ConfigurationResolver(picker, kernel), trigger.Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new DynamicConfigurations(picker), trigger.Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, new AdapterFactory(kernel)),
    registerProtocolLog(),
    registerEndedFocus(log),
    registerCompoundCompletion(),
    registerEvaluatableExpressions(),
    registerValueCommands(sessions),
    registerHotReload(sessions, log),
  );
}
