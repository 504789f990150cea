import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { extensionApi } from '../support/extension-api.ts';
import { breakAt, lineOf } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';

describe('a kernel that is killed', () => {
  afterEach(endAllSessions);

  it('while stopped ends the session with the reason, and the next F5 works', async () => {
    const { kernel } = await extensionApi();
    const { ready } = await kernel.start();
    breakAt(FILE, 'top');
    const run = await DebugRun.launch(FILE);
    await run.stopped();
    process.kill(ready.pid, 'SIGKILL');
    await run.ended();
    assert.match(run.output('stderr'), /kernel was killed \(SIGKILL\).*Press F5/);

    const again = await DebugRun.launch(FILE);
    assert.equal((await again.stopped()).frames[0]!.line, lineOf(FILE, 'top'));
    assert.notEqual((await kernel.start()).ready.pid, ready.pid);
    await again.do('continue');
    assert.equal(await again.ended(), 0);
  });

  it('is replaced by another one, and what it ran is shown as ended', async () => {
    const { kernel, events } = await extensionApi();
    const { ready } = await kernel.start();
    process.kill(ready.pid, 'SIGKILL');
    await eventually('another kernel', () => kernel.view.state === 'ready' && kernel.view.running?.ready.pid !== ready.pid);
    assert.ok(events().some((event) => event.kernel_id === ready.kernelId && event.event_type === 'kernel.stop'));
  });

  it('can be restarted by command', async () => {
    const { kernel } = await extensionApi();
    const { ready } = await kernel.start();
    const next = await kernel.restart();
    assert.notEqual(next.ready.pid, ready.pid);
    assert.throws(() => process.kill(ready.pid, 0), 'the old process is gone');
  });
});
