import { beforeEach, describe, expect, it } from 'vitest';
import { script, type Script } from '../testing.ts';

let s: Script;
beforeEach(() => {
  s = script();
});

describe('log lines', () => {
  it('go to the standard error, with level and module, from info on', () => {
    s.run('Debug.error("bad", "net") Debug.warn("hm") Debug.info(42, "main") Debug.debug("no") Debug.trace("no")');
    expect(s.stderr()).toBe('[ERROR] net: bad\n[WARN] hm\n[INFO] main: 42\n');
    expect(s.stdout()).toBe('');
  });
  it('follow the level, by any of its names', () => {
    expect(s.run('return Debug.getLevel(), Debug.setLevel("WARNING"), Debug.getLevel(), Debug.setLevel(5), Debug.getLevel(), Debug.setLevel("loud"), Debug.getLevel()')).toEqual(['info', 'true', 'warn', 'true', 'trace', 'false', 'trace']);
    s.run('Debug.trace("now") Debug.setLevel("off") Debug.error("never") Debug.setLevel("err") Debug.warn("never") Debug.error("yes")');
    expect(s.stderr()).toBe('[TRACE] now\n[ERROR] yes\n');
  });
  it('can be turned off', () => {
    expect(s.run('Debug.setEnabled(false) Debug.error("x") local off = Debug.isEnabled() Debug.setEnabled(true) return off, Debug.isEnabled()')).toEqual(['false', 'true']);
    expect(s.stderr()).toBe('');
  });
  it('take a level by name, and data', () => {
    s.run('Debug.log("warn", "w", "m") Debug.logWithData("info", "state", { b = 1, a = { 2 } })');
    expect(s.stderr()).toBe('[WARN] m: w\n[INFO] state {"a":[2],"b":1}\n');
    expect(s.fails('Debug.log("loud", "x")')).toContain(`bad argument #1 'level' to 'Debug.log' (one of off, error, warn, info, debug, trace expected, got "loud")`);
    expect(s.fails('Debug.logWithData("info", "x", print)')).toContain('the value is a function');
  });
  it('show what is no string as tostring does', () => {
    s.run('Debug.info(setmetatable({}, { __tostring = function() return "shown" end }))');
    expect(s.stderr()).toBe('[INFO] shown\n');
  });
});

describe('dumps', () => {
  const dump = (code: string): string => s.run(`return ${code}`)[0]!;

  it('show elements, then pairs with sorted keys', () => {
    expect(dump('Debug.dump({ "a", 2.0, b = { true }, ["two words"] = 1, [10] = 0, [9] = 0, [false] = 1 })')).toBe(
      '{\n  "a",\n  2.0,\n  [9] = 0,\n  [10] = 0,\n  b = {\n    true\n  },\n  ["two words"] = 1,\n  [false] = 1\n}',
    );
    expect(dump('Debug.dump({})')).toBe('{}');
    expect(dump('Debug.dump(nil, "nothing")')).toBe('nothing: nil');
  });
  it('take a label or options as second argument', () => {
    expect(dump('Debug.dump({ a = { b = 1 } }, { max_depth = 1 })')).toBe('{\n  a = {...}\n}');
    expect(dump('Debug.dump(1, "n")')).toBe('n: 1');
    expect(dump('Debug.dumpWithOptions({ a = { b = 1 } }, { compact_mode = true, show_types = true }, "t")')).toBe('t: { a = { b = 1 (integer) } }');
  });
  it('mark circles and cut what is long', () => {
    expect(dump('(function() local t = {} t.self = t t.again = { t } return Debug.dumpCompact(t) end)()')).toBe('{ again = { <circular> }, self = <circular> }');
    expect(dump('Debug.dumpCompact({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })')).toBe('{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... (2 more elements) }');
    expect(dump('Debug.dumpWithOptions({ a = 1, b = 2, c = 3 }, { max_table_pairs = 1, compact_mode = true })')).toBe('{ a = 1, ... (2 more pairs) }');
    expect(dump('Debug.dumpWithOptions(("x"):rep(10), { max_string_length = 3 })')).toBe('"xxx"... (10 bytes)');
  });
  it('take options beyond all sense for the nearest sensible ones', () => {
    expect(dump('Debug.dump({ 1 }, { max_depth = -1, max_array_elements = -1, indent_size = -5 })')).toBe('{...}');
    expect(dump('Debug.dump({ 1, x = 2 }, { max_array_elements = -1, max_table_pairs = -1, compact_mode = true })')).toBe('{ ... (1 more elements), ... (1 more pairs) }');
    expect(dump('#Debug.dump((function() local o = {} local t = o for _ = 1, 1e4 do t[1] = {} t = t[1] end return o end)(), { max_depth = math.maxinteger, indent_size = math.maxinteger }) < 1e7')).toBe('true');
  });
  it('show shared tables each time, not as circles', () => {
    expect(dump('(function() local t = { 1 } return Debug.dumpCompact({ t, t }) end)()')).toBe('{ { 1 }, { 1 } }');
  });
  it('write keys as Lua does', () => {
    expect(dump('Debug.dumpCompact({ ["end"] = 1, ending = 2 })')).toBe('{ ["end"] = 1, ending = 2 }');
  });
  it('escape strings', () => {
    expect(dump(String.raw`Debug.dump("a\"\\\n\0ä")`)).toBe(String.raw`"a\"\\\n\000ä"`);
    expect(dump(String.raw`Debug.dump("\xff\n")`)).toBe(String.raw`"\255\n"`);
  });
  it('say addresses and types when verbose', () => {
    expect(dump('Debug.dumpVerbose({ x = 1 })')).toMatch(/^table: 0x[0-9a-f]+ \{\n {4}x = 1 \(integer\)\n\}$/);
  });
  it('run none of the code of a value', () => {
    expect(dump('Debug.dump(setmetatable({ a = 1 }, { __tostring = error, __index = error, __pairs = error, __len = error }))')).toBe('{\n  a = 1\n}');
  });
});

describe('timers', () => {
  it('measure until they are stopped', () => {
    expect(s.run('local t = Debug.timer("work") local first, lap = t:elapsed(), t:lap("one") local total = t:stop() return first <= total, math.type(total), lap, t:stop(), t:elapsed(), t:lap("late"), #t:laps(), t:laps()[1].name, t:laps()[1].elapsed_ms <= total')).toEqual([
      'true', 'float', 'true', 'nil', 'nil', 'false', '1', 'one', 'true',
    ]);
  });
  it('show what they are', () => {
    expect(s.run('local t = Debug.timer("work") local before = t.running t:stop() return tostring(t), t.name, before, t.running, t.nothing')).toEqual(['DebugTimer: work', 'work', 'true', 'false', 'nil']);
  });
});

describe('stack traces', () => {
  const code = `local up = "captured"
local function inner(n)
  local text = "here"
  local trace = Debug.stackTrace(OPTIONS)
  return trace, up, n, text
end
local function outer() local t = inner(7) return t end
return (outer())`;

  it('name functions, files and lines, innermost first', () => {
    expect(s.run(code.replace('OPTIONS', ''))[0]!.split('\n')).toEqual([
      'Stack trace:',
      "  #0: in function 'inner' (/scripts/main.lua:4)",
      "  #1: in function 'outer' (/scripts/main.lua:7)",
      '  #2: in main chunk (/scripts/main.lua:8)',
    ]);
  });
  it('add variables when asked', () => {
    const lines = s.run(code.replace('OPTIONS', '{ capture_locals = true, capture_upvalues = true, max_depth = 1, include_source = false }'))[0]!.split('\n');
    expect(lines).toEqual(['Stack trace:', "  #0: in function 'inner'", '     Locals:', '       n = 7', '       text = "here"', '     Upvalues:', expect.stringMatching(/^ {7}_ENV = \{/), '       up = "captured"']);
  });
});
