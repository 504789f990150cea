/** Watching variables and fields: which writes are seen, once each, where the program stands then, and when a variable is gone. */
import { describe, expect, test } from 'vitest';
import type { Engine, EngineStop, LuaFrame, WatchTarget } from '../engine.ts';
import { bytes, define, marksIn, newEngine, run, stopAt, stopFromLoad } from '../testing.ts';

type Watched = 'every write' | undefined;

/** Variables by name, `name.key` for the field of a table in a variable. */
function targetOf(engine: Engine, frame: LuaFrame, path: string): WatchTarget {
  const [name = '', key] = path.split('.');
  const variable = [...engine.locals(frame)].reverse().find((one) => one.name === name) ?? engine.upvalues(frame).find((one) => one.name === name);
  const value = variable?.value ?? engine.rawGet(engine.globals, engine.string(name));
  const target =
    key !== undefined
      ? engine.fieldTarget(value, /^\d+$/.test(key) ? engine.number(Number(key)) : engine.string(key))
      : variable === undefined
        ? engine.fieldTarget(engine.globals, engine.string(name))
        : engine.variableTarget(frame, variable);
  if (target === undefined) throw new Error(`${path} cannot be watched`);
  return target;
}

/** Watches `paths` from the first arrival at `--@watch` on; tells of each write as `mark: old → new`, and of variables that are gone. */
function writesIn(text: string, paths: string, everyWrite?: Watched): string[] {
  const { lineOf, markOf } = marksIn(text);
  const seen: string[] = [];
  const names = new Map<WatchTarget, string>();
  const shown = (value: Parameters<Engine['toText']>[0]): string => engine.toText(value).replace(/: 0x\w+/, '');
  const engine: Engine = newEngine({
    loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
    stopped(stop) {
      if (stop.kind === 'line') {
        stopAt(engine, stop.line, false);
        for (const path of paths.split(' ')) {
          const target = targetOf(engine, engine.topFrame(stop.thread)!, path);
          names.set(target, path);
          engine.watch(target, everyWrite !== undefined);
        }
      }
      if (stop.kind === 'write') seen.push(...told(stop));
    },
    watchEnded: (target) => void seen.push(`${names.get(target)} gone`),
  });
  const told = ({ thread, writes }: Extract<EngineStop, { kind: 'write' }>): string[] => {
    const frame = engine.frames(thread).find(({ body }) => body !== undefined)!;
    return writes.map(({ target, old, value }) => `${markOf(frame.line)}: ${names.get(target)} ${shown(old)} → ${shown(value)}`);
  };
  define(engine, 'host', () => undefined);
  run(engine, text);
  return seen;
}

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

describe('a field', () => {
  test('is seen to change by assignments, rawset, libraries and removal, on the line that asked for it', () => {
    const text = `
local t = { n = 1, 10, 20, 30 }
host() --@watch
t.n = 1
t.n = 2 --@set
rawset(t, "n", 3) --@rawset
t.n = nil --@nil
t["n"] = "new" --@new
t[2] = 21 --@index
table.insert(t, 1, 5) --@insert
table.remove(t, 1) --@remove
table.sort(t, function(a, b) return a > b end) --@sort
table.move({ 7, 8 }, 1, 2, 1, t) --@move
setmetatable({}, { __newindex = t }).n = "through" --@through`;
    expect(writesIn(text, 't.n')).toEqual(['set: t.n 1 → 2', 'rawset: t.n 2 → 3', 'nil: t.n 3 → nil', 'new: t.n nil → new', 'through: t.n new → through']);
    expect(writesIn(text, 't.2')).toEqual(['index: t.2 20 → 21', 'insert: t.2 21 → 10', 'remove: t.2 10 → 21', 'move: t.2 21 → 8']);
  });

  test('global variables are fields', () => {
    expect(writesIn('count = 1\nhost() --@watch\ncount = count + 1 --@add\n_G.count = 5 --@field', 'count')).toEqual(['add: count 1 → 2', 'field: count 2 → 5']);
  });

  test('of a table that the host fills', () => {
    const text = 'local t = {}\nhost() --@watch\nfill(t) --@fill';
    const { lineOf } = marksIn(text);
    const frames: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
      stopped(stop) {
        if (stop.kind === 'line') engine.watch(targetOf(engine, engine.topFrame(stop.thread)!, 't.x'), false);
        else frames.push(...engine.frames(stop.thread).map(({ name, line }) => `${name} ${line}`));
      },
    });
    define(engine, 'host', () => undefined);
    define(engine, 'fill', ([table]) => engine.rawSet(table!, engine.string('x'), engine.number(1)));
    run(engine, text);
    expect(frames).toEqual(['fill 0', 'undefined 3']);
  });

  test('metamethods that are written count at once', () => {
    const text = 'local meta = {}\nlocal t = setmetatable({}, meta)\nhost(t.x) --@watch\nmeta.__index = function() return "now" end --@set';
    const { lineOf } = marksIn(text);
    const seen: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
      stopped(stop) {
        const frame = engine.topFrame(stop.thread)!;
        if (stop.kind === 'line') engine.watch(targetOf(engine, frame, 'meta.__index'), false);
        else seen.push(...engine.evaluate('t.x', frame, { deadlineMs: 1000 }).map((value) => engine.toText(value)));
      },
    });
    define(engine, 'host', () => undefined);
    run(engine, text);
    expect(seen).toEqual(['now']);
  });

  test('does not keep its table alive', () => {
    const text = 'local t = { x = 1 }\nhost() --@watch\nt = nil\nhost() --@after';
    const { lineOf } = marksIn(text);
    let target: WatchTarget | undefined;
    const alive: boolean[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => (stopFromLoad(engine, main, lineOf('watch')), stopFromLoad(engine, main, lineOf('after'))),
      stopped(stop) {
        target ??= targetOf(engine, engine.topFrame(stop.thread)!, 't.x');
        if (alive.length === 0) engine.watch(target, true);
        engine.collectGarbage();
        alive.push(target.isAlive);
      },
    });
    define(engine, 'host', () => undefined);
    run(engine, text);
    expect(alive).toEqual([true, false]);
  });
});

describe('watching', () => {
  test('asks at every write when told to, changed or not', () => {
    expect(writesIn('local x, t = 1, { k = 1 }\nhost() --@watch\nx = 1 --@x\nt.k = 1 --@k\nrawset(t, "k", 1) --@raw', 'x t.k', 'every write')).toEqual([
      'x: x 1 → 1', 'k: t.k 1 → 1', 'raw: t.k 1 → 1', 'x gone',
    ]);
  });

  test('tells 1 from 1.0, and NaN from nothing else', () => {
    expect(writesIn('local x = 1\nx = 1.0 --@watch\nx = 0/0 --@nan\nx = 0/0\nx = "a" .. "b" --@text\nx = "ab"', 'x')).toEqual(['watch: x 1 → 1.0', 'nan: x 1.0 → nan', 'text: x nan → ab', 'x gone']);
  });

  test('what the debugger writes is no write', () => {
    const text = 'local x, t = 1, {}\nlocal function set(v) x = v t.k = v end\nhost() --@watch\nx = 1 --@same\nhost()';
    const { lineOf } = marksIn(text);
    const seen: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => (stopFromLoad(engine, main, lineOf('watch')), stopFromLoad(engine, main, lineOf('same'))),
      stopped(stop) {
        const frame = engine.topFrame(stop.thread)!;
        if (stop.kind === 'write') seen.push(...stop.writes.map(({ old, value }) => `${engine.toText(old)} → ${engine.toText(value)}`));
        else if (stop.kind === 'line' && stop.line === lineOf('watch')) for (const path of ['x', 't.k']) engine.watch(targetOf(engine, frame, path), false);
        else if (stop.kind === 'line') engine.evaluate('set(7)', frame, { deadlineMs: 1000 });
      },
    });
    define(engine, 'host', () => undefined);
    run(engine, text);
    expect(seen).toEqual(['7 → 1']); // the program's own, of what the debugger had set
  });

  test('ended leaves the code as it was', () => {
    const text = 'local x, t = 1, {}\nlocal function set(v) x = v end\nhost() --@watch\nx = 2 t.k = 1 set(3)\nfor i = 1, 2 do local y = i end\nreturn x';
    const { lineOf } = marksIn(text);
    let stops = 0;
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
      stopped(stop) {
        stops++;
        stopAt(engine, lineOf('watch'), false);
        for (const path of ['x', 't.k']) engine.watch(targetOf(engine, engine.topFrame(stop.thread)!, path), true)();
      },
    });
    define(engine, 'host', () => undefined);
    expect(run(engine, text)).toEqual(['3']);
    expect(stops).toBe(1);
  });

  test('a stop on the next line comes after it, with a step that ended there', () => {
    const text = 'local x = 1\nx = 2 --@watch\nlocal y = x --@next';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => (stopFromLoad(engine, main, lineOf('watch')), stopFromLoad(engine, main, lineOf('next'))),
      stopped(stop) {
        const frame = engine.topFrame(stop.thread)!;
        stops.push(`${stop.kind} ${markOf(frame.line)}`);
        if (stops.length === 1) engine.watch(targetOf(engine, frame, 'x'), false);
        if (stop.kind === 'write') engine.armStep('over');
        if (stop.kind === 'line' && stop.stepDone) stops.push('stepped');
      },
    });
    run(engine, text);
    expect(stops).toEqual(['line watch', 'write watch', 'line next', 'stepped']);
  });

  test('a step over from inside of a library function goes to the next line of its caller', () => {
    const text = 'local t = {}\nlocal n = rawset(t, "k", 2).k + 1 --@watch\nlocal m = n --@next';
    const { lineOf, markOf } = marksIn(text);
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
      stopped(stop) {
        const frame = engine.frames(stop.thread).find(({ body }) => body !== undefined)!;
        stops.push(`${stop.kind} ${markOf(frame.line)}`);
        if (stop.kind === 'line') engine.watch(targetOf(engine, frame, 't.k'), false);
        if (stop.kind === 'write') engine.armStep('over');
      },
    });
    run(engine, text);
    expect(stops).toEqual(['line watch', 'write watch', 'step next']);
  });

  test('goes on in functions whose code is replaced', () => {
    const text = (step: number): string => `
local count, t = 0, { n = 0 }
local function add()
  count = count + ${step} t.n = count --@add
end
host() --@watch
add()
edit()
add() --@last`;
    const { lineOf, markOf } = marksIn(text(1));
    const seen: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
      stopped(stop) {
        const frame = engine.topFrame(stop.thread)!;
        if (stop.kind === 'write') seen.push(...stop.writes.map(({ old, value }) => `${markOf(frame.line)}: ${engine.toText(old)} → ${engine.toText(value)}`));
        if (stop.kind === 'line') for (const path of ['count', 't.n']) engine.watch(targetOf(engine, frame, path), false);
      },
    });
    define(engine, 'host', () => undefined);
    const program = engine.load(bytes(text(1)), '@/spells/test.lua');
    define(engine, 'edit', () => {
      const compiled = engine.functionBody(engine.load(bytes(text(10)), '@/spells/test.lua'))!;
      const chunk = engine.functionBody(program)!;
      engine.replaceCode(chunk, compiled, new Map([[compiled, [chunk]], [compiled.children[0]!, [chunk.children[0]!]]]));
    });
    engine.call(program, []);
    expect(seen).toEqual(['add: 0 → 1', 'add: 0 → 1', 'add: 1 → 11', 'add: 1 → 11']);
  });
});
