import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { extensionApi } from '../support/extension-api.ts';
import { breakAt } from '../support/places.ts';

/** Figures for bench/README.md: printed, not asserted, as a busy machine proves nothing. */
describe('from startDebugging to stopped', () => {
  afterEach(endAllSessions);

  async function once(): Promise<number> {
    breakAt('fixtures/basics.lua', 'top');
    const started = performance.now();
    const run = await DebugRun.launch('fixtures/basics.lua');
    const { time } = await run.recording.firstStop();
    assert.ok(time >= started);
    await endAllSessions();
    return time - started;
  }

  it('with a warm kernel', async () => {
    await once();
    const times: number[] = [];
    for (let i = 0; i < 5; i++) times.push(await once());
    times.sort((a, b) => a - b);
    console.log(`  - startDebugging to stopped, warm: median ${times[2]!.toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')})`);
  });

  it('with a kernel that has to be started', async () => {
    const { kernel } = await extensionApi();
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      await kernel.stop();
      times.push(await once());
    }
    times.sort((a, b) => a - b);
    console.log(`  - startDebugging to stopped, cold: median ${times[1]!.toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')})`);
  });
});
