import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { Refused } from './client.ts';
import { scratch, script } from './script.ts';

async function launchError(program: string, args = {}): Promise<Refused> {
  const dap = adapter();
  await dap.initialize();
  const error = await dap.request('launch', { program, ...args }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refused);
  expect(await dap.quit()).toBe(0);
  return error as Refused;
}

describe('launch fails', () => {
  test('for a file that does not exist', async () => {
    const missing = join(scratch(), 'missing.lua');
    const error = await launchError(missing);
    expect(error.message).toContain(missing);
    expect(error.response.body!['error']).toMatchObject({ showUser: true });
  });

  test('for a file that cannot be read', async () => {
    // Not by its mode, which root ignores: a link that leads to itself can be opened by nobody.
    const path = join(scratch(), 'circle.lua');
    symlinkSync(path, path);
    const { message } = await launchError(path);
    expect(message).toContain(path);
    expect(message).not.toContain('not found');
  });

  test('for a folder and for a binary file', async () => {
    const folder = scratch();
    expect((await launchError(folder)).message).toContain(folder);
    const binary = join(folder, 'picture.lua');
    writeFileSync(binary, Buffer.from([0x89, 0x50, 0, 0, 1, 2, 3]));
    expect((await launchError(binary)).message).toMatch(/binary|not.*text/);
  });

  test('for a working folder that is none', async () => {
    const program = script('print(1)');
    for (const cwd of [join(scratch(), 'absent'), program.path]) expect((await launchError(program.path, { cwd })).message).toContain(`folder${cwd === program.path ? ' is not a folder' : ' does not exist'}: ${cwd}`);
  });

  test('without a program, or with arguments of the wrong type, naming the field', async () => {
    const dap = adapter();
    await dap.initialize();
    await expect(dap.request('launch', {})).rejects.toThrow('"program" must be a string');
    await expect(dap.request('launch', { program: '/x.lua', args: 'a b' })).rejects.toThrow('"args" must be a list of strings');
    await expect(dap.request('launch', { program: 'x.lua' })).rejects.toThrow('absolute');
    await expect(dap.request('launch', { program: '/x.lua', env: 'X' })).rejects.toThrow('"env" must be an object');
  });
});

test('a syntax error ends the program with exit code 1 and says file and line', async () => {
  const program = script('print("fine")\nlocal = 1\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: ['uncaught'] }));
  expect(await dap.exitCode()).toBe(1);
  expect(dap.output('stderr')).toContain(`${program.path}:2: <name> expected near '='`);
  expect(dap.output('stdout')).toBe('');
});

describe('the end', () => {
  test.each([
    ['print("x")', 0],
    ['os.exit(3)', 3],
    ['io.write("x") os.exit(true)', 0],
    ['os.exit(false)', 1],
    ['pcall(os.exit, 4)', 4],
    ['coroutine.wrap(function() pcall(function() os.exit(5) end) end)()', 5],
    ['error("x")', 1],
    ['error()', 1],
  ])('of %s has exit code %i', async (text, expected) => {
    const program = script(`${text}\n`);
    const dap = adapter();
    await dap.launch(program.path);
    expect(await dap.exitCode()).toBe(expected);
    expect(dap.output('console')).toBe(expected === 0 ? '' : `main.lua ended with exit code ${expected}\n`);
    expect(await dap.quit()).toBe(0);
  });

  test('comes after all output, exited before terminated', async () => {
    const program = script('for i = 1, 1000 do io.write(i, "\\n") end io.stderr:write("err") os.exit(2)\n');
    const dap = adapter();
    await dap.launch(program.path);
    expect(await dap.exitCode()).toBe(2);
    expect(dap.output('stdout')).toBe(Array.from({ length: 1000 }, (_, i) => `${i + 1}\n`).join(''));
    expect(dap.output('stderr')).toBe('err');
    expect(dap.messages.filter(({ type }) => type === 'event').slice(-2).map(({ event }) => event)).toEqual(['exited', 'terminated']);
  });

  test('arguments, environment and working folder reach the program', async () => {
    const program = script('print(arg[0], ..., #arg, os.getenv("GREETING"), os.getenv("HOME"))\n');
    const dap = adapter();
    await dap.launch(program.path, { args: ['one', 'two'], env: { GREETING: 'hello', HOME: null }, cwd: program.folder });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe(`${program.path}\tone\t2\thello\tnil\n`);
  });
});

const endless: [string, string][] = [
  ['a busy loop', 'while true do end'],
  ['a loop of protected calls', 'while true do pcall(function() while true do end end) end'],
  ['a loop in a coroutine under xpcall', 'while true do coroutine.wrap(function() xpcall(function() while true do end end, function() while true do end end) end)() end'],
  ['a flood of output', 'while true do print("flood") end'],
];

describe('terminate ends', () => {
  test.each(endless)('%s', async (_, text) => {
    const program = script(`io.stderr:write("up")\n${text}\n`);
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output', (body) => body.category === 'stderr');
    await dap.request('terminate');
    expect(await dap.exitCode()).not.toBe(0);
    expect(await dap.quit()).toBe(0);
  });

  test('a program that is stopped', async () => {
    const program = script('print("x")\n');
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true });
    await dap.stopped('entry');
    await dap.request('terminate');
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('');
  });

  test('a program that was launched and never configured', async () => {
    const program = script('print("x")\n');
    const dap = adapter();
    await dap.initialize();
    await dap.request('launch', { program: program.path });
    await dap.event('initialized');
    await dap.request('terminate');
    await dap.event('terminated');
    expect(await dap.quit()).toBe(0);
  });
});

describe('a client that leaves', () => {
  test('by disconnect ends what it launched, and the adapter ends with 0', async () => {
    const program = script('print("up") while true do end\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    expect(await dap.quit()).toBe(0);
  });

  test('and lets the program go: it runs to its end, unread, and the adapter ends with it', async () => {
    const folder = scratch();
    const file = join(folder, 'end.txt');
    const program = script(`print("up")\nwhile not io.open("${join(folder, 'go')}") do end\nfor i = 1, 1e5 do print("unread") end\nio.open("${file}", "w"):write("lived"):close()\n`, 'main.lua', folder);
    const dap = adapter();
    await dap.launch(program.path);
    await dap.until('its output', () => (dap.output('stdout').includes('up') ? true : undefined));
    await dap.request('disconnect', { terminateDebuggee: false });
    await dap.closed();
    writeFileSync(join(folder, 'go'), '');
    expect(await dap.exited).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('lived');
  });

  test('by closing its end, also while stopped, ends the adapter', async () => {
    const program = script('print("x")\n');
    const dap = adapter();
    await dap.launch(program.path, { stopOnEntry: true });
    await dap.stopped('entry');
    dap.process.stdin!.end();
    expect(await dap.exited).toBe(0);
  });
});

describe('restart', () => {
  test('runs the program anew in the same session, with its breakpoints, and no terminated in between', async () => {
    const program = script('count = (count or 0) + 1\nprint(count, ...) --@here\n');
    const dap = adapter();
    await dap.launch(program.path, { args: ['first'] }, () => dap.breakpoints(program.path, [program.at('here')]));
    await dap.stopped('breakpoint');
    await dap.evaluate('count = 100');
    await dap.request('restart', { arguments: { args: ['second'] } });
    await dap.event('continued');
    await dap.stopped('breakpoint');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('1\tsecond\n');
    expect(dap.events('terminated')).toHaveLength(1);
    expect(dap.events('exited')).toHaveLength(1);
  });

  const busy = 'io.stderr:write("up") local i = 0 while true do i = i + 1 end\n';

  test.each(['terminate', 'disconnect'])('together with %s ends the program, once', async (command) => {
    const dap = adapter();
    await dap.launch(script(busy).path);
    await dap.event('output', ({ category }) => category === 'stderr');
    await Promise.all([dap.request('restart').catch(() => undefined), dap.request(command)]);
    if (command === 'terminate') await dap.exitCode();
    expect(await dap.quit()).toBe(0);
    expect(dap.events('exited')).toHaveLength(1);
    expect(dap.events('terminated')).toHaveLength(1);
  });

  test('asked for twice at once runs one program', async () => {
    const dap = adapter();
    await dap.launch(script(busy).path);
    await dap.event('output', ({ category }) => category === 'stderr');
    await Promise.all([dap.request('restart'), dap.request('restart')]);
    expect(dap.events('exited')).toEqual([]);
    await dap.request('terminate');
    expect(await dap.exitCode()).toBe(1);
    expect(await dap.quit()).toBe(0);
    expect(dap.output('important')).toBe('');
    expect(dap.events('exited')).toHaveLength(1);
    expect(dap.events('terminated')).toHaveLength(1);
  });

  test('of a program that is gone by then ends the session with the reason', async () => {
    const program = script(busy);
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output', ({ category }) => category === 'stderr');
    rmSync(program.path);
    await expect(dap.request('restart')).rejects.toThrow(program.path);
    expect(await dap.exitCode()).toBe(1);
    expect(await dap.quit()).toBe(0);
  });

  test('works from a busy loop too', async () => {
    const program = script('print("up") while true do end\n');
    const dap = adapter();
    await dap.launch(program.path);
    await dap.event('output');
    await dap.request('restart');
    await dap.event('output');
    expect(dap.events('terminated')).toHaveLength(0);
    await dap.request('terminate');
    await dap.exitCode();
  });
});

test('noDebug just runs: no stop, no breakpoint, the same output and exit code', async () => {
  const program = script('local x = 1\nprint(x) --@here\nerror("x")\n');
  const dap = adapter();
  await dap.launch(program.path, { noDebug: true, stopOnEntry: true }, async () => {
    const [breakpoint] = await dap.breakpoints(program.path, [program.at('here')]);
    expect(breakpoint).toMatchObject({ verified: false, message: 'The program runs without debugging.' });
    await dap.request('setExceptionBreakpoints', { filters: ['uncaught'] });
  });
  expect(await dap.exitCode()).toBe(1);
  expect(dap.output('stdout')).toBe('1\n');
  expect(dap.events('stopped')).toHaveLength(0);
});

test('attach is refused by an adapter that has only what it launches, with the way to go', async () => {
  const dap = adapter();
  await dap.initialize();
  await expect(dap.request('attach', { port: 9556 })).rejects.toThrow(/connect to the debug port of its kernel \(`dap_port`/);
  expect(await dap.quit()).toBe(0);
});

describe('what is no good request', () => {
  test('is answered by an error that says why, and the session goes on', async () => {
    const dap = adapter();
    await expect(dap.request('threads')).rejects.toThrow('"initialize"');
    await dap.initialize();
    await expect(dap.request('readMemory', {})).rejects.toThrow('"readMemory" is not supported');
    await expect(dap.request('constructor')).rejects.toThrow('not supported');
    await expect(dap.request('stackTrace', { threadId: 1 })).rejects.toThrow('No program is being debugged');
    await expect(dap.request('setBreakpoints', { breakpoints: [] })).rejects.toThrow('"source" must be an object');
    dap.raw('{ this is no JSON');
    const answer = await dap.until('an answer to no JSON', () => dap.messages.find((message) => message.message?.includes('not JSON')));
    expect(answer).toMatchObject({ type: 'response', success: false });
    dap.raw('[1, 2]');
    dap.raw('{"type":"request","seq":"x","command":"threads"}');
    dap.raw('null');
    await dap.until('answers to wrong shapes', () => (dap.messages.filter((message) => message.message?.startsWith('Malformed')).length >= 5 ? true : undefined));
    expect((await dap.request('threads')).threads).toEqual([]);
  });
});
