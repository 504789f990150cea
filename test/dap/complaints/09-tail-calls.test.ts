// Complaint 9: step over a tail call steps into it, or never stops again.
//
// pkulchenko/ZeroBraneStudio#573 (steps into); Tencent/LuaPanda#148 (a step over becomes a continue, as the hook sees no return); simdsoft/x-studio#591 (F10 acts
// like F11); svaarala/duktape#1726 and #1684 (step over and step out with tail calls).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import { script } from '../script.ts';

type Step = 'next' | 'stepIn' | 'stepOut';

/** From the mark `start`, the marks of the lines at which each step stops; `end` when the program ends instead. */
async function walk(text: string, steps: readonly Step[]): Promise<string[]> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start')]));
  let { threadId } = await dap.stopped('breakpoint');
  await dap.breakpoints(program.path, []);
  const places: string[] = [];
  for (const step of steps) {
    await dap.request(step, { threadId });
    const stop = await dap.stoppedOrEnded();
    if (stop === undefined) return [...places, 'end'];
    threadId = stop.threadId;
    const { line } = (await dap.stack(threadId)).find(({ source }) => source)!;
    places.push(/--@(\w+)/.exec(text.split('\n')[line - 1]!)?.[1] ?? `line ${line}`);
  }
  return places;
}

const plain = `
function g()
  local inside = 1 --@inside
  return inside --@leave
end
function f()
  return g() --@start
end
f() --@call
print("after") --@after
`;

describe('a tail call', () => {
  test('is stepped over: out of the function that made it (ZeroBrane#573, its script)', async () => {
    expect(await walk(plain, ['next'])).toEqual(['after']);
  });

  test('is stepped into', async () => {
    expect(await walk(plain, ['stepIn', 'next', 'next'])).toEqual(['inside', 'leave', 'after']);
  });

  test('is stepped out of, before and in the called function (duktape#1684)', async () => {
    expect(await walk(plain, ['stepOut'])).toEqual(['after']);
    expect(await walk(plain, ['stepIn', 'stepOut'])).toEqual(['inside', 'after']);
  });

  test('returns to a line that has more to do', async () => {
    expect(await walk(plain.replace('f() --@call', 'local sum = f() + 1 --@call'), ['stepIn', 'stepOut', 'next'])).toEqual(['inside', 'call', 'after']);
  });
});

describe('steps go on after', () => {
  test('a function that was reached by a tail call: the next line is found (LuaPanda#148)', async () => {
    const text = `
local function target(n)
  local twice = n * 2 --@start
  local more = twice + 1 --@more
  return more --@return
end
local function jump(n) return target(n) end
print(jump(2)) --@print
print("x") --@x
`;
    expect(await walk(text, ['next', 'next', 'next', 'next'])).toEqual(['more', 'return', 'print', 'x']);
  });

  test('a chain and a loop of tail calls', async () => {
    const text = `
local function loop(n, acc)
  if n == 0 then return acc end
  return loop(n - 1, acc + n) --@start
end
local total = loop(1000, 0)
print(total) --@after
`;
    expect(await walk(text, ['next'])).toEqual(['after']);
    expect(await walk(text, ['stepOut'])).toEqual(['after']);
    expect(await walk(text, ['stepIn', 'next', 'next'])).toEqual(['line 3', 'start', 'after']);
  });

  test('tail calls of pcall, of a method, of a library function, in a coroutine', async () => {
    const text = (call: string): string => `
local T = {}
function T:m(v)
  return v --@method
end
local co = coroutine.wrap(function(f)
  while true do f = coroutine.yield(f(1)) end
end)
local function f(v)
  return ${call} --@start
end
local r = co(f)
print(r) --@after
`;
    expect(await walk(text('pcall(T.m, T, v)'), ['stepOut'])).toEqual(['line 7']);
    expect(await walk(text('T:m(v)'), ['stepIn'])).toEqual(['method']);
    expect(await walk(text('tostring(v)'), ['next'])).toEqual(['line 7']);
    expect(await walk(text('select(1, v)'), ['stepIn'])).toEqual(['line 7']);
  });
});

test('the stack says where callers were replaced, and a hundred thousand tail calls take no room', async () => {
  const program = script(`
local function down(n)
  if n == 0 then
    return "done" --@here
  end
  return down(n - 1)
end
print(down(100000))
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [{ line: program.at('here') }]));
  await dap.stopped('breakpoint');
  const lines = (await dap.stack(1)).filter(({ source }) => source).map(({ line }) => line);
  expect(lines).toEqual([program.at('here'), 8]);
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('done\n');
});
