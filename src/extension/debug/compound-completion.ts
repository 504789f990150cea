/** Offers the compound launch (compound-snippet.ts) in the editor of launch.json. */
import * as vscode from 'vscode';
import { compoundSnippetAt } from './compound-snippet.ts';
import { DEBUG_TYPE } from './launch-rules.ts';

export function registerCompoundCompletion(): vscode.Disposable {
  const launchFiles = ['json', 'jsonc'].map((language) => ({ language, pattern: '**/.vscode/launch.json' }));
  return vscode.languages.registerCompletionItemProvider(launchFiles, { provideCompletionItems }, '"', '[', ',');
}

function provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const snippet = compoundSnippetAt(document.getText(), document.offsetAt(position), configurationNames(document.uri));
  if (snippet === undefined) return [];
  const item = new vscode.CompletionItem(snippet.label, vscode.CompletionItemKind.Snippet);
  item.insertText = new vscode.SnippetString(snippet.body);
  item.documentation = 'Starts several configurations with one F5; with `stopAll` they also end together.';
  // What is typed already is not part of the label: it must not be filtered away.
  item.range = new vscode.Range(position, position);
  item.filterText = '';
  return [item];
}

/** Of the saved launch.json. */
function configurationNames(uri: vscode.Uri): string[] {
  const configurations = vscode.workspace.getConfiguration('launch', uri).get<readonly vscode.DebugConfiguration[]>('configurations', []);
  return configurations.filter(({ type, name }) => type === DEBUG_TYPE && typeof name === 'string').map(({ name }) => name);
}
