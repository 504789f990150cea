/** What all watches have in common: which writes count, and how their stops go together with others. */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../engine.ts';
import { bytes, define, marksIn, newEngine, run, stopAt, stopFromLoad } from '../../testing.ts';
import { targetOf, writesIn } from './watched-writes.ts';

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
