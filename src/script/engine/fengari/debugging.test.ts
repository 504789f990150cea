/** Stop points, frames and variables of a stopped program. */
import { describe, expect, test } from 'vitest';
import type { Engine, FunctionBody, LuaFrame, LuaVariable } from '../engine.ts';
import { bytes, define, marksIn, newEngine, run, stopAt, stopFromLoad, stopOnceAt } from '../testing.ts';

const shown = (engine: Engine, variables: readonly LuaVariable[]): string => variables.map(({ name, value }) => `${name}=${engine.toText(value)}`).join(' ');
const top = (engine: Engine, stop: { thread: Parameters<Engine['frames']>[0] }): LuaFrame => engine.frames(stop.thread)[0] as LuaFrame;

/** Where a script stops, by marks, with stop points on the given marks. */
function stopsOf(text: string, ...marks: string[]): string[] {
  const { lineOf, markOf } = marksIn(text);
  const stops: string[] = [];
  const engine: Engine = newEngine({
    loaded: (main) => marks.forEach((mark) => stopFromLoad(engine, main, lineOf(mark))),
    stopped: (stop) => void (stop.kind === 'line' && stops.push(markOf(stop.line))),
  });
  run(engine, text);
  return stops;
}

describe('stop points', () => {
  test('are hit once for each time the line starts', () => {
    expect(stopsOf('local s = 0\nfor i = 1, 3 do\n  s = s + i --@in\nend\nreturn s --@end', 'in', 'end')).toEqual(['in', 'in', 'in', 'end']);
  });

  test('on a loop head are hit for each round', () => {
    expect(stopsOf('for i = 1, 2 do --@for\n  local x = i\nend\nlocal n = 0\nwhile n < 2 do --@while\n  n = n + 1\nend', 'for', 'while')).toEqual(['for', 'for', 'for', 'while', 'while', 'while']);
  });

  test('on a call over several lines are hit once', () => {
    expect(stopsOf('local t = {}\ntable.insert(t, --@a\n  #t + 1,\n  "x"\n)\nreturn #t --@b', 'a', 'b')).toEqual(['a', 'b']);
  });

  test('on the last line of a function are hit when it ends, not when it is defined', () => {
    expect(stopsOf('local function f()\n  local x = 1 --@in\nend --@end\nlocal a = 1 --@after\nf()\nf()', 'end', 'after')).toEqual(['after', 'end', 'end']);
  });

  test('work in methods, callbacks, metamethods, coroutines, pcall and loaded chunks', () => {
    const text = `
local Class = {}
function Class:method()
  return 1 --@method
end
Class:method()
table.sort({2, 1}, function(a, b)
  return a < b --@sort
end)
local m = setmetatable({}, {__index = function()
  return 1 --@index
end})
local v = m.x
coroutine.wrap(function()
  coroutine.yield()
end)()
pcall(function()
  error("x") --@pcall
end)
load("local a = 1 return a")()`;
    expect(stopsOf(text, 'method', 'sort', 'index', 'pcall')).toEqual(['method', 'sort', 'index', 'pcall']);
  });

  test('are hit by coroutines made before they were set', () => {
    const text = 'local co = coroutine.wrap(function()\n  coroutine.yield()\n  return 1 --@in\nend)\nco()\nset()\nreturn co()';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({ stopped: (stop) => void (stop.kind === 'line' && stops.push(markOf(stop.line))) });
    define(engine, 'set', () => stopAt(engine, lineOf('in')));
    expect(run(engine, text)).toEqual(['1']);
    expect(stops).toEqual(['in']);
  });

  test('taken away are not hit, and the code is as it was', () => {
    const text = 'local n = 0\nfor i = 1, 3 do\n  n = n + i --@in\nend\nreturn n';
    const { seen, results } = stopOnceAt(text, 'in', () => 'once');
    expect(seen).toBe('once');
    expect(results).toEqual(['6']);
  });

  test('do not change what string.dump writes, and its copies are bodies of their own', () => {
    const text = 'local function f()\n  return 1 --@in\nend\nlocal plain = string.dump(f)\nmark()\nreturn string.dump(f) == plain, load(plain)()';
    const { lineOf } = marksIn(text);
    let stops = 0;
    const engine: Engine = newEngine({ stopped: () => void stops++ });
    define(engine, 'mark', () => stopAt(engine, lineOf('in')));
    expect(run(engine, text)).toEqual(['true', '1']);
    expect(stops).toBe(0); // the copy was loaded after the stop point was set
    expect([...engine.bodies()].filter((body) => body.lineDefined === 1)).toHaveLength(2);
  });

  test('belong to the debugger: debug.sethook goes on, and a line hook fires once on a trapped line', () => {
    const text = 'local lines = {}\ndebug.sethook(function(_, line) lines[#lines + 1] = line end, "l")\nlocal a = 1 --@a\nlocal b = 2\ndebug.sethook()\nreturn table.concat(lines, " ")';
    const { results, seen } = stopOnceAt(text, 'a', (engine) => engine.evaluate('debug.gethook() ~= nil', undefined, { deadlineMs: 1000 }).map((value) => engine.toText(value)).join());
    expect(results).toEqual(['3 4 5']);
    expect(seen).toBe('false'); // the debugger's own thread has no hook
  });

  test('inside of a hook function stop too', () => {
    expect(stopsOf('debug.sethook(function()\n  local x = 1 --@hook\nend, "c")\ntostring(1)\ndebug.sethook()', 'hook')).toContain('hook');
  });
});

describe('bodies', () => {
  const engine = newEngine();
  const main = engine.functionBody(engine.load(bytes('local a\n\n-- comment\nlocal function f(x, ...)\n  return x\nend\nlocal t = {\n  f(1),\n}\nreturn t'), '@/spells/b.lua')) as FunctionBody;

  test('know their lines, their parameters and each other', () => {
    expect(main.lines).toEqual([1, 7, 8, 9, 10]);
    expect(main.entryLine).toBe(1);
    expect(main.source).toBe('@/spells/b.lua');
    const [f] = main.children;
    expect(f).toMatchObject({ parameters: 1, isVararg: true, lineDefined: 4, lastLineDefined: 6, lines: [5, 6], entryLine: 5 });
    // By identity: a body leads to the whole VM, which nobody wants compared.
    expect(f?.parent === main).toBe(true);
  });

  test('are told with their text before the chunk runs', () => {
    const told: string[] = [];
    const loading = newEngine({ loaded: (body, text) => void told.push(`${body.source}: ${text === undefined ? 'binary' : Buffer.from(text).toString()}`) });
    run(loading, 'load("return 1", "=one")() local parts = {"return ", "2"} load(function() return table.remove(parts, 1) end, "=two")() load(string.dump(function() end))', '=main');
    expect(told.slice(1)).toEqual(['=one: return 1', '=two: return 2', '=main: binary']);
  });

  test('of chunks that are gone are not kept', () => {
    const many = newEngine();
    run(many, 'for i = 1, 6000 do load("local x = " .. i .. " return function() return x end")() if i % 2000 == 0 then collectgarbage() end end', '=many');
    many.collectGarbage();
    expect([...many.bodies()].length).toBeLessThan(2000); // of 12000: they are swept now and then
  });

  test('know upvalues of functions', () => {
    const other = newEngine();
    const [fn] = other.call(other.load(bytes('local up = 5 return function() return up end'), '=u'), []);
    const [variable] = other.upvaluesOf(fn as never);
    expect(shown(other, other.upvaluesOf(fn as never))).toBe('up=5');
    variable?.set(other.number(6));
    expect(other.toText(other.call(fn as never, [])[0] as never)).toBe('6');
  });
});

describe('frames', () => {
  test('show functions, names, lines and tail calls', () => {
    const text = 'local M = {}\nfunction M.inner(a)\n  return a --@in\nend\nlocal function tail(a) return M.inner(a) end\nfunction M:method(a)\n  local r = tail(a)\n  return r\nend\nreturn (M:method(7))';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => engine.frames(stop.thread).map((frame) => `${frame.nameKind}:${frame.name ?? ''}@${frame.line}${frame.isTailCall ? ' tail' : ''}`));
    expect(seen).toEqual([':@3 tail', 'method:method@7', ':@10']);
  });

  test('of host functions have no body', () => {
    const text = 'table.sort({2, 1}, function(a, b)\n  return a < b --@in\nend)';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => engine.frames(stop.thread).map((frame) => `${frame.body === undefined ? 'host' : 'Lua'} ${frame.name ?? ''} ${frame.line}`));
    expect(seen).toEqual(['Lua  2', 'host sort 0', 'Lua  1']);
  });

  test('show locals as far as they are active, varargs and upvalues; hidden loop variables stay hidden', () => {
    const text = 'local up = "u"\nlocal function f(a, ...)\n  local b = a .. up\n  for i, v in ipairs({"x"}) do\n    local c = v --@in\n    c = c .. i\n  end\n  local later\nend\nf("p", "q", "r")';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => {
      const frame = top(engine, stop);
      return [engine.locals(frame), engine.varargs(frame), engine.upvalues(frame)].map((list) => shown(engine, list));
    });
    expect(seen[0]).toBe('a=p b=pu i=1 v=x');
    expect(seen[1]).toBe('[1]=q [2]=r');
    expect(seen[2]).toMatch(/^up=u _ENV=table: /);
  });

  test('variables are written in place: closures that captured them see it', () => {
    const text = 'local function f()\n  local a, b = 1, 2\n  local get = function() return a end\n  b = 3 --@in\n  return get(), a, b\nend\nreturn f()';
    const { results } = stopOnceAt(text, 'in', (engine, stop) => {
      for (const variable of engine.locals(top(engine, stop))) if (variable.name === 'a') variable.set(engine.number(10));
    });
    expect(results).toEqual(['10', '10', '3']);
  });

  test('of suspended coroutines can be read, and the coroutine goes on as if not', () => {
    const text = 'local co = coroutine.create(function(a)\n  local got = coroutine.yield(a + 1)\n  return got * 2\nend)\ncoroutine.resume(co, 1)\nlocal x = 1 --@in\nreturn select(2, coroutine.resume(co, 21))';
    const { seen, results } = stopOnceAt(text, 'in', (engine, stop) => {
      const thread = engine.threads().find((candidate) => candidate !== stop.thread);
      if (thread === undefined) throw new Error('no coroutine');
      const frames = engine.frames(thread);
      const value = engine.evaluate('a * 100', frames[1], { deadlineMs: 1000 })[0];
      return [thread.status, frames.map((frame) => `${frame.name ?? ''} ${frame.line}`).join(), shown(engine, engine.locals(frames[1] as LuaFrame)), value && engine.toText(value)];
    });
    expect(seen).toEqual(['suspended', 'yield 0, 2', 'a=1', '100']);
    expect(results).toEqual(['42']);
  });

  test('the same activation is known again at the next stop, and another call is another one', () => {
    const text = 'local function f(n)\n  local a = n --@a\n  a = a + 1 --@b\n  return a\nend\nf(1)\nf(2)';
    const { lineOf } = marksIn(text);
    const seen: object[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => ['a', 'b'].forEach((mark) => stopFromLoad(engine, main, lineOf(mark))),
      stopped: (stop) => void seen.push(top(engine, stop).activation),
    });
    run(engine, text);
    expect(seen).toHaveLength(4);
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).toBe(seen[3]);
    expect(seen[0]).not.toBe(seen[2]);
  });

  test('stopping between the parts of an open call changes nothing', () => {
    const text = 'local function pack(...) return ... end\nlocal function many() return 1, 2, 3 end\nlocal r = {pack(\n  0,\n  many() --@in\n)}\nreturn #r, r[1], r[4]';
    const { results } = stopOnceAt(text, 'in', (engine, stop) => {
      for (const frame of engine.frames(stop.thread)) engine.locals(frame);
      engine.evaluate('string.rep("x", 10):upper(), pcall(error)', top(engine, stop), { deadlineMs: 1000 });
    });
    expect(results).toEqual(['4', '0', '3']);
  });
});

describe('threads', () => {
  test('are the main one and the living coroutines, with where they come from', () => {
    const text = 'local function job() coroutine.yield() end\nlocal a = coroutine.create(job)\nlocal b = coroutine.wrap(function() end)\nb()\ncoroutine.resume(a)\nlocal x = 1 --@in\nreturn a';
    const { seen } = stopOnceAt(text, 'in', (engine) => engine.threads().map((thread) => [thread.isMain, thread.status, thread.body?.lineDefined, thread.createdAt?.line]));
    expect(seen).toEqual([
      [true, 'running', undefined, undefined],
      [false, 'suspended', 1, 2],
    ]);
  });

  test('report start and end', () => {
    const events: string[] = [];
    const engine = newEngine({ threadStarted: (thread) => void events.push(`start ${thread.body?.lineDefined}`), threadEnded: (thread) => void events.push(`end ${thread.body?.lineDefined}`) });
    run(engine, 'local co = coroutine.create(function() coroutine.yield() end)\ncoroutine.resume(co)\ncoroutine.resume(co)\npcall(coroutine.wrap(\n function() error("x") end))');
    expect(events).toEqual(['start 1', 'end 1', 'start 5', 'end 5']);
  });

  test('that nobody can resume any more are not kept', () => {
    const engine = newEngine();
    run(engine, 'for i = 1, 6000 do local g = coroutine.wrap(function() coroutine.yield(i) end) g() if i % 2000 == 0 then collectgarbage() end end');
    engine.collectGarbage();
    expect(engine.threads().length).toBeLessThan(2000);
  });

  test('inside of a coroutine the resumer is normal', () => {
    const text = 'coroutine.wrap(function()\n  local x = 1 --@in\nend)()';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => [stop.thread.isMain, stop.thread.status, engine.threads()[0]?.status]);
    expect(seen).toEqual([false, 'running', 'normal']);
  });
});
