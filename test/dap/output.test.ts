import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { adapter } from './adapter.ts';
import { scratch, script } from './script.ts';

test('a flood of 200 000 lines arrives complete and in order', async () => {
  const program = script('for i = 1, 200000 do print(i) end\n');
  const dap = adapter();
  await dap.launch(program.path);
  expect(await dap.exitCode()).toBe(0);
  const lines = dap.output('stdout').split('\n');
  expect(lines).toHaveLength(200_001);
  expect(lines.every((line, index) => index === 200_000 || line === String(index + 1))).toBe(true);
});

test('output shows when it is written, also when the program then computes for long', async () => {
  const program = script('print("one") print("two") io.write("three") while true do end\n');
  const dap = adapter();
  await dap.launch(program.path);
  await dap.until('all three', () => (dap.output('stdout') === 'one\ntwo\nthree' ? true : undefined));
  await dap.request('terminate');
});

test('output stands before the stop that follows it, and names its line', async () => {
  const program = script('print("before") --@print\nlocal x = 1 --@here\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  const events = dap.messages.filter(({ event }) => event === 'output' || event === 'stopped');
  expect(events.map(({ event }) => event)).toEqual(['output', 'stopped']);
  expect(events[0]!.body).toMatchObject({ category: 'stdout', output: 'before\n', line: program.at('print'), source: { path: program.path } });
});

test('a stop stands after all output before it, though the client is slow', async () => {
  // Less than a script may have undelivered: it reaches the breakpoint while the client reads nothing.
  const reached = join(scratch(), 'reached');
  const program = script('for i = 1, 8000 do print(i, ("x"):rep(50)) end\nprint("last")\nio.open(..., "w"):close()\nlocal x = 1 --@here\n');
  const dap = adapter();
  await dap.initialize();
  await dap.request('launch', { program: program.path, args: [reached] });
  await dap.event('initialized');
  await dap.breakpoints(program.path, [program.at('here')]);
  dap.process.stdout!.pause();
  dap.post('configurationDone');
  await vi.waitFor(() => expect(existsSync(reached)).toBe(true), { timeout: 20_000 });
  expect(dap.output('stdout')).not.toContain('last');
  dap.process.stdout!.resume();
  await dap.stopped('breakpoint');
  expect(dap.output('stdout')).toMatch(/\nlast\n$/);
  expect(dap.events('stopped')).toHaveLength(1);
});

test('categories keep their order, characters cut in two arrive whole, bytes that are no text as U+FFFD', async () => {
  const program = script('io.write("a\\xC3") io.write("\\xA9b") io.stderr:write("e") io.write("c\\xFF")\n');
  const dap = adapter();
  await dap.launch(program.path);
  await dap.exitCode();
  const pieces = dap.events('output').map(({ category, output }) => `${category}:${output}`);
  expect(dap.output('stdout')).toBe('aéb' + 'c\uFFFD');
  expect(pieces.join('|')).toMatch(/stdout:.*stderr:e\|stdout:c/);
});

test('the same bytes bare, debugged, and debugged with a false condition on every line', async () => {
  const text = `
local List = {}
List.__index = List
function List.new(...) return setmetatable({ items = { ... } }, List) end
function List:map(f)
  local out = List.new()
  for i, v in ipairs(self.items) do
    out.items[i] = f(v)
  end
  return out
end
List.__concat = function(a, b)
  local r = List.new()
  for _, l in ipairs { a, b } do for _, v in ipairs(l.items) do r.items[#r.items + 1] = v end end
  return r
end
local function gen(n)
  return coroutine.wrap(function()
    for i = 1, n do
      coroutine.yield(i, i * i)
    end
  end)
end
for i, sq in gen(5) do io.write(i, ":", sq, " ") end
print()
local l = List.new(3, 1, 2):map(function(x) return x * 1.5 end) .. List.new("a")
table.sort(l.items, function(a, b) return tostring(a) < tostring(b) end)
print(table.concat(l.items, ","))
local hooked = 0
debug.sethook(function() hooked = hooked + 1 end, "l")
local s = 0
for i = 1, 10 do
  s = s + i
end
debug.sethook()
print(s, hooked)
print(pcall(error, { 1 }))
print(select("#", pcall(error)))
print(pcall(function() local x; x.y = 1 end))
goto done
print("skipped")
::done::
print(math.maxinteger + 1 == math.mininteger, 7 // 2, 7.0 // 2, 2^53, 1e15, -0.0)
io.stderr:write("warned\\n")
print(xpcall(function() error("deep") end, function(m) return (m:gsub("^.-:", "")) end))
`.replace('print(pcall(error, { 1 }))', 'print(type(select(2, pcall(error, { 1 }))))');
  const program = script(text);
  const bare = execFileSync(process.execPath, [process.env['LLMSPELL_TEST_CLI'] ?? join(import.meta.dirname, '../../dist/cli.mjs'), 'run', program.path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
  const run = async (condition?: string): Promise<string> => {
    const dap = adapter();
    const lines = condition === undefined ? [] : text.split('\n').map((_, index) => ({ line: index + 1, condition }));
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, lines));
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stderr')).toBe('warned\n');
    return dap.output('stdout');
  };
  expect(bare).toContain('1:1 2:4 3:9');
  expect(await run()).toBe(bare);
  expect(await run('false')).toBe(bare);
  expect(await run('1 == 2')).toBe(bare);
  expect(await run('type(s) == "thread"')).toBe(bare);
});
