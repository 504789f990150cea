/**
 * Penlight (Debian's lua-penlight), several thousand lines of real Lua: its output is the same bare, with a false condition on every
 * line, and stepped. Where lua5.3 is installed, it is also what PUC Lua prints.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Engine, EngineHandlers, FunctionBody, LuaFrame, LuaValue } from '../../src/script/engine/engine.ts';
import { define, newEngine } from '../../src/script/engine/testing.ts';

const LIBRARY = '/usr/share/lua/5.3/';
const tour = new URL('penlight/tour.lua', import.meta.url);

interface Run {
  readonly output: string;
  readonly stops: number;
}

function play(handlers: (engine: () => Engine, count: () => number) => EngineHandlers): Run {
  const written: string[] = [];
  let stops = 0;
  const engine: Engine = newEngine(handlers(() => engine, () => ++stops));
  const text = (value: LuaValue): string => engine.toDisplay(value);
  define(engine, 'print', (args) => void written.push(`${args.map(text).join('\t')}\n`));
  const io = engine.table();
  engine.rawSet(io, engine.string('write'), engine.native('write', (args) => void written.push(args.map(text).join(''))));
  engine.rawSet(engine.globals, engine.string('io'), io);
  const searchers = engine.get(engine.get(engine.globals, engine.string('package')), engine.string('searchers'));
  const search = engine.native('search', ([name]) => {
    const file = `${LIBRARY}${engine.toText(name as LuaValue).replaceAll('.', '/')}.lua`;
    return existsSync(file) ? [engine.load(readFileSync(file), `@${file}`), engine.string(file)] : [engine.string(`\n\tno file '${file}'`)];
  });
  engine.rawSet(searchers, engine.number(2), search);
  engine.call(engine.load(readFileSync(tour), '@tour.lua'), []);
  return { output: written.join(''), stops };
}

describe.runIf(existsSync(`${LIBRARY}pl/List.lua`))('Penlight', () => {
  const bare = play(() => ({}));

  test.runIf(spawnSync('lua5.3', ['-v']).status === 0)('prints what PUC Lua prints', () => {
    expect(bare.output).toBe(spawnSync('lua5.3', [tour.pathname], { encoding: 'utf8' }).stdout.replaceAll(tour.pathname, 'tour.lua'));
  });

  test('prints the same with a false condition on every line', () => {
    const debugged = play((engine, count) => {
      const conditions = new Map<FunctionBody, (frame: LuaFrame) => LuaValue>();
      const everyLine = (body: FunctionBody): void => {
        for (const line of body.lines) engine().setStopPoint(body, line, true);
        body.children.forEach(everyLine);
      };
      return {
        loaded: everyLine,
        stopped(stop) {
          if (stop.kind !== 'line') return;
          count();
          let condition = conditions.get(stop.body);
          if (condition === undefined) conditions.set(stop.body, (condition = engine().compileCondition('self == "never" or not (1 + 1 == 2)', stop.body, stop.line)));
          expect(engine().toBoolean(condition(engine().topFrame(stop.thread) as LuaFrame))).toBe(false);
        },
      };
    });
    expect(debugged.output).toBe(bare.output);
    expect(debugged.stops).toBeGreaterThan(4000);
  });

  test('prints the same when stepped through, in and over in turn, with a look at the variables of each frame', () => {
    const stepped = play((engine, count) => ({
      loaded: (main) => (main.source === '@tour.lua' ? engine().setStopPoint(main, main.entryLine, true) : undefined),
      stopped(stop) {
        if (stop.kind !== 'line' && stop.kind !== 'step') return;
        const stops = count();
        const frames = engine().frames(stop.thread);
        for (const frame of frames) for (const variable of engine().locals(frame)) engine().toText(variable.value);
        if (stops < 20_000) engine().armStep(stops % 7 === 0 ? 'over' : stops % 31 === 0 && frames.length > 2 ? 'out' : 'in');
      },
    }));
    expect(stepped.output).toBe(bare.output);
    expect(stepped.stops).toBeGreaterThan(1000);
  });
});
