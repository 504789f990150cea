/** Coroutines that the debugger ends: past their pcalls, with those they have resumed, and what resuming them says. */
import { describe, expect, test } from 'vitest';
import type { Engine, EngineStop, LuaThread } from '../../engine.ts';
import { define, failure, marksIn, newEngine, run, stopAt, stopFromLoad, stopOnceAt } from '../../testing.ts';

/** Ends threads at the first stop, then runs on. */
const endAt = (text: string, mark: string, end: (engine: Engine, thread: LuaThread) => void): { readonly results: string[] } =>
  stopOnceAt(text, mark, (engine, { thread }) => end(engine, thread));

describe('ending a coroutine', () => {
  const WHY = 'terminated by the debugger';
  const byLine = (engine: Engine, line: number): LuaThread => engine.threads().find((thread) => !thread.isMain && thread.body?.lineDefined === line)!;

  test('a suspended one is dead at once, and one that has not begun; captured variables live on', () => {
    const text = `
local get
local a = coroutine.create(function()
  local v = 41
  get = function() v = v + 1 return v end
  coroutine.yield()
  v = 0
end)
local b = coroutine.create(function() end)
coroutine.resume(a)
local here = true --@here
local s1, s2 = coroutine.status(a), coroutine.status(b)
local ok1, m1 = coroutine.resume(a)
local ok2, m2 = coroutine.resume(b, 1, 2)
return s1, s2, ok1, m1, ok2, m2, get()`;
    const { results } = endAt(text, 'here', (engine) => {
      expect([byLine(engine, 3), byLine(engine, 9)].map((thread) => engine.endThread(thread, WHY))).toEqual([true, true]);
      expect(engine.threads()).toHaveLength(1);
    });
    expect(results).toEqual(['dead', 'dead', 'false', WHY, 'false', WHY, '42']);
  });

  test('the running one is left past its pcalls; so is one that has resumed it, with it', () => {
    const text = `
local after = ""
local inner
local outer = coroutine.create(function()
  pcall(function()
    inner = coroutine.create(function()
      pcall(function()
        local x = 1 --@here
        after = after .. "inner "
      end)
      after = after .. "inner's pcall "
    end)
    local ok, m = coroutine.resume(inner)
    after = after .. tostring(ok) .. " " .. tostring(m) .. " "
  end)
  after = after .. "outer "
end)
local ok, message = coroutine.resume(outer)
return ok, message, after, coroutine.status(outer), coroutine.status(inner), select(2, coroutine.resume(outer))`;
    const running = endAt(text, 'here', (engine, thread) => {
      expect(engine.endThread(thread, WHY)).toBe(false);
    });
    expect(running.results).toEqual(['true', 'nil', `false ${WHY} outer `, 'dead', 'dead', 'cannot resume dead coroutine']);
    const normal = endAt(text, 'here', (engine, thread) => {
      expect(engine.endThread(thread, WHY)).toBe(false);
      expect(engine.endThread(byLine(engine, 4), WHY)).toBe(false);
    });
    expect(normal.results).toEqual(['false', WHY, '', 'dead', 'dead', WHY]);
  });

  test('wrap raises it in whoever resumed', () => {
    const text = `
local f = coroutine.wrap(function()
  local x = 1 --@here
end)
local ok, message = pcall(f)
return ok, message`;
    const { results } = endAt(text, 'here', (engine, thread) => void engine.endThread(thread, WHY));
    expect(results).toEqual(['false', WHY]);
  });

  test('uncaught, its message is an error like others, with a traceback', () => {
    const text = 'local f = coroutine.wrap(function()\n  local x = 1 --@here\nend)\nf()';
    const { lineOf } = marksIn(text);
    const errors: string[] = [];
    const engine: Engine = newEngine({
      wantsErrors: true,
      loaded: (main) => stopFromLoad(engine, main, lineOf('here')),
      stopped(stop: EngineStop) {
        if (stop.kind === 'error') errors.push(engine.toText(stop.value));
        if (stop.kind !== 'line') return;
        stopAt(engine, stop.line, false);
        engine.endThread(stop.thread, WHY);
        engine.unwind();
      },
    });
    expect(failure(() => run(engine, text))).toMatchObject({ message: `/spells/test.lua:4: ${WHY}`, traceback: expect.stringContaining('test.lua:4') as string });
    expect(errors).toEqual([`/spells/test.lua:4: ${WHY}`]);
  });

  test('one that waits in a host function is left there', () => {
    const text = `
local co = coroutine.create(function() pcall(wait) return "went on" end)
local ok, message = coroutine.resume(co)
return ok, message, coroutine.status(co)`;
    const engine = newEngine();
    define(engine, 'wait', () => {
      const thread = engine.threads().find(({ status }) => status === 'running')!;
      expect(engine.endThread(thread, WHY)).toBe(false);
      engine.unwind();
    });
    expect(run(engine, text)).toEqual(['false', WHY, 'dead']);
  });
});
