import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { DebugRun, endAllSessions, variable } from '../support/debug-run.ts';
import { breakAt, lineOf } from '../support/places.ts';

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
