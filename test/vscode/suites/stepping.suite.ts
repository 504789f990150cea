import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';
const at = (mark: string) => lineOf(FILE, mark);

describe('steps', () => {
  afterEach(endAllSessions);

  async function stoppedInLoop(): Promise<DebugRun> {
    breakAt(FILE, 'loop', { hit: '1' });
    const run = await DebugRun.launch(FILE);
    assert.equal((await run.stopped()).frames[0]!.line, at('loop'));
    return run;
  }

  it('over a call', async () => {
    const run = await stoppedInLoop();
    await run.do('over');
    const { frames, reason } = await run.stopped();
    assert.deepEqual([frames[0]!.line, reason], [at('after-call'), 'step']);
  });

  it('into a call and out again', async () => {
    const run = await stoppedInLoop();
    await run.do('into');
    const inside = await run.stopped();
    assert.equal(inside.frames[0]!.line, at('in-function'));
    assert.match(inside.frames[0]!.name, /scaled/);
    await run.do('out');
    // The value is in its local already: the calling line has nothing more to do.
    assert.equal((await run.stopped()).frames[0]!.line, at('after-call'));
  });

  it('out to a line that goes on after the call', async () => {
    breakAt('fixtures/lib/shapes.lua', 'in-method');
    const run = await DebugRun.launch(FILE);
    await run.stopped();
    await run.do('out');
    // `print` is still to be called with the result.
    assert.equal((await run.stopped()).frames[0]!.line, at('method-call'));
  });

  it('run to the cursor, through breakpoints that count', async () => {
    const run = await stoppedInLoop();
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(inWorkspace(FILE)));
    const place = new vscode.Position(at('method-call') - 1, 0);
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('editor.debug.action.runToCursor');
    const { frames } = await run.stopped();
    assert.equal(frames[0]!.line, at('method-call'));
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('stop at the first line when asked to', async () => {
    const run = await DebugRun.launch(FILE, { stopOnEntry: true });
    const stop = await run.stopped();
    assert.deepEqual([stop.reason, stop.frames[0]!.line], ['entry', 2]);
  });
});
