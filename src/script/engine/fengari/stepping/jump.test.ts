/** Jumps and restarted frames: where the program goes on, what its variables are then, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Engine, LuaFrame, LuaThread, MoveObstacle } from '../../engine.ts';
import { define, marksIn, newEngine, run, stopFromLoad, stopOnceAt } from '../../testing.ts';

/** Moves at the first stop, then runs on. */
function moveAt(text: string, mark: string, move: (engine: Engine, thread: LuaThread, lineOf: (mark: string) => number) => MoveObstacle | undefined | void) {
  const { lineOf } = marksIn(text);
  const { seen, results } = stopOnceAt(text, mark, (engine, { thread }) => {
    const obstacle = move(engine, thread, lineOf) ?? undefined;
    const line = engine.frames(thread).find(({ body }) => body !== undefined)?.line;
    return { obstacle, line };
  });
  return { ...seen, results };
}

function jumpTo(engine: Engine, thread: LuaThread, line: number, frame: LuaFrame = engine.frames(thread).find(({ body }) => body !== undefined)!): MoveObstacle | undefined {
  const { body } = frame;
  const target = engine.statementsOf(body!).find((statement) => statement.line === line);
  if (target === undefined) throw new Error(`no statement starts on line ${line}`);
  return engine.jump(thread, body!, target.place);
}

describe('jump', () => {
  const STRAIGHT = `
local log = ""
log = log .. "a" --@a
log = log .. "b" --@b
log = log .. "c" --@c
return log`;

  test('forward leaves out what lies between', () => {
    expect(moveAt(STRAIGHT, 'a', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('c')))).toMatchObject({ results: ['c'] });
  });

  test('back runs it again', () => {
    expect(moveAt(STRAIGHT, 'c', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('a')))).toMatchObject({ results: ['ababc'], line: 3 });
  });

  test('to the line itself starts it anew', () => {
    expect(moveAt(STRAIGHT, 'b', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('b'))).results).toEqual(['abc']);
  });

  test('to a declaration without a value makes it nil again, and what is declared behind it', () => {
    const text = `
local a
local b
local c, d
b, c = (b or "") .. "b", (c or "") .. "c"
local function captured() return b end
log = (log or "") .. captured() .. c .. tostring(d) --@here
b = "kept"
return log .. captured()`;
    const again = (statement: number): string[] => {
      const moved = moveAt(text, 'here', (engine, thread) => {
        const body = engine.topFrame(thread)!.body!;
        return engine.jump(thread, body, engine.statementsOf(body)[statement]!.place);
      });
      expect(moved).toMatchObject({ obstacle: undefined, line: 5 });
      return moved.results;
    };
    const [B, C, ASSIGNMENT] = [1, 2, 3];
    expect(again(B)).toEqual(['bcnilkept']);
    expect(again(C)).toEqual(['bbcnilkept']);
    expect(again(ASSIGNMENT)).toEqual(['bbccnilkept']);
  });

  test('out of nested loops', () => {
    const text = `
local n = 0
for i = 1, 3 do
  for _, v in ipairs({ 1, 2, 3 }) do
    n = n + v --@inner
  end
end
n = n + 100 --@after
return n`;
    expect(moveAt(text, 'inner', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('after'))).results).toEqual(['100']);
  });

  test('to the head of the loop it is in starts the loop anew', () => {
    const text = `
local seen = ""
for i = 1, 3 do --@head
  seen = seen .. i
  if i == 2 and #seen == 2 then
    seen = seen .. "|" --@back
  end
end
return seen`;
    expect(moveAt(text, 'back', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('head'))).results).toEqual(['12123']);
  });

  test('into a loop, over a local, to another function: refused, and nothing has happened', () => {
    const text = `
local function other()
  return 1 --@other
end
local a = other() --@a
for i = 1, 2 do
  a = a + i --@body
end
local b = a
a = a + b --@b
return a`;
    const kinds: unknown[] = [];
    const { results } = moveAt(text, 'a', (engine, thread, lineOf) => {
      kinds.push(jumpTo(engine, thread, lineOf('body')), jumpTo(engine, thread, lineOf('b')));
      const other = [...engine.bodies()].find(({ lineDefined }) => lineDefined === 2)!;
      kinds.push(engine.jump(thread, other, 0));
    });
    expect(kinds).toEqual([
      { kind: 'scope', names: ['a', '(for index)', '(for limit)', '(for step)', 'i'] },
      { kind: 'scope', names: ['a', 'b'] },
      { kind: 'other function' },
    ]);
    expect(results).toEqual(['8']);
  });

  test('functions keep the variables that a jump back leaves', () => {
    const text = `
local fs = {}
local round = 0 --@top
round = round + 1
local x = #fs + 1
fs[#fs + 1] = function() x = x + 10 return x end
fs[1]() --@here
return fs[1](), fs[2] and fs[2](), round`;
    expect(moveAt(text, 'here', (engine, thread, lineOf) => jumpTo(engine, thread, lineOf('top'))).results).toEqual(['21', '12', '1']);
  });

  test('away from an error: the error is not raised', () => {
    const text = `
local t
local ok = pcall(function()
  local v = t.field --@raise
  return v --@unreached
end)
local r = ok
local s = select("#", error) + #string.rep("x", 2)
return r, s`;
    const engine: Engine = newEngine({
      wantsErrors: true,
      stopped(stop) {
        if (stop.kind !== 'error') return;
        const frame = engine.frames(stop.thread)[0]!;
        engine.evaluate('t = { field = 7 }', frame, { deadlineMs: 1000 });
        expect(jumpTo(engine, stop.thread, frame.line)).toBeUndefined();
        engine.unwind();
      },
    });
    expect(run(engine, text)).toEqual(['true', '3']);
  });

  test('away from a call of error, in a coroutine under pcall', () => {
    const text = `
local tries = 0
local co = coroutine.wrap(function()
  local ok, value = pcall(function()
    tries = tries + 1 --@again
    if tries < 3 then error("try " .. tries) end
    return "done after " .. tries
  end)
  coroutine.yield(value)
  return "end"
end)
return co(), co()`;
    const { lineOf } = marksIn(text);
    let errors = 0;
    const engine: Engine = newEngine({
      wantsErrors: true,
      stopped(stop) {
        if (stop.kind !== 'error') return;
        errors++;
        jumpTo(engine, stop.thread, lineOf('again'));
        engine.unwind();
      },
    });
    expect(run(engine, text)).toEqual(['done after 3', 'end']);
    expect(errors).toBe(2);
  });

  test('at a pause', () => {
    const text = `
local n = 0
while n >= 0 do
  n = n + 1
  if n == 1000 then pause() end
end
return "out " .. n --@out`;
    const { lineOf } = marksIn(text);
    const engine: Engine = newEngine({
      stopped({ kind, thread }) {
        if (kind !== 'tick') return;
        expect(jumpTo(engine, thread, lineOf('out'))).toBeUndefined();
        engine.unwind();
      },
    });
    define(engine, 'pause', () => void (new Float64Array(engine.tickBuffer)[1] = 0));
    expect(run(engine, text)).toEqual(['out 1000']);
  });

  test('a breakpoint on the line it goes to does not stop a second time, but at the next arrival', () => {
    const text = `
local n = 0
::top::
n = n + 1 --@target
if n < 3 then goto top end --@here
return n`;
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => {
        stopFromLoad(engine, main, lineOf('target'));
        stopFromLoad(engine, main, lineOf('here'));
      },
      stopped(stop) {
        if (stop.kind !== 'line') return;
        stops.push(markOf(stop.line));
        if (stops.length === 2) jumpTo(engine, stop.thread, lineOf('target'));
        engine.unwind();
      },
    });
    expect(run(engine, text)).toEqual(['3']);
    expect(stops).toEqual(['target', 'here', 'here', 'target', 'here']);
  });

  test('binary chunks have no list of statements', () => {
    const engine = newEngine();
    run(engine, 'dumped = load(string.dump(function() local x = 1 return x end))');
    const body = engine.functionBody(engine.get(engine.globals, engine.string('dumped')));
    expect(engine.statementsOf(body!)).toEqual([]);
  });
});

describe('restarting a frame', () => {
  const CALLS = `
local log = ""
local function inner(n)
  log = log .. "i" .. n --@inner
  n = n + 1
  return n --@end
end
local function outer(a, ...)
  log = log .. "o" .. select("#", ...)
  local r = inner(a) --@call
  return r
end
local r = outer(1, 2, 3)
return r, log`;
  const restart = (engine: Engine, thread: LuaThread, level: number) => engine.restart(engine.frames(thread)[level]!);

  test('the innermost one: its parameters stay as they are', () => {
    expect(moveAt(CALLS, 'end', (engine, thread) => restart(engine, thread, 0))).toMatchObject({ results: ['3', 'o2i1i2'], line: 4 });
  });

  test('one of its callers: those above are gone', () => {
    expect(moveAt(CALLS, 'inner', (engine, thread) => restart(engine, thread, 1))).toMatchObject({ results: ['2', 'o2o2i1'], line: 9 });
  });

  test('functions keep the variables of the activation that is left', () => {
    const text = `
local kept
local function f(n)
  local x = n * 10
  if not kept then kept = function() x = x + 1 return x end end
  return x + kept() --@here
end
local r = f(1)
return r, kept()`;
    expect(moveAt(text, 'here', (engine, thread) => restart(engine, thread, 0)).results).toEqual(['21', '12']);
  });

  test('not below a host function or a metamethod, not a host function, not a thread that waits', () => {
    const text = `
local t = setmetatable({}, { __index = function(_, k)
  local less = function(a, b)
    return a < b --@here
  end
  local list = { 2, 1 }
  table.sort(list, less)
  return k
end })
local co = coroutine.wrap(function() return t.name end)
return co()`;
    const { results } = moveAt(text, 'here', (engine, thread) => {
      const frames = engine.frames(thread);
      expect(frames.map(({ line }) => line)).toEqual([4, 0, 7, 10]);
      expect(engine.restartLimit(thread)).toBe(0);
      const main = engine.threads().find(({ isMain }) => isMain)!;
      expect(engine.restartLimit(main)).toBe(-1);
      const kinds = [1, 2, 3].map((level) => restart(engine, thread, level)?.kind);
      expect(kinds).toEqual(['host function', 'host call above', 'host call above']);
      expect(engine.restart(engine.frames(main).find(({ body }) => body !== undefined)!)).toEqual({ kind: 'elsewhere' });
    });
    expect(results).toEqual(['name']);
  });

  test('a function under a protected call is bounded by it; a tail call has taken its caller along', () => {
    const text = `
local count = 0
local function last()
  count = count + 1
  return count --@here
end
local function first() return last() end
local ok, r = pcall(first)
return ok, r`;
    const { results } = moveAt(text, 'here', (engine, thread) => {
      expect(engine.restartLimit(thread)).toBe(0);
      return restart(engine, thread, 0);
    });
    expect(results).toEqual(['true', '2']);
  });

  test('where it has stopped at an error: the call of error is left', () => {
    const text = `
local function risky(n)
  if n < 2 then error("too small") end
  return "fine with " .. n
end
local function caller(n)
  return (risky(n))
end
return caller(1)`;
    const limits: number[] = [];
    const engine: Engine = newEngine({
      wantsErrors: true,
      stopped(stop) {
        if (stop.kind !== 'error') return;
        limits.push(engine.restartLimit(stop.thread));
        const frame = engine.frames(stop.thread)[2]!;
        engine.evaluate('n = 5', frame, { deadlineMs: 1000 });
        engine.restart(frame);
        expect(engine.frames(stop.thread).map(({ line }) => line)).toEqual([7]);
        engine.unwind();
      },
    });
    expect(run(engine, text)).toEqual(['fine with 5']);
    expect(limits).toEqual([2]);
  });
});
