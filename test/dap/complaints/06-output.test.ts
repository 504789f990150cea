// Complaint 6: what the program prints comes late, in the wrong order or not at all, and io.read cannot be used.
//
// tomblind/local-lua-debugger-vscode#22 (printed only when the program ends), #6 (io.output redirected breaks the session), #12 and actboy168/lua-debug#41 #57
// #91 #126 (io.read: "Please pause to evaluate expressions"), #72 (io.write shows nothing), #161 #172 #303; moteus/vscode-mobdebug#15; satoren/vscode-lrdb#12;
// pkulchenko/ZeroBraneStudio#505 #280 (input only after some output), #1109 (io.write is not captured). How input is entered: input.test.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import { script } from '../script.ts';

test('each print shows when it happens, from a program that goes on (lld#22, mobdebug#15)', async () => {
  const program = script('print("foo")\nlocal n = 0\nwhile true do\n  n = n + 1\nend\n');
  const dap = adapter();
  await dap.launch(program.path);
  expect((await dap.event('output')).output).toBe('foo\n');
  await dap.request('terminate');
  expect(await dap.exitCode()).toBe(1);
});

test('io.write shows at once, also without a line end and with braces in it (lua-debug#72, lld#22)', async () => {
  const program = script('io.write("{ no line end")\nlocal x = 1 --@here\nio.stdout:write("}", 1, "\\n")\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  expect(dap.output('stdout')).toBe('{ no line end');
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('{ no line end}1\n');
});

test('the default output and input can be files, and the session goes on (lld#6, its script)', async () => {
  const program = script(`
local filePath = "./test.txt"
local content = "file edit selection view goto debug terminal help\\n"

local oldOut = io.output()
io.output(filePath)
io.write(content) --@here
io.close()
io.output(oldOut)

local oldIn = io.input()
io.input(filePath)
local text = io.read("*a")
print(text)
io.input(oldIn)
`);
  const dap = adapter();
  const config = script(`[tools.file_operations]\nallowed_paths = ["${program.folder}"]\n`, 'llmspell.toml', program.folder);
  await dap.launch(program.path, { cwd: program.folder, config: config.path }, () => dap.breakpoints(program.path, [program.at('here')]));
  await dap.stopped('breakpoint');
  await dap.request('next', { threadId: 1 });
  await dap.stopped('step');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('file edit selection view goto debug terminal help\n\n');
  expect(readFileSync(join(program.folder, 'test.txt'), 'utf8')).toContain('selection');
});

test('stdout, stderr, log messages and stops keep the order in which they happened', async () => {
  const program = script(`
io.write("1 ")
io.stderr:write("2 ")
print("3")
local x = 4 --@log
io.stderr:write("5 ")
io.write("6 ")
print("7") --@stop
io.stderr:write("8")
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [{ line: program.at('log'), logMessage: 'log {1 + 3}' }, program.at('stop')]));
  await dap.stopped('breakpoint');
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  const order = dap.messages.flatMap(({ event, body }) => (event === 'output' ? [`${String(body!['category'])} ${String(body!['output']).trim()}`] : event === 'stopped' || event === 'terminated' ? [event] : []));
  expect(order).toEqual(['stdout 1', 'stderr 2', 'stdout 3', 'console log 4', 'stderr 5', 'stdout 6', 'stopped', 'stdout 7', 'stderr 8', 'terminated']);
});

describe('a flood', () => {
  const LINES = 200_000;

  test('of 200 000 lines arrives complete and in order, and requests in the middle of it are answered before its end', async () => {
    const program = script(`for i = 1, ${LINES} do\n  n = i\n  print(i)\nend\n`);
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    const threads = dap.post('threads');
    await dap.response(threads);
    await dap.request('pause', { threadId: 1 });
    const { threadId } = await dap.stopped('pause');
    const printed = Number(await dap.evaluate('n'));
    expect(printed).toBeGreaterThan(0);
    expect(printed).toBeLessThan(LINES);
    // All that it had printed is there, and nothing else.
    const before = dap.output('stdout').split('\n').length - 1;
    expect([printed, printed - 1]).toContain(before);
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
    const lines = dap.output('stdout').split('\n');
    expect(lines).toHaveLength(LINES + 1);
    expect(lines.findIndex((line, index) => index < LINES && line !== String(index + 1))).toBe(-1);
  });

  test('from a log message at every round arrives complete as well', async () => {
    const program = script('for i = 1, 5000 do\n  local x = i --@log\nend\n');
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [{ line: program.at('log'), logMessage: '{i}' }]));
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('console')).toBe(Array.from({ length: 5000 }, (_, index) => `${index + 1}\n`).join(''));
  });
});

test('a program that asks for its name gets it, and an answer is no expression (lua-debug#41, #91)', async () => {
  const program = script('io.write("enter a number: ")\nlocal n = io.read("n")\nprint("You entered: " .. n)\n');
  const dap = adapter();
  await dap.launch(program.path);
  await dap.event('output', ({ output }) => output.includes('waits for input'));
  expect(await dap.request('evaluate', { expression: '42', context: 'repl' })).toMatchObject({ result: '' });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('enter a number: You entered: 42\n');
});

test('and gets it without having written anything before (ZeroBrane#505)', async () => {
  const dap = adapter();
  await dap.launch(script('local line = io.read("*l")\nprint("You type:", line)\n').path);
  await dap.event('output', ({ output }) => output.includes('waits for input'));
  await dap.request('evaluate', { expression: 'any data', context: 'repl' });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('You type:\tany data\n');
});
