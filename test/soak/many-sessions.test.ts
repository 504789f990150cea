// Hundreds of debug sessions on one kernel: it keeps no process, no thread, no open file and no growing memory of them.
import { afterAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';
import { StartStop } from '../support/start-stop.ts';

describe.runIf(process.platform === 'linux')('many debug sessions on one kernel', () => {
  const box = new Sandbox();
  afterAll(() => box.dispose());

  it('leave nothing of them behind', async () => {
    const kernel = await StartStop.on(box);
    // The allocator keeps some; a leak of one session (a Lua heap of some MB each) would be far more.
    expect(await kernel.leavesNothing(50, 500)).toBeLessThan(150);
  });
});
