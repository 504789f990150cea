import * as assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { extensionApi } from '../support/extension-api.ts';
import { breakAt, inWorkspace, lineOf, removeAllBreakpoints } from '../support/places.ts';
import { TcpKernel } from '../support/tcp-kernel.ts';

const FILE = 'fixtures/waits.lua';

describe('attach to a running kernel', () => {
  let kernel: TcpKernel;
  before(async () => {
    kernel = await TcpKernel.start();
    await kernel.launchAndLeave(inWorkspace(FILE));
  });
  after(() => kernel.stop());
  afterEach(endAllSessions);

  const attach = (more: object = {}): Promise<DebugRun> => DebugRun.start({ type: 'llmspell', request: 'attach', name: 'attach', port: kernel.connection.dap_port, ...more });

  it('with nothing but the port: the token is found; breakpoints stop; leaving lets the script go on', async () => {
    for (const round of [1, 2]) {
      breakAt(FILE, 'round');
      const run = await attach();
      const stop = await run.stopped();
      assert.equal(stop.frames[0]!.line, lineOf(FILE, 'round'), `round ${round}`);
      assert.ok(Number(await run.evaluate('rounds', stop.frames[0]!)) >= 0);
      await run.disconnected();
      removeAllBreakpoints();
    }
  });

  it('shows its calls in the panel, with what is asked: whoever attached has proved itself', async () => {
    const { events } = await extensionApi();
    const run = await attach();
    const asked = await eventually('an agent call', () => events().findLast(({ event_type, source }) => event_type === 'agent.start' && source?.file === inWorkspace(FILE)));
    assert.match(JSON.stringify(asked!.data['prompt']), /^"round \d+"$/);
    assert.equal(asked!.attributes['llmspell.content'], undefined);
    await run.disconnected();
  });

  it('a second session watches a script of this window: it sees every stop and changes nothing', async () => {
    breakAt(FILE, 'round');
    const controller = await DebugRun.launch(FILE);
    await controller.stopped();
    const { ready } = await (await extensionApi()).kernel.start();
    const watcher = await DebugRun.start({ type: 'llmspell', request: 'attach', name: 'watch', connectionFile: ready.connectionFile });
    const stop = await watcher.stopped();
    assert.equal(stop.frames[0]!.line, lineOf(FILE, 'round'));
    assert.ok(Number(await watcher.evaluate('rounds', stop.frames[0]!, 'watch')) >= 0);
    await assert.rejects(async () => void (await watcher.session.customRequest('continue', { threadId: stop.threadId })), /controls/);
    await controller.session.customRequest('continue', { threadId: stop.threadId });
    await watcher.recording.nextEvent('continued');
    assert.equal((await watcher.stopped()).frames[0]!.line, lineOf(FILE, 'round'));
  });

  it('is refused with the reason when nobody listens', async () => {
    await assert.rejects(async () => {
      if (!(await DebugRun.attempt({ type: 'llmspell', request: 'attach', name: 'attach', port: 1 }))) throw new Error('not started');
    });
  });
});
