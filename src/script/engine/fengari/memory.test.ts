/** The memory limit: live memory decides. test/soak runs 10 GB through it. */
import { describe, expect, test } from 'vitest';
import { newEngine, run } from '../testing.ts';

const MIB = 1 << 20;
const limited = (): ReturnType<typeof newEngine> => newEngine({}, { memoryLimit: 64 * MIB });

describe('memory limit', () => {
  test('garbage never ends a script', () => {
    const engine = limited();
    expect(run(engine, 'local n = 0 for i = 1, 40000 do local s = ("x"):rep(8192) .. i n = n + #s end for i = 1, 200000 do local t = {i, {}} n = n + #t end return n > 0')).toEqual(['true']);
  });

  test.each([
    ['a growing string', 'local s = "x" while true do s = s .. s end'],
    ['a growing table', 'local t, i = {}, 0 while true do i = i + 1 t[i] = i end'],
    ['nested tables', 'local t = {} while true do t = {t, {}, "s"} end'],
    ['closures', 'local t, i = {}, 0 while true do i = i + 1 t[i] = function() return i, t end end'],
    ['coroutines', 'local t, i = {}, 0 while true do i = i + 1 t[i] = coroutine.create(print or type) end'],
    ['one large request', 'string.rep("abc", 300000000)'],
    ['a long concatenation', 'local t = {} for i = 1, 100 do t[i] = ("x"):rep(1000000) end local s = table.concat(t) return #s'],
  ])('%s gets "not enough memory", and the script can go on', (_name, text) => {
    const engine = limited();
    const [ok, message, alive] = run(engine, `local ok, e = pcall(function() ${text} end) return ok, e, #("x"):rep(1000)`);
    expect([ok, message, alive]).toEqual(['false', 'not enough memory', '1000']);
  });

  test.each([
    ['Lua', 'local function f() return 1 + f() end f()'],
    ['a function with many locals', 'local function f() local a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q return 1 + f() end f()'],
  ])('recursion without end in %s ends before the heap does, and leaves nothing behind', (_name, text) => {
    const engine = newEngine({}, { memoryLimit: 16 * MIB });
    const [ok, message, alive] = run(engine, `local ok, e = pcall(function() ${text} end) local t = {} for i = 1, 20 do t[i] = ("x"):rep(1 << 18) .. i end return ok, e, #t`);
    expect([ok, alive]).toEqual(['false', '20']);
    expect(message).toMatch(/not enough memory|stack overflow/);
  });

  test('can be met again and again', () => {
    expect(run(limited(), 'local n = 0 for k = 1, 3 do local ok = pcall(function() local t, i = {}, 0 while true do i = i + 1 t[i] = {} end end) if not ok then n = n + 1 end end return n')).toEqual(['3']);
  });

  test('uncaught it is an error like others', () => {
    const engine = limited();
    expect(() => run(engine, 'local s = "x" while true do s = s .. s end')).toThrow('not enough memory');
  });
});

describe('collectgarbage', () => {
  test('count follows what is alive', () => {
    const engine = newEngine();
    const [before = '', during = '', after = ''] = run(engine, 'collectgarbage() local a = collectgarbage("count") local t = {} for i = 1, 2000 do t[i] = ("x"):rep(10000) .. i end local b = collectgarbage("count") t = nil collectgarbage() return a, b, collectgarbage("count")');
    expect(Number(during) - Number(before)).toBeGreaterThan(15_000);
    expect(Number(during) - Number(after)).toBeGreaterThan(15_000);
    expect(engine.memoryUsed()).toBeGreaterThan(0);
  });

  test('the engine keeps no value that JavaScript has let go', () => {
    const engine = newEngine();
    const makeAndForget = (): number => {
      const table = engine.table();
      engine.rawSet(table, engine.string('x'), engine.string('x'.repeat(20 * MIB)));
      return engine.memoryUsed();
    };
    const holding = makeAndForget();
    engine.collectGarbage();
    expect(holding - engine.memoryUsed()).toBeGreaterThan(10 * MIB);
  });
});
