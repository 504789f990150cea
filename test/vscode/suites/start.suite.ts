import * as assert from 'node:assert/strict';
import { describe, it, afterEach } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { extensionApi } from '../support/extension-api.ts';
import { inWorkspace, lineOf, breakAt } from '../support/places.ts';

describe('the extension', () => {
  afterEach(endAllSessions);

  it('is active with a Lua file and has a ready kernel that lacks nothing', async () => {
    const api = await extensionApi();
    const { ready } = await api.kernel.start();
    assert.deepEqual(ready.missing, []);
    assert.equal(api.kernel.view.state, 'ready');
  });

  it('has every command that package.json names', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const { commands } = (vscode.extensions.getExtension('llmspell.llmspell')!.packageJSON as { contributes: { commands: { command: string }[] } }).contributes;
    assert.deepEqual(
      commands.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });

  it('starts the file in the editor with F5 and no launch.json', async () => {
    breakAt('fixtures/basics.lua', 'top');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace('fixtures/basics.lua')));
    // What F5 does when there is no launch.json: VS Code chooses the debugger by the language.
    void vscode.commands.executeCommand('workbench.action.debug.start');
    const run = await DebugRun.nextSession();
    const stop = await run.stopped();
    assert.equal(stop.frames[0]!.line, lineOf('fixtures/basics.lua', 'top'));
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('debugs and runs a file by its commands', async () => {
    breakAt('fixtures/basics.lua', 'top');
    const uri = vscode.Uri.file(inWorkspace('fixtures/basics.lua'));
    const debugging = DebugRun.nextSession();
    await vscode.commands.executeCommand('llmspell.debugFile', uri);
    await (await debugging).stopped();
    await endAllSessions();
    breakAt('fixtures/basics.lua', 'top');
    const running = DebugRun.nextSession();
    await vscode.commands.executeCommand('llmspell.runFile', uri);
    const run = await running;
    assert.equal(await run.ended(), 0);
    assert.deepEqual(run.recording.events('stopped'), []);
  });
});
