/** Watched variables: which writes are seen, once each, where the program stands then, and when a variable is gone. */
import { describe, expect, test } from 'vitest';
import type { Engine, WatchTarget } from '../../engine.ts';
import { marksIn, newEngine, run, stopFromLoad } from '../../testing.ts';
import { targetOf, writesIn } from './watched-writes.ts';

describe('a local variable', () => {
  test('is seen to change by any instruction, on the line that did it', () => {
    const text = `
local x, y = 1, 2
y = 3 --@watch
x = 2 --@constant
x = x + y --@arithmetic
x = x + 0
x = nil --@nil
x = y == 3 --@comparison
x = x and "text" --@and
x = (function(...) return ... end)(7) --@call
x, y = y, x --@both
x = {} --@table
x = -y --@minus
x = "a" .. y --@concat
x = #x --@length
x = host --@global
x = ({ k = 5 }).k --@field`;
    expect(writesIn(text, 'x')).toEqual([
      'constant: x 1 → 2',
      'arithmetic: x 2 → 5',
      'nil: x 5 → nil',
      'comparison: x nil → true',
      'and: x true → text',
      'call: x text → 7',
      'both: x 7 → 3',
      'table: x 3 → table',
      'minus: x table → -7',
      'concat: x -7 → a7',
      'length: x a7 → 2',
      'global: x 2 → function',
      'field: x function → 5',
      'x gone',
    ]);
  });
});

describe('a variable of a loop', () => {
  test('counts the first value of each round, seen where its scope begins', () => {
    const text = `
for i = 1, 3 do
  local half = i / 2 --@watch
  host(half) --@body
end`;
    expect(writesIn(text, 'i')).toEqual(['watch: i 1 → 2', 'watch: i 2 → 3', 'i gone']);
    expect(writesIn(text.replace('--@watch', '').replace('--@body', '--@watch'), 'half')).toEqual(['watch: half 0.5 → 1.0', 'watch: half 1.0 → 1.5', 'half gone']);
  });

  test('of a generic for, with a loop inside that comes back to the same instruction', () => {
    const text = `
for k, v in ipairs({ "a", "b" }) do
  while v do --@watch
    v = nil --@nil
  end
end`;
    expect(writesIn(text, 'k v', 'every write')).toEqual(['nil: v a → nil', 'watch: k 1 → 2', 'watch: v nil → b', 'nil: v b → nil', 'k gone', 'v gone']);
  });

  test('initialised by several instructions counts once', () => {
    const text = `
for round = 1, 2 do
  local x = round == 1 and "one" or
    round
  local a, b = host(), round
  host(x, b) --@watch
end`;
    expect(writesIn(text, 'x b', 'every write')).toEqual(['line 5: x one → 2', 'watch: b 1 → 2', 'x gone', 'b gone']);
  });
});

describe('a captured variable', () => {
  test('is seen wherever a closure writes it: in callees, coroutines, after its function has returned', () => {
    const text = `
local function counter()
  local count = 0
  local function add() count = count + 1 end --@add
  add() --@watch
  count = 10 --@own
  return function() add() count = count * 2 end --@twice
end
local twice = counter()
twice()
coroutine.wrap(function() coroutine.yield() end)()
local co = coroutine.wrap(function() twice() coroutine.yield() twice() end)
co() co()`;
    expect(writesIn(text, 'count')).toEqual([
      'add: count 0 → 1', 'own: count 1 → 10',
      'add: count 10 → 11', 'twice: count 11 → 22',
      'add: count 22 → 23', 'twice: count 23 → 46',
      'add: count 46 → 47', 'twice: count 47 → 94',
    ]);
  });

  test('is one target, come to as local or as upvalue, running or closed', () => {
    const text = `
local total = 0
local function add(n) total = total + n end --@watch
add(1)
total = 5 --@main
add(2)`;
    expect(writesIn(text, 'total')).toEqual(['watch: total 0 → 1', 'main: total 1 → 5', 'watch: total 5 → 7']);
    const closed = `
local function make()
  local n = 0
  return function() n = n + 1 end, function(v) n = v end --@set
end
local add, set = make()
local function other() local n = 1 return function() n = 2 end end
local function call(f, ...) f(...) end
add() --@other
set(1) other()()
add()`;
    const { lineOf } = marksIn(closed);
    const targets = new Set<WatchTarget>();
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('set')),
      stopped(stop) {
        if (stop.kind === 'line' && engine.topFrame(stop.thread)!.body!.lineDefined === lineOf('set')) targets.add(targetOf(engine, engine.topFrame(stop.thread)!, 'n'));
      },
    });
    run(engine, closed);
    expect(targets.size).toBe(1);
  });

  test('is told from others: of another call, another round, the same name in another block', () => {
    const text = `
local function make(start)
  local n = start
  local set = function(v) n = v end --@set
  if start == 2 then host() end --@watch
  do local n = 0 local inner = function() n = n + 1 end inner() end
  return set
end
local one = make(1)
local two = make(2)
one(5)
two(6)`;
    // The first call stops there too: it is the one that is watched.
    expect(writesIn(text, 'n')).toEqual(['set: n 1 → 5']);
  });

  test('that is a local function sees itself', () => {
    const text = `
local function once() once = nil end --@once
host() --@watch
once()`;
    expect(writesIn(text, 'once')).toEqual(['once: once function → nil']);
  });
});

describe('an activation', () => {
  test('is watched alone: recursion writes its own variables', () => {
    const text = `
local function down(n)
  local left = n
  host() --@watch
  if n > 0 then down(n - 1) end
  left = left + 1 --@add
end
down(2)`;
    expect(writesIn(text, 'left n', 'every write')).toEqual(['add: left 2 → 3', 'left gone', 'n gone']);
  });

  test('is over with a tail call, too', () => {
    expect(writesIn('local function g() return 1 end\nlocal function f(x)\n  x = x + 0 --@watch\n  return g(x)\nend\nf(1)', 'x')).toEqual(['x gone']);
  });

  test('unwound by an error leaves a target that is not alive', () => {
    const text = 'pcall(function()\n  local x = 1\n  x = 2 --@watch\n  error("x")\nend)\nlocal after = 1 --@after';
    const { lineOf } = marksIn(text);
    const alive: boolean[] = [];
    let target: WatchTarget | undefined;
    const engine: Engine = newEngine({
      loaded: (main) => (stopFromLoad(engine, main, lineOf('watch')), stopFromLoad(engine, main, lineOf('after'))),
      stopped(stop) {
        if (stop.kind !== 'line') return;
        target ??= targetOf(engine, engine.topFrame(stop.thread)!, 'x');
        alive.push(target.isAlive);
      },
    });
    run(engine, text);
    expect(alive).toEqual([true, false]);
  });

  test('goes on after a yield inside of the instruction that writes', () => {
    const text = `
local slow = setmetatable({}, { __add = function(_, v) coroutine.yield() return v + 1 end, __index = function(_, k) coroutine.yield() return k end })
local co = coroutine.wrap(function()
  local x = 1
  x = slow + 5 --@watch
  x = slow.key --@index
  x = (coroutine.yield()) --@yield
end)
co() co() co() co("sent")`;
    expect(writesIn(text, 'x')).toEqual(['watch: x 1 → 6', 'index: x 6 → key', 'yield: x key → sent', 'x gone']);
  });
});
