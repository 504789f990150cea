/** The extension under test, activated. */
import * as vscode from 'vscode';
import type { LlmspellApi } from '../../../src/extension/extension.ts';

export async function extensionApi(): Promise<LlmspellApi> {
  const extension = vscode.extensions.getExtension<LlmspellApi>('llmspell.llmspell');
  if (extension === undefined) throw new Error('the extension llmspell.llmspell is not installed');
  return extension.activate();
}
