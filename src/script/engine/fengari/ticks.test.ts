/** The tick counter: positions that a run can be found again by, and attention from outside. */
import { describe, expect, test } from 'vitest';
import type { Engine, EngineHandlers } from '../engine.ts';
import { define, newEngine, run } from '../testing.ts';

const PROGRAM = `
local t, n = {}, 0
local co = coroutine.wrap(function() while true do coroutine.yield(host(n)) end end)
for i = 1, 3000 do
  n = n + i % 7
  if i % 100 == 0 then t[#t + 1] = co() end
  if n % 11 == 0 then n = n + (function(x) return x + 1 end)(n) end
  if i % 500 == 0 then table.sort(t, function(a, b) return a < b end) end
  repeat n = n + 1 until n % 2 == 0
end
return n`;

interface Position {
  readonly call: number;
  readonly ticks: number;
}

/** Runs the program; with `find`, stops at that position and says where the program is. */
function play(handlers: (engine: Engine) => EngineHandlers, find?: Position): { readonly results: string[]; readonly ticks: number; readonly found: string } {
  const engine = newEngine();
  const counter = new Float64Array(engine.tickBuffer);
  let call = 0;
  let found = '';
  define(engine, 'host', () => {
    if (++call === find?.call) counter[1] = find.ticks;
    return [engine.number((call * 3) % 17)];
  });
  const own = handlers(engine);
  engine.setHandlers({
    ...own,
    stopped(stop) {
      if (stop.kind === 'tick' && find !== undefined && engine.ticks === find.ticks) {
        const frames = engine.frames(stop.thread);
        found = `${call} ${frames.map((frame) => frame.line).join(',')} ${engine.locals(frames[0] as never).map(({ name, value }) => `${name}=${engine.toText(value).replace(/0x\w+/, '')}`).join()}`;
      } else own.stopped?.(stop);
    },
  });
  counter[0] = 0;
  const results = run(engine, PROGRAM);
  return { results, ticks: counter[0], found };
}

const everyLine = (engine: Engine): EngineHandlers => {
  const set = (body: Parameters<NonNullable<EngineHandlers['loaded']>>[0]): void => {
    for (const line of body.lines) engine.setStopPoint(body, line, true);
    body.children.forEach(set);
  };
  let stops = 0;
  return {
    loaded: set,
    stopped(stop) {
      if (stop.kind === 'line' && ++stops % 50 === 0) engine.evaluate('n, pcall(error)', engine.topFrame(stop.thread), { deadlineMs: 1000 });
    },
  };
};

/** Stops at each line, and steps into its last call. */
const everyCall = (engine: Engine): EngineHandlers => {
  const own = everyLine(engine);
  return {
    ...own,
    stopped(stop) {
      if (stop.kind !== 'line' && stop.kind !== 'step') return;
      const frame = engine.topFrame(stop.thread)!;
      const ahead = engine.callsOnLine(frame).filter(({ isAhead }) => isAhead);
      if (ahead.length > 0) engine.armStepInto(frame, ahead.at(-1)!.place);
    },
  };
};

describe('ticks', () => {
  test('are the same with and without stops and evaluations', () => {
    const bare = play(() => ({}));
    const watched = play(everyLine);
    expect(watched.results).toEqual(bare.results);
    expect(watched.ticks).toBe(bare.ticks);
    const stepped = play(everyCall);
    expect(stepped.results).toEqual(bare.results);
    expect(stepped.ticks).toBe(bare.ticks);
  });

  test('and a host call number find the same place again', () => {
    const bare = play(() => ({}));
    const position = { call: 17, ticks: Math.floor(bare.ticks * 0.69) };
    const first = play(() => ({}), position);
    const second = play(() => ({}), position);
    expect(first.found).toMatch(/^\d+ \d+/);
    expect(second.found).toBe(first.found);
    expect(first.results).toEqual(bare.results);
  });

  test('count loops and calls', () => {
    const engine = newEngine();
    const ticksOf = (text: string): number => {
      const before = engine.ticks;
      run(engine, text);
      return engine.ticks - before;
    };
    const empty = ticksOf('');
    expect(ticksOf('for i = 1, 10 do end') - empty).toBe(10);
    expect(ticksOf('for i = 1.0, 10 do end') - empty).toBe(10);
    expect(ticksOf('local n = 0 while n < 10 do n = n + 1 end') - empty).toBe(10);
    expect(ticksOf('local n = 0 repeat n = n + 1 until n == 10') - empty).toBe(9);
    expect(ticksOf('local n = 0 repeat n = n + 1 until not (n < 10)') - empty).toBe(9);
    expect(ticksOf('local function f() end for i = 1, 10 do f() end') - empty).toBe(20);
    expect(ticksOf('for i = math.maxinteger - 10, math.maxinteger - 1 do end') - empty).toBe(10);
    expect(ticksOf('::top:: if n == 10 then n = nil return end n = (n or 0) + 1 goto top') - empty).toBe(10);
  });

  test('attention is asked for by a limit of 0, and comes once', () => {
    let ticks = 0;
    const engine: Engine = newEngine({ stopped: (stop) => void (stop.kind === 'tick' && ticks++) });
    const counter = new Float64Array(engine.tickBuffer);
    define(engine, 'ask', () => void (counter[1] = 0));
    run(engine, 'for i = 1, 1000 do if i == 500 then ask() end end');
    expect(ticks).toBe(1);
    expect(counter[1]).toBe(Infinity);
  });

  test('attention comes during a step too, and the step goes on', () => {
    const stops: string[] = [];
    const engine: Engine = newEngine({
      loaded: (main) => engine.setStopPoint(main, 1, true),
      stopped(stop) {
        stops.push(stop.kind === 'line' || stop.kind === 'step' ? `${stop.kind} ${stop.line}` : stop.kind);
        if (stop.kind === 'line') engine.armStep('in');
      },
    });
    const counter = new Float64Array(engine.tickBuffer);
    define(engine, 'ask', () => void (counter[1] = 0));
    run(engine, 'local a = 1 ask() for i = 1, 3 do end\nlocal b = 2');
    expect(stops).toEqual(['line 1', 'tick', 'step 2']);
    expect(counter[1]).toBe(Infinity);
  });

  test('at a tick the frame shows the instruction that runs next', () => {
    const lines: number[] = [];
    const engine: Engine = newEngine({ stopped: (stop) => void lines.push(engine.topFrame(stop.thread)?.line ?? -1) });
    const counter = new Float64Array(engine.tickBuffer);
    define(engine, 'ask', () => void (counter[1] = 0));
    run(engine, 'ask()\nlocal n = 0\nwhile n < 3 do\n  n = n + 1\nend');
    expect(lines).toEqual([2]);
  });
});
