/** Errors, interrupts, native functions and what the VM may not touch. */
import { describe, expect, test } from 'vitest';
import { LuaError, LuaInterrupt, type Engine, type EngineStop, type LuaValue } from '../engine.ts';
import { bytes, define, failure, newEngine, result, run } from '../testing.ts';

const PATH = '/a/folder/with/a/long/name/that/exceeds/sixty/characters/in/all/spell.lua';

function errorOf(text: string, prepare?: (engine: Engine) => void): LuaError {
  const engine = newEngine();
  prepare?.(engine);
  const error = failure(() => run(engine, text, `@${PATH}`));
  if (!(error instanceof LuaError)) throw error;
  return error;
}

/** The error stops of a script. */
function errorStops(text: string, prepare?: (engine: Engine) => void): string[] {
  const stops: string[] = [];
  const engine: Engine = newEngine({
    wantsErrors: true,
    stopped(stop: EngineStop) {
      if (stop.kind !== 'error') return;
      const depth = engine.frames(stop.thread).length;
      stops.push(`${engine.toText(stop.value)} ${stop.caught ? 'caught' : 'uncaught'}${stop.inHostCall ? ' host' : ''} ${depth > 0 ? 'whole' : 'no stack'}`);
    },
  });
  prepare?.(engine);
  try {
    run(engine, text, '=t');
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
  }
  return stops;
}

describe('errors', () => {
  test('name files by their whole path, chunks from strings shortened', () => {
    expect(errorOf('local x\nx.y = 1').message).toBe(`${PATH}:2: attempt to index a nil value (local 'x')`);
    expect(failure(() => newEngine().load(bytes('x = = 1'), `@${PATH}`)).message).toBe(`${PATH}:1: unexpected symbol near '='`);
    expect(result(`return select(2, pcall(load("error('e')", ("x"):rep(200))))`)).toMatch(/^\[string "x{1,60}\.\.\."\]:1: e$/);
  });

  test('keep the type of their value', () => {
    const engine = newEngine();
    const error = failure(() => run(engine, 'error({code = 7})')) as LuaError;
    expect(engine.toText(engine.rawGet(error.value, engine.string('code')))).toBe('7');
    expect(error.message).toBe('(error object is a table value)');
    expect(failure(() => run(engine, 'error(42, 0)')).message).toBe('42');
  });

  test('bring a traceback of the script alone, through coroutines', () => {
    const { traceback } = errorOf('local function inner() error("x") end\nlocal co = coroutine.wrap(function() inner() end)\nfunction start() co() end\ntable.sort({1, 2}, function() start() end)');
    expect(traceback.split('\n').map((line) => line.replaceAll(PATH, 'F'))).toEqual([
      'stack traceback:',
      "\tF:1: in upvalue 'inner'",
      '\tF:2: in function <F:2>',
      "\tF:3: in function 'start'",
      '\tF:4: in function <F:4>',
      '\tF:4: in main chunk',
    ]);
  });

  test('show the library function that has failed above the script', () => {
    const traceback = (code: string): string => errorOf(code).traceback.replaceAll(PATH, 'F');
    expect(traceback('string.rep()')).toBe("stack traceback:\n\t[C]: in function 'string.rep'\n\tF:1: in main chunk");
    expect(traceback('local function f() setmetatable(1) end\nf()')).toBe("stack traceback:\n\t[C]: in function 'setmetatable'\n\tF:1: in local 'f'\n\tF:2: in main chunk");
    // Neither those that only raise, nor what the script has no name for.
    expect(traceback('assert(false)')).toBe('stack traceback:\n\tF:1: in main chunk');
  });

  test('a long traceback shows its ends', () => {
    const { traceback } = errorOf('local function deep(n) if n == 0 then error("x") end local r = deep(n - 1) return r end\ndeep(100)');
    expect(traceback.split('\n')).toHaveLength(1 + 10 + 1 + 11);
    expect(traceback).toContain('\n\t...\n');
  });

  test('of native functions become Lua errors at the calling line, and their values pass whole', () => {
    const prepare = (engine: Engine): void => {
      define(engine, 'plain', () => {
        throw new Error('no such host');
      });
      define(engine, 'positioned', () => {
        throw engine.error('bad argument', 1);
      });
      define(engine, 'valued', () => {
        throw engine.error(engine.number(7));
      });
      define(engine, 'overflow', () => {
        throw new RangeError('Maximum call stack size exceeded');
      });
    };
    const check = (call: string): string => {
      const engine = newEngine();
      prepare(engine);
      return run(engine, `local ok, e = pcall(function()\n${call}\nend)\nreturn e, type(e)`, '=t').join(' ');
    };
    expect(check('plain()')).toBe('no such host string');
    expect(check('positioned()')).toBe('t:2: bad argument string');
    expect(check('valued()')).toBe('7 number');
    expect(check('overflow()')).toBe('stack overflow string');
  });

  test('in libraries that are JavaScript errors can be caught, and the script goes on', () => {
    expect(result('local ok, e = pcall(string.rep, "x", 1 << 31) return ok, e')).toMatch(/^false (resulting string too large|not enough memory)/);
    expect(result('local function deep(n) return (pcall(deep, n + 1)) end deep(1) return "alive"')).toBe('alive');
    expect(result('local ok, e = pcall(function() local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x end) return ok, e')).toMatch(/^false .*'__index' chain too long/);
  });
});

describe('error stops', () => {
  test('come before the stack unwinds and know whether somebody catches', () => {
    expect(errorStops('error("a", 0)')).toEqual(['a uncaught whole']);
    expect(errorStops('pcall(error, "a")')).toEqual(['a caught whole']);
    expect(errorStops('xpcall(function() local x = nil + 1 end, function(m) return m end)')).toEqual(["t:1: attempt to perform arithmetic on a nil value caught whole"]);
    expect(errorStops('coroutine.resume(coroutine.create(function() error("c", 0) end))')).toEqual(['c caught whole']);
    expect(errorStops('load(function() error("reader", 0) end)')).toEqual(['reader caught whole']);
  });

  test('an error that wrap passes on is told once', () => {
    expect(errorStops('coroutine.wrap(function() error("w", 0) end)()')).toEqual(['w uncaught whole']);
    expect(errorStops('pcall(coroutine.wrap(function() error({}) end))')).toEqual([expect.stringMatching(/^table: \w+ caught whole$/)]);
  });

  test('an error that passes through a host function and back is told once', () => {
    const prepare = (engine: Engine): void => define(engine, 'each', ([fn]) => void engine.call(fn as LuaValue, []));
    expect(errorStops('each(function() error("inner", 0) end)', prepare)).toEqual(['inner uncaught whole']);
    expect(errorStops('pcall(each, function() error("inner", 0) end)', prepare)).toEqual(['inner caught whole']);
  });

  test('errors of host functions say so', () => {
    const prepare = (engine: Engine): void =>
      define(engine, 'host', () => {
        throw new Error('unreachable');
      });
    expect(errorStops('host()', prepare)).toEqual(['unreachable uncaught host whole']);
  });

  test('a wrong call of pcall itself is not caught by it', () => {
    expect(errorStops('pcall()')).toEqual(["t:1: bad argument #1 to 'pcall' (value expected) uncaught whole"]);
  });

  test('an error inside of a message handler is told once, not for each handler that Lua then runs for it', () => {
    expect(errorStops('xpcall(function() error("first", 0) end, function() error("second", 0) end)')).toEqual(['first caught whole', 'second caught whole']);
  });
});

describe('interrupts', () => {
  const interrupted = (text: string): { readonly error: Error; readonly engine: Engine } => {
    const engine: Engine = newEngine({
      stopped(stop) {
        if (stop.kind === 'tick') throw new LuaInterrupt('terminated', 'the script was ended');
      },
    });
    const counter = new Float64Array(engine.tickBuffer);
    define(engine, 'interrupt', () => void (counter[1] = 0));
    return { error: failure(() => run(engine, text)), engine };
  };

  test.each([
    ['a loop', 'interrupt() while true do end'],
    ['pcall in a loop', 'while true do pcall(function() interrupt() while true do end end) end'],
    ['message handlers', 'while true do xpcall(function() interrupt() while true do end end, function() while true do end end) end'],
    ['coroutines', 'co = coroutine.create(function() pcall(function() interrupt() while true do end end) end) while true do coroutine.resume(co) end'],
    ['sort callbacks', 'while true do pcall(table.sort, {3, 2, 1}, function() interrupt() while true do end end) end'],
    ['metamethods', 'local t = setmetatable({}, {__index = function() interrupt() while true do end end}) while true do pcall(function() return t.x end) end'],
  ])('beat %s, and the engine can be used again', (_name, text) => {
    const { error, engine } = interrupted(text);
    expect(error).toBeInstanceOf(LuaInterrupt);
    expect(run(engine, 'local n = 0 for i = 1, 10 do n = n + i end return n, coroutine.wrap(function() return "co" end)(), pcall(error, "e")')).toEqual(['55', 'co', 'false', 'e']);
  });

  test('leave the coroutine they came through dead', () => {
    const { engine } = interrupted('co = coroutine.create(function() interrupt() while true do end end) coroutine.resume(co)');
    expect(run(engine, 'return coroutine.status(co), coroutine.resume(co)')).toEqual(['dead', 'false', 'cannot resume dead coroutine']);
  });

  test('thrown by native functions pass too', () => {
    const engine = newEngine();
    define(engine, 'exit', ([code]) => {
      throw new LuaInterrupt('exit', 'exit', Number(engine.toNumber(code as LuaValue)));
    });
    expect(failure(() => run(engine, 'pcall(function() coroutine.wrap(function() exit(3) end)() end)'))).toMatchObject({ reason: 'exit', exitCode: 3 });
  });
});

describe('native functions', () => {
  test('get arguments, give results, and call back', () => {
    const engine = newEngine();
    define(engine, 'twice', ([fn, value]) => engine.call(fn as LuaValue, engine.call(fn as LuaValue, [value as LuaValue])));
    define(engine, 'many', (args) => [...args, engine.number(args.length)]);
    define(engine, 'nothing', () => undefined);
    expect(run(engine, 'return twice(function(n) return n * 2 end, 5), many(1, nil, "x")')).toEqual(['20', '1', 'nil', 'x', '3']);
    expect(run(engine, 'return nothing()')).toEqual([]);
    expect(run(engine, 'return select("#", many(table.unpack({}, 1, 200)))')).toEqual(['201']);
  });

  test('know the Lua line that called them, also from a coroutine and through pcall', () => {
    const engine = newEngine();
    const sites: unknown[] = [];
    define(engine, 'site', () => void sites.push(engine.callSite()));
    run(engine, 'site()\npcall(site)\ncoroutine.wrap(function()\n  site()\nend)()', '@/spells/s.lua');
    expect(sites).toEqual([1, 2, 4].map((line) => ({ source: '@/spells/s.lua', line })));
    expect(engine.callSite()).toBeUndefined();
  });

  test('know the nearest calling line of an accepted chunk', () => {
    const engine = newEngine();
    const sites: unknown[] = [];
    define(engine, 'site', () => void sites.push(engine.callSite((source) => source.startsWith('@'))));
    run(engine, 'local f = load("\\n\\nsite()", "=text")\ncoroutine.wrap(function()\n  f()\nend)()', '@/spells/s.lua');
    expect(sites).toEqual([{ source: '@/spells/s.lua', line: 3 }]);
  });

  test('speak of themselves as C, as scripts expect it of Lua', () => {
    const engine = newEngine();
    expect(run(engine, 'local i = debug.getinfo(string.rep) return i.what, i.source, i.short_src')).toEqual(['C', '=[C]', '[C]']);
  });

  test('cannot be yielded across', () => {
    const engine = newEngine();
    define(engine, 'call', ([fn]) => engine.call(fn as LuaValue, []));
    expect(run(engine, 'return coroutine.wrap(function() return pcall(call, coroutine.yield) end)()')).toEqual(['false', 'attempt to yield across a C-call boundary']);
  });

  test('errors of calls from JavaScript leave the stack as it was', () => {
    const engine = newEngine();
    define(engine, 'try', ([fn]) => {
      for (let i = 0; i < 300; i++) expect(() => engine.call(fn as LuaValue, [])).toThrow('no');
      return [engine.string('fine')];
    });
    expect(run(engine, 'local a, b = 1, 2 local r = try(function() error("no", 0) end) return a, b, r')).toEqual(['1', '2', 'fine']);
  });
});

describe('isolation', () => {
  test('nothing of the process can be reached', () => {
    expect(result('return io, print, os.exit, os.getenv, os.execute, os.remove, os.rename, os.tmpname')).toBe('nil nil nil nil nil nil nil nil');
    expect(result('return pcall(require, "fs")')).toMatch(/^false .*module 'fs' not found/);
    expect(result('return package.loadlib("x", "y")')).toMatch(/^nil dynamic libraries are not available/);
    expect(result('return loadfile("/etc/passwd")')).toBe('nil cannot open /etc/passwd: files are not available');
    expect(result('return pcall(debug.debug)')).toMatch(/^false .*set a breakpoint instead$/);
  });

  test('a file may start with a byte order mark and #!, and keeps its line numbers', () => {
    const engine = newEngine();
    expect(run(engine, '\ufeff#!/usr/bin/env lua\nreturn debug.getinfo(1, "l").currentline', '@x')).toEqual(['2']);
    expect(failure(() => run(engine, '#!x\nreturn 1', '=text')).message).toMatch(/unexpected symbol near '#'/);
  });
});
