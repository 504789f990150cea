import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { inWorkspace } from '../support/places.ts';

describe('the language server', () => {
  afterEach(endAllSessions);

  const open = async (file: string): Promise<vscode.TextEditor> => vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(file)));

  it('marks a syntax error, and takes the mark away when it is mended', async () => {
    const editor = await open('fixtures/syntax-error.lua');
    const found = await eventually('a diagnosis', () => vscode.languages.getDiagnostics(editor.document.uri), (list) => list.length > 0);
    assert.deepEqual([found[0]!.severity, found[0]!.source], [vscode.DiagnosticSeverity.Error, 'llmspell']);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 22), ')'));
    await eventually('no diagnosis', () => vscode.languages.getDiagnostics(editor.document.uri), (list) => list.length === 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('completes the API by its description', async () => {
    const editor = await open('fixtures/completion.lua');
    const labels = await eventually(
      'completions of Agent.',
      async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', editor.document.uri, new vscode.Position(0, 22));
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      },
      (list) => list.includes('builder'),
    );
    assert.ok(labels.includes('list'));
  });

  it('explains a function in a hover', async () => {
    const editor = await open('fixtures/completion.lua');
    const text = await eventually(
      'a hover',
      async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', editor.document.uri, new vscode.Position(0, 24));
        return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
      },
      (hover) => hover.length > 0,
    );
    assert.match(text, /Agent\.builder/);
  });
});
