/** Watched fields of tables: every way to write one is seen, and nothing keeps a table alive. */
import { describe, expect, test } from 'vitest';
import type { Engine, WatchTarget } from '../../engine.ts';
import { define, marksIn, newEngine, run, stopFromLoad } from '../../testing.ts';
import { targetOf, writesIn } from './watched-writes.ts';

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
