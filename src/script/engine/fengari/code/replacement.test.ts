/** New code in functions that exist: who holds them, what they captured, and which of them are running does not matter. */
import { describe, expect, test } from 'vitest';
import type { CodeReplacement, Engine, FunctionBody } from '../../engine.ts';
import { bytes, define, newEngine, run, stopAt } from '../../testing.ts';

const NAME = '@/spells/edited.lua';

/** Pairs functions by their place: the names in a text are the debugger's business. */
function pairsOf(old: FunctionBody, compiled: FunctionBody, pairs = new Map<FunctionBody, FunctionBody[]>()): Map<FunctionBody, FunctionBody[]> {
  pairs.set(compiled, [old]);
  compiled.children.forEach((child, index) => old.children[index] && pairsOf(old.children[index], child, pairs));
  return pairs;
}

class Edited {
  readonly engine: Engine;
  readonly seen: string[] = [];
  chunk!: FunctionBody;
  last!: CodeReplacement;

  constructor() {
    this.engine = newEngine();
    define(this.engine, 'see', (args) => void this.seen.push(args.map((arg) => this.engine.toText(arg)).join(' ')));
  }

  run(text: string): string[] {
    const main = this.engine.load(bytes(text), NAME);
    this.chunk = this.engine.functionBody(main)!;
    return this.engine.call(main, []).map((value) => this.engine.toText(value));
  }

  /** `edit()` in Lua replaces the text by the next of these. */
  onEdit(...texts: string[]): this {
    define(this.engine, 'edit', () => void this.replace(texts.shift()!));
    return this;
  }

  /** `earlier`: functions of texts before the last one, by the place of the one they are. */
  replace(text: string, earlier: ReadonlyMap<number, FunctionBody> = new Map()): CodeReplacement {
    const compiled = this.engine.functionBody(this.engine.load(bytes(text), NAME))!;
    const pairs = pairsOf(this.chunk, compiled);
    for (const [index, body] of earlier) pairs.get(compiled.children[index]!)!.push(body);
    this.last = this.engine.replaceCode(this.chunk, compiled, pairs);
    this.chunk = this.last.main;
    return this.last;
  }

  kinds(): string[] {
    return this.last.changes.map(({ before, kind, isRunning, missing }) => `${before.lineDefined} ${kind}${isRunning ? ' running' : ''}${missing.length ? ` ${missing.join(' ')}` : ''}`).sort();
  }
}

const edited = (...texts: string[]): Edited => {
  const [first, ...rest] = texts;
  const scene = new Edited().onEdit(...rest);
  scene.run(first!);
  return scene;
};

describe('a function that is not running', () => {
  test('runs its new code, whoever holds it', () => {
    const text = (answer: number) => `
local function f() return ${answer} end
local held = { f, g = function() return ${answer} + 1 end }
see(f(), held[1](), held.g())
edit()
see(f(), held[1](), held.g())`;
    const { seen, kinds, last } = ((scene) => ({ seen: scene.seen, kinds: scene.kinds(), last: scene.last }))(edited(text(1), text(10)));
    expect(seen).toEqual(['1 1 2', '10 10 11']);
    expect(kinds).toEqual(['0 unchanged', '2 replaced', '3 replaced']);
    expect(last.main.children).toHaveLength(2);
  });

  test('keeps what it has captured, in whatever order the new code uses it', () => {
    const text = (body: string) => `
local a, b, c = 1, 2, 3
local function f(x) ${body} end
f(1)
edit()
f(10)
see(a, b, c)`;
    const { seen } = edited(text('a = a + x; b = b + x; see(a, b)'), text('b = b * x; local function inner() a = a - x return a, b end; see(inner())'));
    expect(seen).toEqual(['2 3', '-8 30', '-8 30 3']);
  });

  test('keeps a variable it does not use for a while, also in functions made meanwhile', () => {
    const text = (body: string) => `
local fs = {}
local function make(n)
  local count = n
  return function() ${body} end
end
fs[1] = make(10)
edit()
fs[2] = make(20)
see(fs[1](), fs[2]())
edit()
see(fs[1](), fs[2]())`;
    const { seen } = edited(text('count = count + 1 return count'), text('return "none"'), text('count = count + 2 return count'));
    expect(seen).toEqual(['none none', '12 22']);
  });

  test('gets functions of its own, and parameters, varargs, locals as it likes', () => {
    const text = (head: string, body: string) => `
local function f${head} ${body} end
see(f(1, 2, 3))
edit()
see(f(1, 2, 3))`;
    const { seen } = edited(text('(a)', 'return a'), text('(a, ...)', 'local t = { ... } local function sum(s, ...) if not ... then return s end return s + sum(...) end return sum(a, ...), #t'));
    expect(seen).toEqual(['1', '6 2']);
  });
});

describe('a function that is running', () => {
  test('ends with its old code, and is called with the new one', () => {
    const text = (word: string) => `
local function f(n)
  local t = { n }
  if n == 1 then edit() end
  local function inner() return "${word}" end
  t[2] = inner()
  if n < 3 then f2(n + 1) end
  see("${word}", n, #t, inner(), (select("#", n)))
end
f2 = f
f(1)
f(1)`;
    const scene = new Edited().onEdit(text('new word'), text('newest'));
    scene.run(text('old'));
    expect(scene.seen).toEqual([
      'new word 3 2 new word 1',
      'new word 2 2 new word 1',
      'old 1 2 new word 1',
      'newest 3 2 newest 1',
      'newest 2 2 newest 1',
      'new word 1 2 newest 1',
    ]);
    expect(scene.kinds()).toEqual(['0 unchanged', '2 replaced running', '5 replaced']);
  });

  test('goes on after a metamethod, a pcall, a sort and a yield in the middle of an expression', () => {
    const text = (word: string) => `
local object = setmetatable({}, { __concat = function(a, b) edit() return "joined ${word}" end, __lt = function() return true end })
local function f(...)
  local before = { "${word}", ... }
  local all = (object .. "x") .. " ${word}"
  local g = function() return #before .. "${word}" end
  local ok, value = pcall(function(...) return "${word}" .. select("#", ...) end, ...)
  return before[1], all, g(), value, select("#", ...)
end
see(f(1, 2, 3))
see(f(1, 2, 3))
local co = coroutine.wrap(function(...)
  local first = "${word}"
  coroutine.yield(first)
  local g = function() return first end
  return g(), "${word}"
end)
see(co())
edit()
see(co())`;
    const { seen } = edited(text('a'), text('bb'), text('ccc'), text('dddd'));
    expect(seen).toEqual(['a joined a a 4bb bb3 3', 'bb joined bb bb 4ccc ccc3 3', 'ccc', 'ccc ccc']);
  });

  test('whose own text is the same runs on where it is, on its new lines', () => {
    const text = (above: string, word: string) => `${above}
local function f()
  edit()
  return "${word}"
end
local result = f()
see(result, f())
see(debug.getinfo(1, "l").currentline, debug.getinfo(f, "S").linedefined)`;
    const { seen, chunk } = edited(text('', 'old'), text('-- one\n-- two\n', 'new'), text('-- one\n-- two\n', 'new'));
    expect(seen).toEqual(['old new', '10 4']);
    expect(chunk.lines).toContain(10);
  });

  test('makes functions with their new code, by what it knows of them', () => {
    const text = (extra: string, word: string) => `
local a = "a"
${extra}
local b = "b"
edit()
local function late() return a .. b .. "${word}" end
see(late())
late = nil`;
    const { seen, kinds } = ((scene) => ({ seen: scene.seen, kinds: scene.kinds() }))(edited(text('', 'old'), text('local between = {}', 'new')));
    expect(seen).toEqual(['abnew']);
    expect(kinds).toEqual(['0 replaced running', '6 replaced']);
  });
});

describe('variables that the function had no use for', () => {
  test('are found in the chunk that is running, and in other functions when it has ended', () => {
    const text = (body: string) => `
local count = 5
local function other() count = count + 1 return count end
local f = function() ${body} end
shared = { f = f, other = other }`;
    const scene = new Edited();
    scene.run(text(''));
    scene.replace(text('count = count * 2 see(count) return function() return print, count end'));
    run(scene.engine, 'shared.other() shared.f() see(shared.other(), select(2, shared.f()()))');
    expect(scene.seen).toEqual(['12', '26', '13 26']);
    expect(scene.kinds()).toEqual(['0 unchanged', '3 unchanged', '4 replaced']);
  });

  test('are those of the one chunk that has run, or it is refused', () => {
    const text = (body: string) => `
local count = 5
local f = function() ${body} end
local function keep() return count end
held = held or {}
held[#held + 1] = { f, keep }`;
    const scene = new Edited();
    const main = scene.engine.load(bytes(text('')), NAME);
    scene.chunk = scene.engine.functionBody(main)!;
    scene.engine.call(main, []);
    scene.engine.call(main, []);
    scene.replace(text('return count'));
    expect(scene.kinds()).toEqual(['0 unchanged', '3 refused count', '4 unchanged']);
    expect(run(scene.engine, 'return held[1][1]() or held[2][1]()')).toEqual(['nil']);
  });

  test('of an outer function are refused for the functions that are there, not for those made from now on', () => {
    const text = (body: string) => `
local function make(n)
  local m = n + 1
  return function() return ${body} end
end
held = { make(1) }
edit()
held[2] = make(2)
see(held[1](), held[2]())`;
    const { seen, kinds } = ((scene) => ({ seen: scene.seen, kinds: scene.kinds() }))(edited(text('n'), text('m')));
    expect(seen).toEqual(['1 3']);
    expect(kinds).toEqual(['0 unchanged', '2 unchanged', '4 refused m']);
  });

  test('a function that was refused gets the next code that it can run', () => {
    const text = (n: string, above = '') => `${above}
local shared = 100
held = held or function() shared = shared + 1 return ${n} end`;
    const scene = new Edited();
    scene.run(text('1'));
    const { changes } = scene.replace(text('fresh', 'local fresh = 5'));
    const refused = changes.find(({ kind }) => kind === 'refused')!.before;
    expect(run(scene.engine, 'return held()')).toEqual(['1']);
    const { main } = scene.replace(text('shared', 'local other'), new Map([[0, refused]]));
    expect(run(scene.engine, 'return held(), held()')).toEqual(['102', '103']);
    expect(scene.engine.functionBody(scene.engine.rawGet(scene.engine.globals, scene.engine.string('held')))).toBe(main.children[0]);
  });

  test('that do not exist are refused', () => {
    const text = (above: string, body: string) => `${above}
local function f() return ${body} end
see(f())
edit()
see(f())`;
    const { seen, kinds } = ((scene) => ({ seen: scene.seen, kinds: scene.kinds() }))(edited(text('', '1'), text('local fresh = 7', 'fresh')));
    expect(seen).toEqual(['1', '1']);
    expect(kinds).toEqual(['0 replaced running', '2 refused fresh']);
  });
});

describe('stop points', () => {
  test('are where the new text has them', () => {
    const engine = newEngine();
    const lines: number[] = [];
    engine.setHandlers({ stopped: (stop) => void (stop.kind === 'line' && lines.push(stop.line)) });
    const text = (above: string) => `${above}function f()\n  local x = 1\n  return x\nend`;
    const main = engine.load(bytes(text('')), NAME);
    engine.call(main, []);
    const compiled = engine.functionBody(engine.load(bytes(text('\n\n\n')), NAME))!;
    const chunk = engine.functionBody(main)!;
    const { main: now } = engine.replaceCode(chunk, compiled, pairsOf(chunk, compiled));
    expect(now.children[0]!.lines).toEqual([5, 6, 7]);
    expect(chunk.children[0]!.lines).toEqual([]);
    stopAt(engine, 5);
    run(engine, 'f()');
    expect(lines).toEqual([5]);
  });
});
