/** Steps, scenario by scenario: where each one ends. A scenario stops at a mark once and then takes its steps. */
import { describe, expect, test } from 'vitest';
import type { Engine, StepKind } from '../../engine.ts';
import { marksIn, newEngine, run, stopAt, stopFromLoad } from '../../testing.ts';

const LIBRARY = `
local function sum(a, b)
  local total = a + b --@sum1
  return total --@sum2
end
local function generator(x)
  local y = coroutine.yield(x + 1) --@gen1
  local z = coroutine.yield(y + 1) --@gen2
  return z --@gen3
end
local function failing()
  local nothing = nil --@fail1
  return nothing.field --@fail2
end
`;

const SCRIPTS = {
  calls: `
local a = sum(1, 2) --@a
local b = sum(a, 3) --@b
return a + b --@c`,
  resume: `
local co = coroutine.create(generator) --@a
local ok, v = coroutine.resume(co, 1) --@b
ok, v = coroutine.resume(co, v) --@c
ok, v = coroutine.resume(co, v) --@d
return v --@e`,
  wrap: `
local next = coroutine.wrap(generator) --@a
local a = next(1) --@b
local b = next(a) --@c
return a + b --@d`,
  errorInCoroutine: `
local co = coroutine.create(failing) --@a
local ok, message = coroutine.resume(co) --@b
return message --@c`,
  errorThroughWrap: `
local start = coroutine.wrap(failing) --@a
local ok, message = pcall(function()
  start() --@b
  return 1 --@c
end)
return message --@d`,
  tailCall: `
local function last(n)
  return n + 1 --@last
end
local function first(n)
  return last(n) --@first
end
local a = first(1) --@a
return a --@b`,
  pcall: `
local ok = pcall(failing) --@a
return ok --@b`,
  xpcall: `
local ok = xpcall(failing, function(message)
  return message --@handler
end) --@a
return ok --@b`,
  iterator: `
local function iterate(limit, i)
  i = i + 1 --@it1
  if i <= limit then return i end --@it2
end --@it3
local n = 0 --@a
for i in iterate, 2, 0 do --@head
  n = n + i --@body
end
return n --@after`,
  metamethods: `
local meta = {__index = function(t, key)
  return key --@index
end, __lt = function(a, b)
  return true --@less
end, __concat = function(a, b)
  return "joined" --@concat
end}
local object = setmetatable({}, meta)
local a = object.name --@a
if object < object then --@b
  a = object .. "x" --@c
end
return a --@d`,
  sort: `
local function less(a, b)
  return a < b --@compare
end
local t = {3, 1, 2} --@a
table.sort(t, less) --@b
return t[1] --@c`,
  gsub: `
local r = ("ab"):gsub(".", function(c)
  return c .. c --@callback
end)
return r --@a`,
  recursion: `
local function depth(n)
  if n == 0 then return 0 end --@test
  local r = depth(n - 1) --@call
  return r + 1 --@back
end
return (depth(3)) --@a`,
  loops: `
local s = 0 --@a
for i = 1, 2 do --@head
  s = s + i --@body
end
while s < 5 do s = s + 1 end --@while
return s --@b`,
  yieldInPcall: `
local co = coroutine.wrap(function()
  local ok = pcall(function()
    coroutine.yield(1) --@yield
    error("stop") --@raise
  end)
  return 2 --@caught
end)
co() --@a
co() --@b
return 1 --@c`,
  nested: `
local inner = coroutine.wrap(function()
  coroutine.yield(1) --@inner1
  return 2 --@inner2
end)
local outer = coroutine.wrap(function()
  local a = inner() --@outer1
  coroutine.yield(a) --@outer2
  return inner() --@outer3
end)
local x = outer() --@a
local y = outer() --@b
return x + y --@c`,
  repeatAndGoto: `
local n = 0 --@a
repeat
  local odd = n % 2 == 1 --@odd
  n = n + 1 --@count
until odd --@until
::again:: --@label
n = n + 1 --@next
if n < 5 then goto again end --@goto
while n > 4 do --@while
  n = n - 1 --@down
end
return n --@b`,
  oneLine: `
local function twice(x) return x * 2 end
local a = twice(1) + twice(2) --@a
local b = select("#", pcall(error)) --@b
return a + b --@c`,
  caughtFurtherUp: `
local function middle() failing() end
local function outer()
  local ok = pcall(middle) --@outer1
  return ok --@outer2
end
local r = outer() --@a
return r --@b`,
  recursiveCoroutine: `
local function walk(n)
  if n > 0 then walk(n - 1) end --@walk
  coroutine.yield(n) --@yielded
end
local next = coroutine.wrap(function() walk(2) end) --@a
local x = next() --@b
local y = next() --@c
return x + y --@d`,
} as const;

/** Script, mark to stop at, steps, marks of all stops (the first one included). */
const SCENARIOS: readonly (readonly [string, keyof typeof SCRIPTS, string, string, string])[] = [
  ['over a call', 'calls', 'a', 'over over', 'a b c'],
  ['in, over, out', 'calls', 'a', 'in over out', 'a sum1 sum2 b'],
  ['over the end of a function leads to its caller', 'calls', 'a', 'in over over over', 'a sum1 sum2 b c'],
  ['in into a coroutine by resume', 'resume', 'b', 'in over', 'b gen1 c'],
  ['over resume', 'resume', 'b', 'over over over', 'b c d e'],
  ['in into a coroutine that goes on', 'resume', 'c', 'in over', 'c gen2 c'],
  ['out of a coroutine', 'resume', 'gen2', 'out', 'gen2 c'],
  ['over a yield', 'resume', 'gen1', 'over', 'gen1 c'],
  ['over the end of a coroutine', 'resume', 'gen3', 'over over', 'gen3 d e'],
  ['in through wrap', 'wrap', 'b', 'in over over', 'b gen1 c d'],
  ['in into wrap again', 'wrap', 'c', 'in over', 'c gen2 d'],
  ['over an error in a coroutine', 'errorInCoroutine', 'fail2', 'over over', 'fail2 c'],
  ['over an error that wrap passes to pcall', 'errorThroughWrap', 'fail2', 'over over', 'fail2 d'],
  ['over a call that raises', 'errorThroughWrap', 'b', 'over', 'b d'],
  ['in through a tail call', 'tailCall', 'a', 'in in over', 'a first last b'],
  ['over a tail call', 'tailCall', 'first', 'over', 'first b'],
  ['out of a tail call', 'tailCall', 'last', 'out over', 'last b'],
  ['over an error that pcall catches', 'pcall', 'fail2', 'over over', 'fail2 b'],
  ['over pcall', 'pcall', 'a', 'over', 'a b'],
  ['in through pcall', 'pcall', 'a', 'in over over', 'a fail1 fail2 b'],
  ['in into a message handler', 'xpcall', 'fail2', 'in over', 'fail2 handler b'],
  ['in into an iterator', 'iterator', 'head', 'in over over over', 'head it1 it2 body head'],
  ['over an iterator', 'iterator', 'head', 'over over over over over', 'head body head body head after'],
  ['out of an iterator', 'iterator', 'it1', 'out', 'it1 body'],
  ['in into __index', 'metamethods', 'a', 'in over', 'a index b'],
  ['in into __lt', 'metamethods', 'b', 'in over', 'b less c'],
  ['out of __lt', 'metamethods', 'less', 'out', 'less c'],
  ['in into __concat', 'metamethods', 'c', 'in out', 'c concat d'],
  ['over sort', 'sort', 'b', 'over', 'b c'],
  ['in into sort', 'sort', 'b', 'in', 'b compare'],
  ['out of sort', 'sort', 'compare', 'out', 'compare c'],
  ['out of a gsub callback', 'gsub', 'callback', 'out', 'callback a'],
  ['over a recursive call stays in its activation', 'recursion', 'call', 'over', 'call back'],
  ['over loops', 'loops', 'a', 'over over over over over over', 'a head body head body head while'],
  ['over in pcall in a coroutine', 'yieldInPcall', 'raise', 'over over', 'raise caught c'],
  ['in through nested coroutines', 'nested', 'a', 'in in over', 'a outer1 inner1 outer2'],
  ['out of nested coroutines', 'nested', 'inner1', 'out out', 'inner1 outer2 b'],
  ['over repeat, goto and while', 'repeatAndGoto', 'a', 'over over over over over over over over over over over over over over over', 'a odd count until odd count until next goto next goto next goto while down while'],
  ['over an error caught further up', 'caughtFurtherUp', 'fail2', 'over over over', 'fail2 outer2 b'],
  ['out of a function whose error is caught further up', 'caughtFurtherUp', 'fail1', 'out', 'fail1 outer2'],
  ['over metamethods', 'metamethods', 'a', 'over over over', 'a b c d'],
  ['over a gsub callback and its end', 'gsub', 'callback', 'over', 'callback a'],
  ['in into one-line functions', 'oneLine', 'a', 'in in in', 'a line 16 a line 16'],
  ['over calls that raise in host functions', 'oneLine', 'b', 'over', 'b c'],
  ['over a yield deep in a recursion', 'recursiveCoroutine', 'yielded', 'over over', 'yielded c d'],
];

function follow(script: keyof typeof SCRIPTS, start: string, steps: readonly string[]): string[] {
  const text = LIBRARY + SCRIPTS[script];
  const { lineOf, markOf } = marksIn(text);
  const stops: string[] = [];
  const left = [...steps];
  const engine: Engine = newEngine({
    loaded: (main) => stopFromLoad(engine, main, lineOf(start)),
    stopped(stop) {
      if (stop.kind !== 'line' && stop.kind !== 'step') return;
      stops.push(markOf(stop.line));
      if (stop.kind === 'line') stopAt(engine, stop.line, false);
      const next = left.shift();
      if (next !== undefined) engine.armStep(next as StepKind);
    },
  });
  run(engine, text);
  return stops;
}

describe('steps', () => {
  test.each(SCENARIOS)('%s', (_name, script, start, steps, stops) => {
    expect(follow(script, start, steps.split(' ')).join(' ')).toBe(stops);
  });

  test('out comes back to the calling line while that line has something to do', () => {
    const text = 'function double(n)\n  return n * 2 --@in\nend\nresult = double(1) + double(2) --@a\nreturn result --@b';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('in')),
      stopped(stop) {
        if (stop.kind !== 'line' && stop.kind !== 'step') return;
        stops.push(markOf(stop.line));
        stopAt(engine, lineOf('in'), false);
        if (stops.length < 4) engine.armStep(stops.length === 1 ? 'out' : 'over');
      },
    });
    run(engine, text);
    expect(stops).toEqual(['in', 'a', 'b']);
  });

  test('a step stays armed over a breakpoint that lets the program go on', () => {
    const text = 'local function f(n)\n  return n --@in\nend\nlocal a = f(1) --@a\nreturn a --@b';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => {
        stopFromLoad(engine, main, lineOf('a'));
        stopFromLoad(engine, main, lineOf('in'));
      },
      stopped(stop) {
        if (stop.kind !== 'line' && stop.kind !== 'step') return;
        stops.push(`${stop.kind} ${markOf(stop.line)}`);
        if (stops.length === 1) engine.armStep('over');
      },
    });
    run(engine, text);
    expect(stops).toEqual(['line a', 'line in', 'step b']);
  });

  test('disarmed, a step ends nowhere', () => {
    const text = 'local a = 1 --@a\na = a + 1\nreturn a';
    const { lineOf } = marksIn(text);
    let stops = 0;
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('a')),
      stopped() {
        stops++;
        engine.armStep('in');
        engine.disarmStep();
      },
    });
    expect(run(engine, text)).toEqual(['2']);
    expect(stops).toBe(1);
  });

  test('a callback that JavaScript repeats is another activation: a step over its end does not stop in the next one', () => {
    const text = 'local function item(n)\n  return n --@in\nend\neach(item) --@a\nreturn 1 --@b';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('in')),
      stopped(stop) {
        if (stop.kind !== 'line' && stop.kind !== 'step') return;
        stops.push(markOf(stop.line));
        stopAt(engine, lineOf('in'), false);
        if (stops.length === 1) engine.armStep('over');
      },
    });
    engine.rawSet(
      engine.globals,
      engine.string('each'),
      engine.native('each', ([fn]) => {
        for (let i = 0; i < 3; i++) engine.call(fn as never, [engine.number(i)]);
      }),
    );
    run(engine, text);
    expect(stops).toEqual(['in', 'b']);
  });
});
