/** 10 GB allocated in all under a limit of 64 MB: garbage never ends a script, live memory does. */
import { expect, test } from 'vitest';
import { fengari } from '../../src/script/engine/fengari/vm.ts';
import { newEngine, run } from '../../src/script/engine/testing.ts';

const GIB = 1 << 30;
const LIMIT = 64 << 20;

test('a script that drops what it makes runs for ever', { timeout: 300_000 }, () => {
  const engine = newEngine({}, { memoryLimit: LIMIT });
  const { allocation } = fengari.allocation;
  const start = allocation.bytes;
  let rounds = 0;
  while (allocation.bytes - start < 10 * GIB) {
    const [ok, message] = run(
      engine,
      `return pcall(function()
        local kept = {}
        for i = 1, 400 do
          local text = ("0123456789"):rep(100000) .. i
          local t = {}
          for k = 1, 50 do t[k] = {name = "n" .. k, get = function() return text end} end
          kept[i % 8] = t
          local co = coroutine.wrap(function() coroutine.yield(t) end)
          co()
        end
      end)`,
    );
    expect([ok, message]).toEqual(['true', undefined]);
    rounds++;
  }
  expect(rounds).toBeGreaterThan(5);
  expect(engine.memoryUsed()).toBeLessThan(2 * LIMIT);
  const [ok, message] = run(engine, 'return pcall(function() local t = {} while true do t[#t + 1] = ("x"):rep(100000) end end)');
  expect([ok, message]).toEqual(['false', 'not enough memory']);
});
