// Complaint 2: with one breakpoint anywhere the program is 50 to 120 times slower, because a hook looks at every line.
//
// actboy168/lua-debug#259 (60 frames a second fall to 1, "it recovers if I remove the breakpoint"); tomblind/local-lua-debugger-vscode#59 ("something like
// a 120x slowdown"), #43; Tencent/LuaPanda#14; defold/defold#3380 and #7022 (hooks only in functions that have breakpoints).
//
// The figures are the bench's. Here: nothing happens at lines that have no breakpoint, and there is no hook at all.
import { describe, expect, test } from 'vitest';
import type { EngineStop, FunctionBody } from '../../../src/script/engine/engine.ts';
import { allBodies } from '../../../src/script/debug/sources/line-table.ts';
import { bytes, newEngine } from '../../../src/script/engine/testing.ts';
import { request, runFile } from '../../support/scripted-vm.ts';
import { adapter } from '../adapter.ts';
import { script } from '../script.ts';

const text = `
local function never()
  return "never" --@never
end
local function hot(n)
  local sum = 0
  for i = 1, n do
    sum = sum + i % 7
  end
  return sum
end
print(hot(1000)) --@call
if hot(3) > 1000 then never() end
local t = setmetatable({}, { __index = function(_, k) return k end })
print(coroutine.wrap(function() return t.x end)(), debug.gethook())
`;
const lineOf = (mark: string): number => text.split('\n').findIndex((line) => line.includes(`--@${mark}`)) + 1;

describe('a breakpoint', () => {
  test('that is never reached is never asked about: the debugger hears of no line', () => {
    const stops: EngineStop[] = [];
    const engine = newEngine({ stopped: (stop) => void stops.push(stop), loaded: (main) => setAt(engine, main, [lineOf('never')]) });
    engine.call(engine.load(bytes(`local function print() end\n${text}`.replace('\n\n', '\n')), '@/a.lua'), []);
    expect(stops).toEqual([]);
  });

  test('is asked about when its own line is reached, and at no other', () => {
    const stops: number[] = [];
    const engine = newEngine({ stopped: (stop) => void (stop.kind === 'line' && stops.push(stop.line)), loaded: (main) => setAt(engine, main, [lineOf('call'), lineOf('never')]) });
    engine.call(engine.load(bytes(`local function print() end\n${text}`.replace('\n\n', '\n')), '@/a.lua'), []);
    expect(stops).toEqual([lineOf('call')]);
  });

  test('does not change the steps of the VM, which are counted, whether it is reached or not', () => {
    const { path } = script(text);
    const on = (...lines: number[]) => ({ breakpoints: [{ source: { path, name: 'main.lua' }, breakpoints: lines.map((line) => ({ id: line, line })) }] });
    const alone = runFile(path);
    const away = runFile(path, { setup: on(lineOf('never')), atStop: () => expect.unreachable() });
    expect(away).toMatchObject({ stdout: alone.stdout, end: alone.end, ticks: alone.ticks, stops: [] });
    const reached = runFile(path, {
      setup: on(lineOf('call')),
      *atStop({ thread }) {
        yield request('continue', { thread });
      },
    });
    expect(reached).toMatchObject({ stdout: alone.stdout, end: alone.end, ticks: alone.ticks });
    expect(reached.stops).toHaveLength(1);
  });
});

test('there is no hook: 200 breakpoints in 50 files, none reached, and the script sees none either', async () => {
  const main = script(text);
  const files = Array.from({ length: 50 }, (_, index) => script('local M = {}\nfunction M.a()\n  return 1\nend\nfunction M.b()\n  return 2\nend\nfunction M.c()\n  return 3\nend\nfunction M.d()\n  return 4\nend\nreturn M\n', `lib/m${index}.lua`, main.folder));
  const loader = script(`for i = 0, 49 do require("lib.m" .. i) end\ndofile("${main.path}")\n`, 'loader.lua', main.folder);
  const dap = adapter();
  await dap.launch(loader.path, { cwd: main.folder }, async () => {
    for (const { path } of files) expect(await dap.breakpoints(path, [3, 6, 9, 12])).toHaveLength(4);
  });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.events('stopped')).toEqual([]);
  expect(dap.output('stdout')).toBe('3003\nx\tnil\t\t0\n');
});

function setAt(engine: ReturnType<typeof newEngine>, main: FunctionBody, lines: readonly number[]): void {
  for (const body of allBodies(main)) for (const line of lines) if (body.lines.includes(line)) engine.setStopPoint(body, line, true);
}
