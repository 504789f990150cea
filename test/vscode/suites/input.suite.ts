import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { lineOf } from '../support/places.ts';

const asks = (run: DebugRun): Promise<unknown> =>
  run.next('the question for input', ({ event, body }) => event === 'output' && body?.['category'] === 'console' && String(body['output']).includes('waits for input'));

/** As somebody types into the Debug Console and presses Enter. */
async function enter(run: DebugRun, text: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.debug.action.focusRepl');
  await vscode.commands.executeCommand('default:type', { text });
  await vscode.commands.executeCommand('repl.action.acceptInput');
  await run.next('the answer of the console', ({ command }) => command === 'evaluate');
}

describe('input from the Debug Console', () => {
  afterEach(endAllSessions);

  it('goes to io.read: what is entered there is the next line, up to ^D', async () => {
    const run = await DebugRun.launch('fixtures/asks-for-input.lua');
    await asks(run);
    assert.equal(run.output(), 'name? ');
    await enter(run, 'Ada');
    await asks(run);
    await enter(run, '1 + 1');
    await asks(run);
    await enter(run, '^D');
    assert.equal(await run.ended(), 0);
    assert.equal(run.output(), 'name? hello Ada\nline 1 + 1\nend\n');
  });

  it('is asked for without debugging too', async () => {
    const run = await DebugRun.launch('fixtures/asks-for-input.lua', {}, { noDebug: true });
    await asks(run);
    await enter(run, 'Grace');
    await asks(run);
    await enter(run, '^D');
    assert.equal(await run.ended(), 0);
    assert.equal(run.output(), 'name? hello Grace\nend\n');
  });

  it('waits through a pause, at which expressions are expressions', async () => {
    const run = await DebugRun.launch('fixtures/asks-for-input.lua');
    await asks(run);
    await run.session.customRequest('pause', { threadId: 1 });
    const stop = await run.stopped();
    const frame = stop.frames.find(({ line }) => line === lineOf('fixtures/asks-for-input.lua', 'read'));
    assert.ok(frame, JSON.stringify(stop.frames));
    assert.equal(await run.evaluate('40 + 2', frame), '42');
    await run.do('continue');
    await asks(run);
    await enter(run, 'Alan');
    await asks(run);
    await run.do('stop');
    await run.ended();
    assert.equal(run.output(), 'name? hello Alan\n');
  });
});
