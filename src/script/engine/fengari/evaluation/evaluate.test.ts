/** Evaluating text in frames of a stopped program, and conditions. */
import { describe, expect, test } from 'vitest';
import type { Engine, LuaFrame, LuaValue } from '../../engine.ts';
import { LuaError, LuaInterrupt } from '../../engine.ts';
import { define, failure, marksIn, newEngine, run, stopFromLoad, stopOnceAt } from '../../testing.ts';

const LIMIT = { deadlineMs: 2000 };
const TEXT = `
local outer = 10
glob = "global"
local function callee(a, ...)
  local b, shared = 2, "s"
  local get = function() return shared end
  do
    local b = 3
    local x = b --@in
  end
  return a, b, get(), outer, glob
end
local function caller()
  local a = "caller's"
  local own = {field = {1, 2, 3}}
  local r = {callee(1, "v1", "v2")}
  return a, table.unpack(r)
end
return caller()`;

/** Evaluates texts in a frame at the mark; the last result list is what the program returned. */
function at(level: number, ...texts: string[]): { readonly values: string[]; readonly results: string } {
  const { seen, results } = stopOnceAt(TEXT, 'in', (engine, stop) =>
    texts.map((text) => {
      try {
        const frame = engine.frames(stop.thread)[level];
        return engine.evaluate(text, frame, LIMIT).map((value) => engine.toText(value)).join(' ');
      } catch (error) {
        return `error: ${(error as Error).message}`;
      }
    }),
  );
  return { values: seen, results: results.join(' ') };
}

describe('evaluate', () => {
  test('sees locals, innermost first, then upvalues, then globals', () => {
    expect(at(0, 'a, b, shared, outer, glob', 'b + outer', '#glob').values).toEqual(['1 3 s 10 global', '13', '6']);
  });

  test('sees an upper frame as that frame does', () => {
    expect(at(1, 'a', 'own.field[2]', '#own.field', 'b').values).toEqual(["caller's", '2', '3', 'nil']);
  });

  test('gives all results, and the varargs of functions that have them', () => {
    expect(at(0, '...', 'select("#", ...)', '{...}[2]').values).toEqual(['v1 v2', '2', expect.stringMatching(/^error/)]);
    expect(at(1, '...').values[0]).toMatch(/cannot use '...' outside a vararg function/);
  });

  test('runs statements, and assignments reach locals, upvalues, globals and fields', () => {
    const { values, results } = at(0, 'a = 100', 'outer = outer + 1', 'glob = nil', 'shared = "changed"', 'local n = 0 for i = 1, 3 do n = n + i end return n');
    expect(values).toEqual(['', '', '', '', '6']);
    expect(results).toBe("caller's 100 2 changed 11");
  });

  test('assigns nil', () => {
    expect(at(0, 'a = nil').results).toBe("caller's nil 2 s 10 global");
  });

  test('tells the better of two syntax errors', () => {
    const { values } = at(0, '1 +', 'x = = 2', ') 1', 'return end');
    expect(values[0]).toBe("error: (evaluate):1: unexpected symbol near <eof>");
    expect(values[1]).toContain("near '='");
    expect(values[2]).toContain("near ')'");
    expect(values[3]).toContain("near 'end'");
    expect(at(0, '1 end, function() return 2').values[0]).toMatch(/^error/); // the text cannot leave its function
  });

  test('survives comments, errors and values that are no text', () => {
    expect(at(0, 'a -- comment', 'error("boom")', 'error({code = 1})', 'nothing.field').values).toEqual([
      '1',
      'error: (evaluate):1: boom',
      'error: (error object is a table value)',
      "error: (evaluate):1: attempt to index a nil value (global 'nothing')",
    ]);
  });

  test('without a frame sees globals only', () => {
    const engine = newEngine();
    run(engine, 'answer = 42');
    expect(engine.evaluate('answer', undefined, LIMIT).map((value) => engine.toText(value))).toEqual(['42']);
    expect(engine.evaluate('answer = 43', undefined, LIMIT)).toEqual([]);
    expect(run(engine, 'return answer')).toEqual(['43']);
  });

  test('uses the _ENV of the frame', () => {
    const text = 'local env = {value = "mine"}\nlocal function f()\n  local _ENV = env\n  local x = 1 --@in\n  return value\nend\nreturn f()';
    const { seen, results } = stopOnceAt(text, 'in', (engine, stop) => {
      const frame = engine.frames(stop.thread)[0];
      const value = engine.evaluate('value', frame, LIMIT)[0];
      engine.evaluate('value = "set"', frame, LIMIT);
      return value && engine.toText(value);
    });
    expect(seen).toBe('mine');
    expect(results).toEqual(['set']);
  });

  test('closures made by evaluated text keep their variables when the frame has ended', () => {
    const text = 'local function f(n)\n  local v = n --@in\n  v = v + 1\n  return v\nend\nlocal a = f(5)\nf(100)\nreturn a, saved()';
    const { results } = stopOnceAt(text, 'in', (engine, stop) => engine.evaluate('saved = function() return n end', engine.frames(stop.thread)[0], LIMIT));
    expect(results).toEqual(['6', '5']);
  });

  test('meets no breakpoint, is reported by what it loads alone, and counts no ticks', () => {
    const text = 'function f()\n  return 1 --@in\nend\nreturn f()';
    const { lineOf } = marksIn(text);
    let stops = 0;
    const chunks: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => {
        chunks.push(main.source);
        stopFromLoad(engine, main, lineOf('in'));
      },
      stopped(stop) {
        stops++;
        const before = engine.ticks;
        engine.evaluate('f() + f(), load("return 1")(), coroutine.wrap(f)()', engine.frames(stop.thread)[0], LIMIT);
        engine.evaluate('local n = 0 while n < 100000 do n = n + 1 end', undefined, LIMIT);
        expect(engine.ticks).toBe(before);
      },
    });
    run(engine, text);
    expect(stops).toBe(1);
    expect(chunks.slice(1)).toEqual(['return 1']);
  });

  test('is ended at its deadline, whatever it catches; time in host calls does not count', () => {
    const { seen, results } = stopOnceAt('local x = 1 --@in\nreturn "went on"', 'in', (engine) => {
      define(engine, 'slow', () => {
        const until = performance.now() + 120;
        while (performance.now() < until);
      });
      const endless = failure(() => engine.evaluate('while true do pcall(error) end', undefined, { deadlineMs: 30 }));
      const slow = engine.evaluate('slow() slow() return "done"', undefined, { deadlineMs: 100 })[0];
      return [endless, slow && engine.toText(slow)] as const;
    });
    expect(seen[0]).toBeInstanceOf(LuaInterrupt);
    expect(seen[0]).toMatchObject({ reason: 'time' });
    expect(seen[1]).toBe('done');
    expect(results).toEqual(['went on']);
  });

  test('can be ended by the debugger at any tick', () => {
    const { seen } = stopOnceAt('local x = 1 --@in', 'in', (engine) => {
      let ticks = 0;
      engine.setHandlers({
        debuggerTick() {
          if (++ticks === 3) throw new LuaInterrupt('interrupted', 'cancelled');
        },
      });
      return failure(() => engine.evaluate('while true do pcall(error) end', undefined, { deadlineMs: Infinity }));
    });
    expect(seen.message).toBe('cancelled');
  });

  test('knows extra names before those of the frame', () => {
    const { seen } = stopOnceAt('local a, b = 1, 2\nlocal x = 1 --@in', 'in', (engine, stop) => {
      const names = new Map([['a', engine.string('extra')]]);
      return engine.evaluate('a, b, (function() a = a .. "!" return a end)()', engine.frames(stop.thread)[0], { ...LIMIT, names }).map((value) => engine.toText(value));
    });
    expect(seen).toEqual(['extra', '2', 'extra!']);
  });

  test('tells which of the extra names a text has set, also through its closures', () => {
    const { seen } = stopOnceAt('local a, b = 1, 2\nlocal x = 1 --@in\nreturn a', 'in', (engine, stop) => {
      const names = new Map([['a', engine.string('extra')], ['c', engine.number(1)]]);
      const set: string[] = [];
      const assigned = (name: string, value: LuaValue): void => void set.push(`${name} ${engine.toText(value)}`);
      const frame = engine.frames(stop.thread)[0];
      for (const text of ['a', 'c == 1', 'a = "new"', '(function() c = c + 1 end)()', 'b = 5', 'a = a']) engine.evaluate(text, frame, { ...LIMIT, names, assigned });
      return set;
    });
    expect(seen).toEqual(['a new', 'c 2']);
  });

  test('a __tostring or a condition that never ends can be ended too', () => {
    const text = 'function endless() while true do pcall(error) end end\nt = setmetatable({}, {__tostring = endless})\nlocal x = 1 --@in';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => {
      const until = performance.now() + 20;
      engine.setHandlers({
        debuggerTick() {
          if (performance.now() > until) throw new LuaInterrupt('time', 'ended');
        },
      });
      const value = engine.rawGet(engine.globals, engine.string('t'));
      const frame = engine.topFrame(stop.thread) as LuaFrame;
      const condition = engine.compileCondition('endless()', frame.body as never, frame.line);
      return [failure(() => engine.toDisplay(value)).message, failure(() => condition(frame)).message];
    });
    expect(seen).toEqual(['ended', 'ended']);
  });
});

describe('conditions', () => {
  const PROGRAM = 'limit = 3\nlocal t = {n = 2, name = "x"}\nlocal s = 0\nfor i = 1, 5 do\n  s = s + i --@in\nend\nreturn s';

  /** The rounds in which a condition is true; 'error' where it fails. */
  function trueFor(condition: string): string {
    const { lineOf } = marksIn(PROGRAM);
    const hits: string[] = [];
    let test: ((frame: LuaFrame) => unknown) | undefined;
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('in')),
      stopped(stop) {
        if (stop.kind !== 'line') return;
        test ??= engine.compileCondition(condition, stop.body, stop.line);
        const frame = engine.topFrame(stop.thread) as LuaFrame;
        const i = engine.locals(frame).find(({ name }) => name === 'i');
        try {
          if (engine.toBoolean(test(frame) as never)) hits.push(engine.toText(i?.value as never));
        } catch (error) {
          hits.push((error as Error).message);
        }
      },
    });
    expect(run(engine, PROGRAM)).toEqual(['15']);
    return hits.join(' ');
  }

  test.each([
    ['i == 3', '3'],
    ['i ~= 3', '1 2 4 5'],
    ['i >= 2 and i < 4', '2 3'],
    ['i == 1 or i == 5', '1 5'],
    ['not (i > 1)', '1'],
    ['i % 2 == 0', '2 4'],
    ['(i + 1) * 2 > 8', '4 5'],
    ['i // 2 == 2', '4 5'],
    ['i - 1 == -0', '1'],
    ['i > limit', '4 5'],
    ['i == t.n', '2'],
    ['t.name == "x" and i == 4', '4'],
    ["t.name == 'y'", ''],
    ['t.missing == nil and i == 1', '1'],
    ['undefinedname == nil and i == 2', '2'],
    ['true == (i == 3)', '3'],
    ['i == 2.0', '2'],
    ['i', '1 2 3 4 5'],
    ['false', ''],
    ['tostring(i) == "4"', '4'],
    ['#t.name == 1 and i == 3', '3'],
    ['s > 5 and t', '4 5'],
  ])('%s', (condition, rounds) => expect(trueFor(condition)).toBe(rounds));

  test('what Lua would complain about is complained about', () => {
    expect(trueFor('i < "x"')).toMatch(/attempt to compare number with string/);
    expect(trueFor('i.field == 1')).toMatch(/attempt to index a number value/);
    expect(() => trueFor('i ==')).toThrow(LuaError);
    expect(() => trueFor('i = 3')).toThrow(LuaError);
  });

  test('metamethods decide where there are any', () => {
    const text = 'local m = {__eq = function() return true end, __lt = function() return true end, __index = function() return 7 end}\nlocal a, b = setmetatable({}, m), setmetatable({}, m)\nlocal x = 1 --@in';
    const { seen } = stopOnceAt(text, 'in', (engine, stop) => {
      if (stop.kind !== 'line') throw new Error(stop.kind);
      const frame = engine.topFrame(stop.thread) as LuaFrame;
      return ['a == b', 'a < b', 'a.field == 7', 'a ~= b'].map((condition) => engine.toText(engine.compileCondition(condition, stop.body, stop.line)(frame)));
    });
    expect(seen).toEqual(['true', 'true', 'true', 'false']);
  });

  test('big integers compare exactly', () => {
    const { seen } = stopOnceAt('local big = math.maxinteger\nlocal x = 1 --@in', 'in', (engine, stop) => {
      if (stop.kind !== 'line') throw new Error(stop.kind);
      const frame = engine.topFrame(stop.thread) as LuaFrame;
      return ['big == 9223372036854775807', 'big > 9007199254740992', 'big + 1 < 0'].map((condition) => engine.toText(engine.compileCondition(condition, stop.body, stop.line)(frame)));
    });
    expect(seen).toEqual(['true', 'true', 'true']);
  });
});
