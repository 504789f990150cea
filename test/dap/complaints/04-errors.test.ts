// Complaint 4: an error is not shown where it happens: the debugger stops in its own code, or after the stack is gone, or not at all.
//
// tomblind/local-lua-debugger-vscode#29 (errors in wrapped coroutines; "implicit errors will still break outside of the coroutine"), #41, #21 (a caught error
// stops); jbyuki/one-small-step-for-vimkind#72 #73; actboy168/lua-debug#33 (a script with an error ends silently), #130 (xpcall of nil), #177 (caught
// errors shown although only uncaught ones were asked for); unknownworlds/decoda#24; nesdev-org/MesenCE#64 (errors that are no strings).
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import type { StdioAdapter } from '../client.ts';
import { script, type Script } from '../script.ts';

interface Raised {
  readonly program: Script;
  readonly dap: StdioAdapter;
}

async function run(text: string, filters: readonly string[]): Promise<Raised> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters }));
  return { program, dap };
}

/** Where it stopped: function and mark of each frame of the script, innermost first. */
async function liveStack({ dap, program }: Raised): Promise<{ text: string; threadId: number; frames: string[]; topId: number }> {
  const stop = await dap.stopped('exception');
  const frames = (await dap.stack(stop.threadId)).filter(({ source }) => source?.path === program.path);
  return { text: stop.text!, threadId: stop.threadId, frames: frames.map(({ name, line }) => `${name}:${line}`), topId: frames[0]!.id };
}

describe('uncaught errors stop where they are raised, with the live stack', () => {
  test('in a wrapped coroutine, raised by error() and by the VM itself (lld#29)', async () => {
    for (const failing of ['error("Error")', 'local nothing; nothing.x = 1', 'undefined()', 'local n = {} + 1']) {
      const raised = await run(`local co = coroutine.wrap(function(given)\n  local inside = given * 2\n  ${failing}\nend)\nco(21)\n`, ['uncaught']);
      const { frames, topId, threadId } = await liveStack(raised);
      expect(frames[0]).toMatch(/:3$/);
      expect(threadId).not.toBe(1);
      expect(await raised.dap.scope(topId, 'Locals')).toMatchObject({ inside: '42' });
      expect(await raised.dap.evaluate('given + inside', topId)).toBe('63');
    }
  });

  test.each([
    ['a string', 'error("plain")', 'main.lua:1: plain'],
    ['a string without a place', 'error("plain", 0)', 'plain'],
    ['a table', 'error({ code = 7, reason = "full" })', 'code = 7'],
    ['a number', 'error(42)', '42'],
    ['nothing', 'error()', 'nil'],
    ['false', 'error(false)', 'false'],
    ['a failed assert', 'assert(1 == 2, "unequal")', 'unequal'],
    ['a call of nil', 'local t = {}; t.missing()', "field 'missing'"],
    ['a bad argument', '("x"):rep({})', 'bad argument #1 to'],
    ['a comparison', 'return {} < {}', 'attempt to compare two table values'],
    ['a concatenation', 'return "a" .. {}', 'attempt to concatenate a table value'],
    ['an overflow', 'local function f() return 1 + f() end f()', 'stack overflow'],
  ])('%s', async (_, code, shown) => {
    const { dap } = await run(`${code}\n`, ['uncaught']);
    expect((await dap.stopped('exception')).text).toContain(shown);
  });

  test('the error that is shown is the value itself: a table keeps its fields, an object is not made a string', async () => {
    const raised = await run(
      `
local calls = 0
local Failure = { __tostring = function(self) calls = calls + 1 return "Failure: " .. self.why end }
Failure.__index = Failure
function Failure:describe() return self.why end
error(setmetatable({ why = "no fuel", code = { 1, 2 } }, Failure)) --@here
`,
      ['uncaught'],
    );
    const { threadId, topId } = await liveStack(raised);
    const info = await raised.dap.request('exceptionInfo', { threadId });
    expect(info.description).toContain('why = "no fuel"');
    expect(info.details!.typeName).toBe('table');
    // Nothing of the script ran to show it.
    expect(await raised.dap.evaluate('calls', topId)).toBe('0');
    await raised.dap.request('continue', { threadId });
    await raised.dap.exitCode();
    // At its end the program is shown as Lua shows it.
    expect(raised.dap.output('stderr')).toContain('Failure: no fuel');
  });

  test('raised again after it was caught, it is a new one', async () => {
    const raised = await run(
      `
local ok = pcall(function()
  local again, e = pcall(error, "first", 0)
  error(e .. " second", 0) --@second
end)
error("third", 0) --@third
`,
      ['uncaught'],
    );
    const { text, frames } = await liveStack(raised);
    expect(text).toBe('third');
    expect(frames).toEqual([`main chunk:${raised.program.at('third')}`]);
  });
});

describe('caught errors', () => {
  const caught = `
local function risky(n)
  local doubled = n * 2
  error("risky " .. doubled, 0) --@raise
end
print(pcall(risky, 1)) --@pcall
print(xpcall(risky, function(m) return "handled " .. m end, 2)) --@xpcall
print(coroutine.resume(coroutine.create(risky), 3)) --@resume
print(pcall(coroutine.wrap(risky), 4)) --@wrap
print(select(2, pcall(string.rep))) --@library
`;

  test('do not stop when only uncaught ones are asked for (lld#21, lua-debug#177)', async () => {
    const { dap } = await run(caught, ['uncaught']);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toEqual([]);
  });

  test('stop in the function that raises, with its values, in pcall, xpcall, resume and wrap, when asked for', async () => {
    const raised = await run(caught, ['caught']);
    const seen: string[] = [];
    for (let count = 0; count < 4; count++) {
      const { text, threadId, frames, topId } = await liveStack(raised);
      seen.push(`${text} ${frames[0]} ${await raised.dap.evaluate('doubled', topId)}`);
      await raised.dap.request('continue', { threadId });
    }
    const raise = `risky:${raised.program.at('raise')}`;
    expect(seen.map((place) => place.replace(/function <.*?>|anonymous/, 'risky'))).toEqual([1, 2, 3, 4].map((n) => `risky ${n * 2} ${raise} ${n * 2}`));
    const library = await liveStack(raised);
    expect(library.frames).toEqual([`main chunk:${raised.program.at('library')}`]);
    await raised.dap.request('continue', { threadId: 1 });
    expect(await raised.dap.exitCode()).toBe(0);
    expect(raised.dap.output('stdout').split('\n').slice(0, 4)).toEqual(['false\trisky 2', 'false\thandled risky 4', 'false\trisky 6', 'false\trisky 8']);
  });

  test('in an xpcall handler stop too, with the error that is being handled still on the stack', async () => {
    const raised = await run('print(xpcall(function()\n  error("first", 0)\nend, function(m)\n  local seen = m\n  local t = nil\n  return t.field --@handler\nend))\n', ['caught']);
    const first = await liveStack(raised);
    expect(first.text).toBe('first');
    await raised.dap.request('continue', { threadId: first.threadId });
    const second = await liveStack(raised);
    expect(second.frames[0]).toMatch(new RegExp(`:${raised.program.at('handler')}$`));
    expect(await raised.dap.evaluate('seen', second.topId)).toBe('"first"');
  });
});

test('xpcall of nil ends nothing but itself (lua-debug#130, its script)', async () => {
  const { dap } = await run('local s = {}\nlocal results = xpcall(s["a"], function(e) print("sf") end, {12})\nprint(results)\n', ['uncaught', 'caught', 'host']);
  const { threadId, text } = await dap.stopped('exception');
  expect(text).toContain('attempt to call a nil value');
  await dap.request('continue', { threadId });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('sf\nfalse\n');
});

test('a script that fails tells its error and traceback, whether or not anything stops (lua-debug#33)', async () => {
  const { dap, program } = await run('local function deep()\n  error("it failed") --@raise\nend\ndeep() --@call\n', []);
  expect(await dap.exitCode()).toBe(1);
  const { path } = program;
  expect(dap.output('stderr')).toBe(`${path}:2: it failed\nstack traceback:\n\t${path}:2: in local 'deep'\n\t${path}:4: in main chunk\n`);
});
