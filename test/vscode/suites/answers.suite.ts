import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { extensionApi } from '../support/extension-api.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';

const FILE = 'fixtures/asks.lua';

describe('answers of agents', () => {
  afterEach(endAllSessions);

  const shown = async (mark: string) => (await extensionApi()).inlineAnswers.shownAt(inWorkspace(FILE), lineOf(FILE, mark));

  it('go on arriving at their line while the script is stopped in the callback', async () => {
    breakAt(FILE, 'in-callback', { hit: '1' });
    const run = await DebugRun.launch(FILE);
    await run.stopped();
    const answer = await eventually('the whole answer', async () => (await shown('ask'))?.answers.at(-1), (last) => last?.status === 'done');
    assert.equal(answer!.agent, 'poet');
    assert.match(answer!.text, /^\[demo\] .*the sea/);
    assert.ok(answer!.outputTokens! > 0);
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('of one line are counted, and cleared by the next run', async () => {
    const run = await DebugRun.launch(FILE);
    assert.equal(await run.ended(), 0);
    const line = await eventually('three answers', () => shown('ask-in-loop'), (found) => found?.count === 3 && found.answers.every(({ status }) => status === 'done'));
    assert.match(line!.answers.at(-1)!.text, /round 3/);
    breakAt(FILE, 1);
    const again = await DebugRun.launch(FILE);
    await again.stopped();
    await eventually('no answers', async () => (await shown('ask-in-loop')) === undefined);
  });

  it('move with the text', async () => {
    const run = await DebugRun.launch(FILE);
    await run.ended();
    const line = lineOf(FILE, 'ask-in-loop');
    await eventually('three answers', () => shown('ask-in-loop'), (found) => found?.count === 3);
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(FILE)));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '-- one\n-- two\n'));
    const { inlineAnswers } = await extensionApi();
    assert.equal(inlineAnswers.shownAt(inWorkspace(FILE), line + 2)?.count, 3);
    assert.equal(inlineAnswers.shownAt(inWorkspace(FILE), line), undefined);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('are events with the Lua line, in order and without holes', async () => {
    const api = await extensionApi();
    const run = await DebugRun.launch(FILE);
    await run.ended();
    const kernelId = api.kernel.view.running!.ready.kernelId;
    const ended = () => api.events().findLast((event) => event.kernel_id === kernelId && event.event_type === 'execution.end');
    await eventually('the end of the execution', () => ended() !== undefined);
    const own = api.events().filter((event) => event.kernel_id === kernelId && event.sequence > 0);
    own.slice(1).forEach((event, index) => assert.equal(event.sequence, own[index]!.sequence + 1));
    const asked = own.filter((event) => event.event_type === 'agent.start').at(-1)!;
    assert.deepEqual(asked.source, { file: inWorkspace(FILE), line: lineOf(FILE, 'ask-in-loop') });
  });
});
