/** What a script can do to use up memory, time and stack: it ends with an error that says so, and what it could catch it has caught. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox, type Ended } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

function run(script: string, config: string): Promise<Ended> {
  box.file('llmspell.toml', config);
  return box.llmspell('run', box.file('main.lua', script)).ended;
}

describe('memory', () => {
  const CONFIG = '[kernel.limits]\nmax_memory_mb = 16\n';

  it.each([
    ['a string that doubles', 'local s = "x" while true do s = s .. s end'],
    ['a string that gsub doubles', 'local s = "x" while true do s = s:gsub("x", "xx") end'],
    ['a table of numbers', 'local t, i = {}, 0 while true do i = i + 1 t[i] = i end'],
    ['a table of names', 'local t, i = {}, 0 while true do i = i + 1 t["name" .. i] = i end'],
    ['closures', 'local t = {} while true do local n = #t t[n + 1] = function() return n end end'],
    ['coroutines', 'local t = {} while true do local c = coroutine.wrap(function() coroutine.yield() end) c() t[#t + 1] = c end'],
    ['results of table.concat', 'local t = {} for i = 1, 10000 do t[i] = "0123456789" end local all = {} while true do all[#all + 1] = table.concat(t) .. #all end'],
    ['one result of string.rep', 'string.rep("x", 64 << 20)'],
    ['one result of string.format', 'local x = ("x"):rep(1 << 20) local t = {} for i = 1, 40 do t[i] = x end string.format(("%s"):rep(40), table.unpack(t))'],
  ])('%s', async (_name, script) => {
    const { code, stdout, stderr } = await run(`print("before")\n${script}\n`, CONFIG);
    expect([code, stdout]).toEqual([1, 'before\n']);
    expect(stderr).toMatch(/^(\S+main\.lua:2: )?not enough memory\n/);
    expect(stderr).toContain(`the script kept more in memory than max_memory_mb = 16 under [kernel.limits] in ${box.folder}/llmspell.toml:2 allows.`);
  });
});

describe('recursion', () => {
  it.each([
    ['Lua', 'local function f() return 1 + f() end return pcall(f)'],
    ['a metamethod', 'local t = setmetatable({}, {}) getmetatable(t).__index = function(self, k) return self[k .. "x"] end return pcall(function() return t.a end)'],
    ['__tostring', 'local t = setmetatable({}, {}) getmetatable(t).__tostring = function(self) return tostring(self) end return pcall(tostring, t)'],
    ['pcall', 'local function f() local ok, e = pcall(f) error(e, 0) end return pcall(f)'],
    ['a coroutine in a coroutine', 'local function f() local ok, e = coroutine.resume(coroutine.create(f)) error(e, 0) end return pcall(f)'],
    ['a sort in a sort', 'local function f() table.sort({ 1, 2, 3 }, function() f() end) end return pcall(f)'],
    ['a gsub in a gsub', 'local function f() return (("x"):gsub("x", f)) end return pcall(f)'],
    ['load', 'return load("return " .. ("("):rep(300000))'],
    ['a pattern', 'return pcall(string.find, ("x"):rep(1000), ("x?"):rep(1000))'],
  ])('of %s is an error that the script can catch', async (_name, body) => {
    const { code, stdout, stderr } = await run(`local ok, e = (function() ${body} end)()\nprint(ok, e)\n`, '');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^(false|nil)\t.*(overflow|too complex|too many C levels)/);
  });

  it.each([
    ['', 'pcall(f)'],
    [' in a coroutine', 'coroutine.resume(coroutine.create(f))'],
  ])('leaves the script alive also where the memory ends before the stack%s', async (_where, call) => {
    const { code, stdout, stderr } = await run(`local function f() return f() + 1 end\nprint(${call})\nprint("alive")\n`, '[kernel.limits]\nmax_memory_mb = 64\n');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^false\t.*(stack overflow|not enough memory)\nalive\n$/);
  });

  it('that nobody catches ends the script with its traceback', async () => {
    const { code, stderr } = await run('local function f() return 1 + f() end\nf()\n', '');
    expect(code).toBe(1);
    expect(stderr).toMatch(/main\.lua:1: stack overflow/);
    expect(stderr.split('\n').length).toBeLessThan(40);
  });
});

describe('time, in one call of a library function that does not come back', () => {
  it.each([
    ['a pattern that tries everything', 'string.find(("a"):rep(5000), ("a*"):rep(50) .. "b")'],
    ['a pattern over a long text', 'string.find(("a"):rep(3000000), ".-b")'],
    ['a sort of much', 'local t = {} for i = 1, 100000 do t[i] = i end for i = 1, 1000 do table.sort(t) end'],
    ['a comparison without end', 'table.sort({ 3, 2, 1 }, function() while true do end end)'],
    ['what catches every error', 'while true do pcall(function() while true do end end) end'],
  ])('%s', async (_name, script) => {
    const { code, stdout, stderr } = await run(`print("before")\n${script}\n`, '[kernel]\nmax_execution_time_secs = 0.5\n');
    expect([code, stdout]).toEqual([1, 'before\n']);
    expect(stderr).toMatch(/^the script ran longer than max_execution_time_secs = 0\.5 under \[kernel\] in \S+\/llmspell\.toml:2 allows\. /);
  });
});
