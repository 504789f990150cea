/** Data breakpoints on fields that are reached by names: what happens when a table on the way is replaced. */
import { describe, expect, test } from 'vitest';
import { stoppedToWatch, stops, watch } from './watching-data.ts';

describe('a field whose table is replaced', () => {
  test('is followed by the names that lead to it, and stops only when its own value is another', async () => {
    const { dap, frame } = await stoppedToWatch(`
local t = { f = 1 }
state = { inner = { n = 1 } }
print("begin") --@watch
t = { f = 1 }
t.f = 2
t = { f = 3 }
state.inner.n = 2
state.inner = { n = 2 }
state = { inner = { n = 3 } }
state.inner.n = 4
state.inner = nil
state.inner = { n = 5 }
state.inner.n = 6
`);
    expect((await watch(dap, frame, 't.f', 'state.inner.n')).map(({ verified }) => verified)).toEqual([true, true]);
    expect(await stops(dap)).toEqual([
      ...['t.f: 1 → 2 @6', 't.f: 2 → 3 @7', 'state.inner.n: 1 → 2 @8', 'state.inner.n: 2 → 3 @10', 'state.inner.n: 3 → 4 @11'],
      ...['state.inner.n: 4 → nil @12', 'state.inner.n: 5 → 6 @14'],
    ]);
    const told = dap.events('breakpoint').map(({ breakpoint }) => [breakpoint.verified, breakpoint.message]);
    expect(told).toEqual([
      [false, 'state.inner.n is not there yet.'],
      [true, undefined],
    ]);
  });

  test('asks a condition about the new value, and stays with its table when the variable has ended', async () => {
    const { dap, frame } = await stoppedToWatch(`
local kept
do
  local t = { f = 1 }
  print("begin") --@watch
  t = { f = 2 }
  t = { f = 3 }
  kept = t
end
local other = { f = 9 }
kept.f = 4
`);
    await watch(dap, frame, { name: 't.f', condition: 'new > 2 and old < new' });
    expect(await stops(dap)).toEqual(['t.f: 2 → 3 @7', 't.f: 3 → 4 @11']);
  });
});
