import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions, variable } from '../support/debug-run.ts';
import { breakAt, lineOf, removeAllBreakpoints } from '../support/places.ts';

const FILE = 'fixtures/coroutines.lua';

describe('coroutines', () => {
  afterEach(endAllSessions);

  it('are threads with stacks of their own', async () => {
    breakAt(FILE, 'in-coroutine');
    const run = await DebugRun.launch(FILE);
    const stop = await run.stopped();
    assert.equal(stop.frames[0]!.line, lineOf(FILE, 'in-coroutine'));
    assert.equal(variable((await run.scopes(stop.frames[0]!)).get('Locals'), 'value'), '"a1"');
    const threads = await run.threads();
    const main = threads.find(({ name }) => name.includes('main'))!;
    assert.ok(main, 'the main thread is named so');
    assert.notEqual(stop.threadId, main.id);
    const outer = await run.frames(main.id);
    assert.ok(
      outer.some(({ line, source }) => line === lineOf(FILE, 'main-loop') - 3 && source?.path?.endsWith('coroutines.lua')),
      JSON.stringify(outer),
    );
  });

  it('are ended one by one, as the menu of the call stack does', async () => {
    breakAt(FILE, 'in-coroutine');
    const run = await DebugRun.launch(FILE);
    const { threadId } = await run.stopped();
    removeAllBreakpoints();
    // What VS Code hands to the command of the menu.
    await vscode.commands.executeCommand('workbench.action.debug.terminateThread', undefined, { sessionId: run.session.id, threadId: `thread:${run.session.id}:${threadId}` });
    await run.next('the end of the thread', ({ event, body }) => event === 'thread' && body?.['reason'] === 'exited' && body['threadId'] === threadId);
    const after = await run.stopped();
    assert.equal(after.frames[0]!.line, lineOf(FILE, 'main-loop') - 2);
    assert.equal(await run.evaluate('coroutine.status(first)', after.frames[0]!), '"dead"');
    assert.equal(await run.evaluate('one', after.frames[0]!), '"terminated by the debugger"');
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('stop each at the same breakpoint, with their own values', async () => {
    breakAt(FILE, 'in-coroutine');
    const run = await DebugRun.launch(FILE);
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      const stop = await run.stopped();
      seen.push(variable((await run.scopes(stop.frames[0]!)).get('Locals'), 'value'));
      await run.do('continue');
    }
    assert.deepEqual(seen, ['"a1"', '"b1"', '"a2"', '"b2"']);
    assert.equal(await run.ended(), 0);
    assert.equal(run.output(), 'a1 b1 a2 b2\n');
  });
});
