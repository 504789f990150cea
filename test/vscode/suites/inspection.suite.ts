/** What the extension adds to looking at a stopped program: values as JSON and Lua, hexadecimal, functions replaced on save, the protocol log. */
import * as assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions, variable, type Stop } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';

describe('values of a stopped program', () => {
  afterEach(endAllSessions);

  /** Stopped at the first line after `numbers` has its value; with what VS Code hands to the command of a variable's menu. */
  async function stoppedWithNumbers(): Promise<{ run: DebugRun; stop: Stop; item: object }> {
    breakAt(FILE, 'top');
    const run = await DebugRun.launch(FILE);
    const stop = await run.stopped();
    const { scopes } = (await run.session.customRequest('scopes', { frameId: stop.frames[0]!.id })) as { scopes: { name: string; variablesReference: number }[] };
    const container = scopes.find(({ name }) => name === 'Locals')!;
    const numbers = (await run.variables(container.variablesReference)).find(({ name }) => name === 'numbers')!;
    return { run, stop, item: { sessionId: run.session.id, container, variable: numbers } };
  }

  it('are viewed as JSON in a document that cannot be changed', async () => {
    const { item } = await stoppedWithNumbers();
    await vscode.commands.executeCommand('llmspell.viewAsJson', item);
    const { document } = vscode.window.activeTextEditor!;
    assert.deepEqual([document.languageId, document.uri.scheme], ['json', 'llmspell-value']);
    assert.match(document.getText(), /\n {2}"/);
    const value = JSON.parse(document.getText()) as Record<string, unknown>;
    assert.deepEqual([value['name'], value['1'] ?? value[0]], ['numbers', 4]);
    assert.notEqual(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), true);
  });

  it('are copied as JSON and as Lua', async () => {
    const { item } = await stoppedWithNumbers();
    await vscode.commands.executeCommand('llmspell.copyAsJson', item);
    assert.match(await vscode.env.clipboard.readText(), /"name": ?"numbers"/);
    await vscode.commands.executeCommand('llmspell.copyAsLua', item);
    assert.match(await vscode.env.clipboard.readText(), /^\{[^]*name = "numbers"[^]*\}$/);
  });

  it('show integers in hexadecimal, also in sessions that start later, until they are asked for in decimal', async () => {
    const { run, stop } = await stoppedWithNumbers();
    const factor = async (of: DebugRun, at: Stop): Promise<string | undefined> => variable((await of.scopes(at.frames[0]!)).get('Locals'), 'factor');
    assert.equal(await factor(run, stop), '3');
    await vscode.commands.executeCommand('llmspell.showHexadecimal');
    try {
      await run.next('the views to be asked again', ({ event }) => event === 'invalidated');
      assert.equal(await factor(run, stop), '0x3');
      await endAllSessions();
      breakAt(FILE, 'top');
      const later = await DebugRun.launch(FILE);
      const laterStop = await later.stopped();
      await eventually('hexadecimal in a new session', () => factor(later, laterStop), (value) => value === '0x3');
      await vscode.commands.executeCommand('llmspell.showDecimal');
      await eventually('decimal again', () => factor(later, laterStop), (value) => value === '3');
    } finally {
      await vscode.commands.executeCommand('llmspell.showDecimal');
    }
  });
});

describe('a file that is saved while its script is stopped', () => {
  afterEach(endAllSessions);
  const TYPED = 'fixtures/typed.lua';

  const editAndSave = async (file: string, from: string, to: string): Promise<void> => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(file));
    const start = document.positionAt(document.getText().indexOf(from));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
  };

  it('leaves editor and cursor to who goes on typing', async () => {
    copyFileSync(inWorkspace('fixtures/saved.lua'), inWorkspace(TYPED));
    const stopLine = lineOf('fixtures/saved.lua', 'between');
    breakAt(TYPED, stopLine);
    const run = await DebugRun.launch(TYPED);
    await run.stopped();
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(TYPED)));
    const above = editor.document.lineAt(stopLine - 2);
    editor.selection = new vscode.Selection(above.range.end, above.range.end);
    // A comment; a line more, by which the stop has moved; another main chunk, which goes on with its old code.
    for (const [typed, movesFrames] of [[' -- one', false], ['\n', true], ['local more = 1 -- two', true]] as const) {
      await vscode.commands.executeCommand('default:type', { text: typed });
      assert.ok(await editor.document.save());
      await run.next('the answer to fileSaved', ({ type, command }) => type === 'response' && command === 'fileSaved');
      if (movesFrames) await run.next('the frames that VS Code asks for again', ({ type, command }) => type === 'response' && command === 'stackTrace');
      // Time for what must not happen.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await vscode.commands.executeCommand('default:type', { text: ' three' });
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    const lines = editor.document.getText().split('\n');
    assert.deepEqual(lines.slice(stopLine - 2, stopLine), [`${above.text} -- one`, 'local more = 1 -- two three']);
    const [top] = await run.frames(1);
    assert.equal(top?.name, 'main chunk (old code)');
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('has its functions replaced, unless the setting is off', async () => {
    // A file for each: VS Code may still hold the document of one that was just closed.
    for (const [isOn, edited, expected] of [
      [true, 'fixtures/edited.lua', 'hello ada\ngood day bob\n'],
      [false, 'fixtures/edited-without.lua', 'hello ada\nhello bob\n'],
    ] as const) {
      copyFileSync(inWorkspace('fixtures/saved.lua'), inWorkspace(edited));
      await vscode.workspace.getConfiguration('llmspell').update('hotReload', isOn ? undefined : false, vscode.ConfigurationTarget.Global);
      breakAt(edited, lineOf('fixtures/saved.lua', 'between'));
      const run = await DebugRun.launch(edited);
      await run.stopped();
      await editAndSave(edited, '"hello "', '"good day "');
      if (isOn) await run.next('the answer to fileSaved', ({ type, command }) => type === 'response' && command === 'fileSaved');
      await run.do('continue');
      assert.equal(await run.ended(), 0);
      assert.equal(run.output(), expected);
      await endAllSessions();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    await vscode.workspace.getConfiguration('llmspell').update('hotReload', undefined, vscode.ConfigurationTarget.Global);
  });
});
