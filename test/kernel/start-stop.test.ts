// Debug sessions that are left in every phase of their life leave nothing in the kernel. The long count is in test/soak.
import { afterAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';
import { StartStop } from '../support/start-stop.ts';

describe.runIf(process.platform === 'linux')('fifty debug sessions on one kernel', () => {
  const box = new Sandbox();
  afterAll(() => box.dispose());

  it('leave no process, thread or open file, however their clients go', { timeout: 180_000 }, async () => {
    const kernel = await StartStop.on(box);
    // Some sessions of garbage are not collected yet; forty that stay would be twice of that.
    expect(await kernel.leavesNothing(10, 50)).toBeLessThan(200);
  });
});
