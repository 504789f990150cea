/**
 * Watching is checked against programs that keep a record of their own writes: every change of a watched variable is told once, and nothing
 * else; and a watched run is the bare run, to the tick.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine, LuaValue, WatchTarget } from '../../engine.ts';
import { define, newEngine, run, stopAt, stopFromLoad } from '../../testing.ts';

type Statements = (scope: Scope) => string;
/** What the names mean: hidden by an inner local, a variable is not the watched one. */
interface Scope {
  readonly hidden: ReadonlySet<string>;
  readonly isVararg: boolean;
}

const VARIABLES = ['x', 'y'] as const;
const variable = fc.constantFrom(...VARIABLES);
const FIELD = { 't.k': 't.k = VALUE', 'rawset t.k': 'rawset(t, "k", VALUE)', 't[1]': 't[1] = VALUE', 'insert t[1]': 'table.insert(t, 1, VALUE)', 'sort t[1]': 'table.sort(t, function(a, b) return tostring(a) > tostring(b) end)', g: 'g = VALUE' };

const record = (scope: Scope, name: string): string => (scope.hidden.has(name) ? '' : ` record("${name}", ${name})`);

const value = fc.constantFrom(
  '0', '1', '2', '1.0', '0/0', '"a"', '"b"', 'nil', 'true', 'false', '{}', 'x == y', 'x and y', 'y and 1', 'x or y', 'not x', 'y', 't.k', 't[1]', 'g', '#tostring(x)',
  'type(x) .. type(y)', '(...)', 'select("#", ...)', 'same(2)', '(same(1, 2))', '-1', '1 + 1', 'function() end', 'x ~= nil and y ~= nil', '({ 7 })[1]', 'x == 1 and "one" or y',
);
/** `...` belongs to functions that have it. */
const valueIn = (scope: Scope, text: string): string => (scope.isVararg ? text : text.replaceAll('...', '3'));

const statements: fc.Arbitrary<Statements> = fc.letrec<{ block: Statements; statement: Statements }>((tie) => {
  const block = tie('block');
  const made = (kind: fc.Arbitrary<(scope: Scope, inner: string, inCall: string) => string>): fc.Arbitrary<Statements> =>
    fc.tuple(kind, block).map(([make, body]) => (scope) => make(scope, body(scope), body({ ...scope, isVararg: false })));
  return {
    block: fc.array(tie('statement'), { maxLength: 3 }).map((list) => (scope) => list.map((one) => one(scope)).join('\n')),
    statement: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.tuple(variable, value).map(([name, text]): Statements => (scope) => `${name} = ${valueIn(scope, text)}${record(scope, name)}`),
      fc.tuple(value, value).map(([a, b]): Statements => (scope) => `x, y = ${valueIn(scope, a)}, ${valueIn(scope, b)}${record(scope, 'x')}${record(scope, 'y')}`),
      fc.tuple(fc.constantFrom(...Object.entries(FIELD)), value).map(([[key, text], assigned]): Statements => (scope) => {
        const name = key.split(' ').at(-1)!;
        return `${text.replace('VALUE', valueIn(scope, assigned))} record("${name}", ${name}) record("t[1]", t[1])`;
      }),
      fc.tuple(variable, value, block).map(([name, text, body]): Statements => (scope) => `do local ${name} = ${valueIn(scope, text)}\n${body({ ...scope, hidden: new Set([...scope.hidden, name]) })} end`),
      made(fc.constant((_scope, inner) => `for i = 1, 2 do ${inner} end`)),
      made(fc.constant((_scope, inner) => `for _, v in ipairs({ 1, 2 }) do ${inner} end`)),
      made(fc.constant((_scope, inner) => `if x then ${inner} else ${inner} end`)),
      made(fc.constant((_scope, _inner, inCall) => `do local call = function() ${inCall} end call() end`)),
      made(fc.constant((_scope, _inner, inCall) => `do local call = function(...) ${inCall} end call(4, 5) end`)),
      made(fc.constant((_scope, _inner, inCall) => `pcall(function() ${inCall} error("out") end)`)),
      made(fc.constant((_scope, _inner, inCall) => `do local step = coroutine.wrap(function() ${inCall} coroutine.yield() ${inCall} end) step() step() end`)),
      made(fc.constant((_scope, _inner, inCall) => `later[#later + 1] = function() ${inCall} end`)),
      made(fc.constant((_scope, _inner, inCall) => `setmetatable({}, { __index = function() ${inCall} return 1 end, __newindex = t }).k = 5 record("t.k", t.k) record("t[1]", t[1])\nlocal _ = setmetatable({}, { __index = function() ${inCall} end }).any`)),
    ),
  };
}).block.map((block) => (scope) => block(scope));

const programs = statements.map((block) => {
  const body = block({ hidden: new Set(), isVararg: true });
  return `g = 0
local later = {}
local function same(...) return ... end
local function work(...)
  local x, y, t = 1, 2, { k = 1, 10 }
  mark(x, y, t) --@watch
${body}
end
work(8, 9)
for _, late in ipairs(later) do late() end
return #later`;
});

const LINE_OF_MARK = 6;

interface Outcome {
  readonly results: readonly string[];
  readonly ticks: number;
  /** By name, what the program says it wrote. */
  readonly recorded: ReadonlyMap<string, readonly string[]>;
  /** By name, the values that were told. */
  readonly told: ReadonlyMap<string, readonly string[]>;
}

function outcome(text: string, watching: 'nothing' | 'changes' | 'every write'): Outcome {
  const recorded = new Map<string, LuaValue[]>();
  const told = new Map<string, LuaValue[]>();
  const names = new Map<WatchTarget, string>();
  const engine: Engine = newEngine({
    loaded: (main) => watching !== 'nothing' && stopFromLoad(engine, main, LINE_OF_MARK),
    stopped(stop) {
      if (stop.kind === 'write') for (const { target, value: written } of stop.writes) told.get(names.get(target)!)!.push(written);
      if (stop.kind !== 'line') return;
      stopAt(engine, LINE_OF_MARK, false);
      const frame = engine.topFrame(stop.thread)!;
      const locals = new Map(engine.locals(frame).map((local) => [local.name, local]));
      const table = locals.get('t')!.value;
      const field = (key: string | number): WatchTarget => engine.fieldTarget(table, typeof key === 'number' ? engine.number(key) : engine.string(key))!;
      names.set(engine.variableTarget(frame, locals.get('x')!)!, 'x').set(engine.variableTarget(frame, locals.get('y')!)!, 'y');
      names.set(field('k'), 't.k').set(field(1), 't[1]').set(engine.fieldTarget(engine.globals, engine.string('g'))!, 'g');
      for (const [target, name] of names) {
        told.set(name, []);
        engine.watch(target, watching === 'every write');
      }
    },
  });
  define(engine, 'mark', ([x, y, t]) => {
    recorded.set('x', [x!]).set('y', [y!]).set('t.k', [engine.rawGet(t!, engine.string('k'))]).set('t[1]', [engine.rawGet(t!, engine.number(1))]).set('g', [engine.number(0)]);
  });
  define(engine, 'record', ([name, written]) => void recorded.get(engine.toText(name!))!.push(written ?? engine.nil));
  const ticks = engine.ticks;
  const results = run(engine, text);
  const ticked = engine.ticks - ticks;
  const shown = texts(engine);
  return { results, ticks: ticked, recorded: shown(recorded), told: shown(told) };
}

/** Values as text. Tables and functions are numbered in the order in which they come: their addresses differ from run to run. */
function texts(engine: Engine): (values: ReadonlyMap<string, readonly LuaValue[]>) => Map<string, string[]> {
  const numbers = new Map<unknown, number>();
  const text = (value: LuaValue): string => {
    const type = engine.type(value);
    if (type !== 'table' && type !== 'function') return `${type} ${engine.toText(value)}`;
    const identity = engine.identity(value);
    if (!numbers.has(identity)) numbers.set(identity, numbers.size);
    return `${type} ${numbers.get(identity)}`;
  };
  return (values) => new Map([...values].map(([name, list]) => [name, list.map(text)]));
}

/** Without the first, and without those that are as the one before. */
const changes = (values: readonly string[]): string[] => values.slice(1).filter((one, index) => one !== values[index]);

test('every change is told once, in order, with the value that was written', () => {
  fc.assert(
    fc.property(programs, (text) => {
      const { recorded, told } = outcome(text, 'changes');
      // A sort writes an element several times before it is recorded.
      for (const name of ['x', 'y', 't.k', 'g']) expect(told.get(name), name).toEqual(changes(recorded.get(name)!));
      expect(told.get('t[1]')!.at(-1) ?? recorded.get('t[1]')![0]).toBe(recorded.get('t[1]')!.at(-1));
    }),
    { numRuns: 300 },
  );
});

test('a program that is watched does what it does bare, in as many ticks', () => {
  fc.assert(
    fc.property(programs, (text) => {
      const bare = outcome(text, 'nothing');
      for (const watching of ['changes', 'every write'] as const) {
        const { told: _told, ...watched } = outcome(text, watching);
        expect(watched).toEqual({ results: bare.results, ticks: bare.ticks, recorded: bare.recorded });
      }
    }),
    { numRuns: 100 },
  );
});
