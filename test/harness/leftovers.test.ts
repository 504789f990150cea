// What a test run started is found by its mark, also when it has left its parent behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { newMark, processesWith, waitUntilGone } from './leftovers.ts';

const IDLE = 'console.log("up"); setInterval(() => {}, 1000)';

describe.runIf(process.platform === 'linux')('leftovers of a test run', () => {
  it('finds a process in a session of its own, ends it, and says which it was', async () => {
    const mark = newMark();
    const child = spawn(process.execPath, ['-e', IDLE], { env: { ...process.env, ...mark }, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    expect(processesWith(mark).map(({ pid }) => pid)).toEqual([child.pid]);
    const ended = once(child, 'exit');
    const left = await waitUntilGone(mark, 0);
    expect(left).toHaveLength(1);
    expect(left[0]?.command).toContain('setInterval');
    await ended;
    expect(processesWith(mark)).toEqual([]);
  });

  it('leaves other runs alone', () => {
    expect(processesWith(newMark())).toEqual([]);
  });
});
