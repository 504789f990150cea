// What a script reads from its standard input is entered in the Debug Console.
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { DapClient } from './client.ts';
import { script } from './script.ts';
import { attached, tcpKernel } from './tcp-kernel.ts';

/** Waits until the program asks for input once more. */
const asked = (dap: DapClient): Promise<unknown> => dap.event('output', ({ category, output }) => category === 'console' && output.includes('waits for input'));

async function enter(dap: DapClient, ...entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    await asked(dap);
    expect(await dap.request('evaluate', { expression: entry, context: 'repl' })).toEqual({ result: '', variablesReference: 0 });
  }
}

test.each([
  ['a line', 'io.write("name? ") print("hello " .. io.read())', ['Ada'], 'name? hello Ada\n'],
  ['a line with its end', 'print(#io.read("L"))', ['four'], '5\n'],
  ['an empty line', 'print("[" .. io.read() .. "]")', [''], '[]\n'],
  ['what looks like an expression', 'print(io.read())', ['1 + 1'], '1 + 1\n'],
  ['text of any alphabet', 'local s = io.read() print(s, #s)', ['Grüße 🌍'], 'Grüße 🌍\t12\n'],
  ['numbers', 'local a, b = io.read("n", "n") print(a, b, io.read())', ['12 0x10 rest'], '12\t16\t rest\n'],
  ['a number of bytes, and the rest of the line', 'print(io.read(3), io.read())', ['abcdef'], 'abc\tdef\n'],
  ['two lines of one entry', 'print(io.read(), io.read())', ['one\ntwo'], 'one\ttwo\n'],
  ['two lines of two entries', 'print(io.read(), io.stdin:read())', ['one', 'two'], 'one\ttwo\n'],
  ['everything up to the end', 'print(#io.read("a"), io.read())', ['abc', 'd', '^D'], '6\tnil\n'],
  ['lines up to the end', 'for line in io.lines() do print(">" .. line) end print(io.read())', ['a', 'b', '^D'], '>a\n>b\nnil\n'],
  ['the end by its character', 'print(io.read(), io.read("n"), io.stdin:read("a"))', ['\u0004'], 'nil\tnil\t\n'],
])('reads %s', async (_, text, entries, output) => {
  const dap = adapter();
  await dap.launch(script(`${text}\n`).path);
  await enter(dap, ...entries);
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe(output);
});

test('the console says how to enter lines and their end, after what the program wrote before', async () => {
  const dap = adapter();
  await dap.launch(script('io.write("name? ") print(io.read() .. io.read())\n').path);
  await enter(dap, 'a', 'b');
  await dap.exitCode();
  expect(dap.events('output').map(({ category, output }) => `${category}: ${output}`)).toEqual([
    'stdout: name? ',
    'console: The program waits for input: enter a line here, or ^D to end its input.\n',
    'console: The program waits for input.\n',
    'stdout: ab\n',
  ]);
});

test('a program that runs without debugging asks as well', async () => {
  const dap = adapter();
  await dap.launch(script('print(io.read())\n').path, { noDebug: true });
  await enter(dap, 'typed');
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('typed\n');
});

test('hover and watch never are input', async () => {
  const dap = adapter();
  await dap.launch(script('x = 5\nprint(io.read())\n').path);
  await asked(dap);
  expect(await dap.evaluate('x', undefined, 'watch')).toBe('5');
  expect(await dap.evaluate('x', undefined, 'hover')).toBe('5');
  await dap.request('evaluate', { expression: 'typed', context: 'repl' });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('typed\n');
});

test('pause while waiting shows the line that reads, expressions are expressions, and then it waits on', async () => {
  const program = script('local secret = 41\nlocal name = io.read() --@read\nprint(name, secret)\n');
  const dap = adapter();
  await dap.launch(program.path);
  await asked(dap);
  await dap.request('pause', { threadId: 1 });
  const { threadId } = await dap.stopped('pause');
  const frame = (await dap.stack(threadId)).find(({ source }) => source?.path === program.path)!;
  expect(frame.line).toBe(program.at('read'));
  expect(await dap.evaluate('secret + 1', frame.id)).toBe('42');
  await dap.request('continue', { threadId });
  await enter(dap, 'Ada');
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('Ada\t41\n');
});

test('an expression that reads, evaluated at a stop, gets its line there; cancelled, it takes none', async () => {
  const program = script('local name = "none" --@here\nprint(io.read())\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  const reading = dap.evaluate('io.read() .. "!"');
  await enter(dap, 'Ada');
  expect(await reading).toBe('"Ada!"');
  const given = dap.post('evaluate', { expression: 'io.read()', context: 'repl' });
  await asked(dap);
  await dap.request('cancel', { requestId: given });
  expect(await dap.response(given)).toMatchObject({ success: false, message: 'cancelled' });
  expect(await dap.evaluate('1 + 1')).toBe('2');
  await dap.request('continue', { threadId });
  await enter(dap, 'typed');
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('typed\n');
});

describe('while a program waits', () => {
  test('terminate ends it', async () => {
    const dap = adapter();
    await dap.launch(script('pcall(io.read) while true do pcall(io.read) end\n').path);
    await asked(dap);
    await dap.request('terminate');
    expect(await dap.exitCode()).toBe(1);
    expect(await dap.quit()).toBe(0);
  });

  test('restart begins it anew, and the new one gets the line', async () => {
    const dap = adapter();
    await dap.launch(script('print(io.read())\n').path);
    await asked(dap);
    await dap.request('restart');
    await enter(dap, 'second');
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('second\n');
  });

  test('a client that leaves it running ends its input', async () => {
    const kernel = await tcpKernel();
    const program = kernel.box.file('reads.lua', 'got = io.read("a")\nlocal n = 0\nwhile true do\n  n = n + 1\nend\n');
    const first = kernel.connect();
    await first.launch(program, { token: kernel.token });
    await asked(first);
    await first.vanish();
    const client = await attached(kernel, (second) => second.breakpoints(program, [4]));
    await client.stopped('breakpoint');
    expect(await client.evaluate('got')).toBe('""');
    await client.request('disconnect', { terminateDebuggee: true });
  });

  test('a client that attaches is asked', async () => {
    const kernel = await tcpKernel();
    const program = kernel.box.file('reads.lua', 'while not go do end\nprint(io.read())\n');
    const first = kernel.connect();
    await first.launch(program, { token: kernel.token });
    await first.request('disconnect', { terminateDebuggee: false });
    const client = await attached(kernel);
    await client.evaluate('go = true');
    await enter(client, 'typed');
    await client.event('terminated');
    expect(client.output('stdout')).toBe('typed\n');
  });
});
