/** The profiler in a whole script VM, under a debugger. */
import { expect, it } from 'vitest';
import { request, runScripted } from '../../../test/support/scripted-vm.ts';

const HELD_MS = 200;

it('leaves out the time in which the program stands at a breakpoint', () => {
  let heldMs = 0;
  const text = 'Debug.startProfile()\nDebug.breakpoint()\nreturn Debug.stopProfile().duration_ms';
  const started = performance.now();
  const { end, stops } = runScripted(text, {
    setup: {},
    *atStop(stop) {
      const from = performance.now();
      while (performance.now() - from < HELD_MS);
      heldMs = performance.now() - from;
      yield request('continue', { thread: stop.thread });
    },
  });
  expect(stops).toHaveLength(1);
  expect(heldMs).toBeGreaterThanOrEqual(HELD_MS);
  // Whatever else took its time: both together cannot have taken longer than everything.
  expect(Number(end.result) + heldMs).toBeLessThanOrEqual(performance.now() - started);
});

it('changes neither the results of a program nor its ticks', () => {
  const program = (profiled: boolean): string => `
    local start, stop = ${profiled ? 'Debug.startProfile, Debug.stopProfile' : 'Debug.isProfiling, Debug.isProfiling'}
    start()
    local co = coroutine.wrap(function() for i = 1, 20000 do coroutine.yield(i) end end)
    local sum = 0
    for _ = 1, 20000 do sum = sum + co() end
    stop()
    print(sum)`;
  const [plain, profiled] = [runScripted(program(false)), runScripted(program(true))];
  expect([profiled.stdout, profiled.ticks]).toEqual([plain.stdout, plain.ticks]);
  expect(plain.stdout).toBe('200010000\n');
});
