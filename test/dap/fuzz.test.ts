// Whatever a client sends, it gets an answer that says what is wrong, the kernel lives, and the program goes on or ends as it should. The seeds are fixed.
import { describe, expect, test } from 'vitest';
import { handlers } from '../../src/protocols/dap/requests/table.ts';
import { adapter } from './adapter.ts';
import type { DapClient } from './client.ts';
import type { Message } from './protocol.ts';
import { script } from './script.ts';
import { attached, tcpKernel, type TcpKernel } from './tcp-kernel.ts';

const commands = Object.keys(handlers);
/** Requests that begin or end something: tried on connections of their own. */
const lifeCommands = ['initialize', 'launch', 'attach', 'configurationDone', 'restart', 'terminate', 'disconnect'];
const otherCommands = commands.filter((command) => !lifeCommands.includes(command));

/** Every argument that some request reads. */
const fields = [
  'program', 'args', 'cwd', 'env', 'config', 'console', 'skipFiles', 'stopOnEntry', 'noDebug', 'token', 'session', 'host', 'port', 'connectionFile', 'terminateDebuggee', 'suspendDebuggee',
  'arguments', 'adapterID', 'pathFormat', 'linesStartAt1', 'columnsStartAt1', 'clientID', 'supportsInvalidatedEvent',
  'threadId', 'threadIds', 'frameId', 'variablesReference', 'locationReference', 'sourceReference', 'requestId', 'targetId', 'dataId', 'accessType', 'singleThread', 'granularity',
  'source', 'breakpoints', 'lines', 'line', 'endLine', 'column', 'endColumn', 'filters', 'filterOptions', 'name', 'names', 'value', 'expression', 'context', 'text', 'format',
  'start', 'count', 'filter', 'startFrame', 'levels', 'path', 'hex', 'asAddress', 'bytes', 'mode',
];
const values: readonly unknown[] = [
  null, true, false, 0, 1, -1, 7, 1.5, 1e308, 2 ** 53, -(2 ** 31), '', 'x', 'local', '\u0000', 'é'.repeat(500), '../..', '{', 'return', 'nil', [], [null], [1], ['a'], [[]], {}, { path: 5 }, { path: '' },
  { path: '/nowhere/at/all.lua' }, { sourceReference: 99 }, { line: 'one' }, [{ line: 'one' }], [{ line: -5 }], [{ line: 1e9, condition: 5 }], [{ name: 5 }], [{ filterId: null }], [{ dataId: [] }],
];

/** Small, seeded, the same everywhere. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function argumentsOf(next: (below: number) => number): unknown {
  if (next(20) === 0) return values[next(values.length)];
  const args: Record<string, unknown> = {};
  for (let count = 1 + next(6); count > 0; count--) args[fields[next(fields.length)]!] = values[next(values.length)];
  return args;
}

/** A refusal is a sentence for people: nothing of our own inside. */
function expectClear(response: Message, sent: unknown): void {
  const context = JSON.stringify(sent).slice(0, 300);
  if (response.success) return;
  expect(response.message, context).toMatch(/\S/);
  expect(response.message, context).not.toMatch(/cannot read propert|is not a function|is not iterable|undefined \(|\[object|\bat .*\.(mjs|ts):|Unexpected token|Maximum call stack/i);
  if (response.message !== 'cancelled') expect(response.body?.['error'], context).toMatchObject({ id: expect.any(Number) as number, format: expect.stringMatching(/\S/) as string });
}

async function sendWrong(client: DapClient, command: string, args: unknown): Promise<Message> {
  const response = await client.response(client.post(command, args as object));
  expectClear(response, { command, args });
  return response;
}

const busy = 'print("up")\nlocal t = { a = { 1, 2 }, b = "text" }\nlocal function f(x, ...)\n  local y = x\n  return y\nend\nwhile not stop do\n  f(t)\nend\n';


describe('arguments of the wrong type', () => {
  test('of every request, while running and while stopped', { timeout: 120_000 }, async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('busy.lua', busy);
    for (const [seed, command] of otherCommands.entries()) {
      const next = random(seed + 1);
      const client = kernel.connect();
      await client.launch(path, { token: kernel.token });
      await client.event('output');
      for (let count = 0; count < 15; count++) await sendWrong(client, command, argumentsOf(next));
      await client.request('pause', { threadId: 1 });
      await client.event('stopped');
      for (let count = 0; count < 40; count++) {
        await sendWrong(client, command, argumentsOf(next));
        // Arguments that happened to be right may have resumed it.
        await client.request('pause', { threadId: 1 });
      }
      expect((await client.request('threads')).threads.length, command).toBeGreaterThan(0);
      await client.request('terminate');
      await client.event('terminated');
      await client.request('disconnect');
    }
    expect(kernel.process.stderr).toBe('');
  });

  test('of what begins and ends a session', async () => {
    const next = random(4711);
    const program = script('print("ran")\n').path;
    for (const command of lifeCommands) {
      const dap = adapter();
      if (command !== 'initialize') await dap.initialize();
      for (let count = 0; count < 25 && !dap.isClosed; count++) {
        const args = argumentsOf(next);
        // A goodbye is one, whatever else it says.
        if (command === 'disconnect' && count > 0) break;
        await sendWrong(dap, command, args);
      }
      if (command === 'disconnect') {
        expect(await dap.quit()).toBe(0);
        continue;
      }
      await dap.request('initialize', { adapterID: 'llmspell' });
      if (command === 'terminate') await expect(dap.request('launch', { program })).rejects.toThrow('was ended');
      else {
        await dap.request('launch', { program });
        await dap.request('configurationDone');
        expect(await dap.exitCode()).toBe(0);
      }
      expect(await dap.quit()).toBe(0);
    }
  });
});

describe('requests out of their order', () => {
  const program = (): string => script('local x = 1\nprint(x)\n').path;
  const ordinary = otherCommands;

  test('before initialize, before launch, before configurationDone, and after the end', async () => {
    const dap = adapter();
    for (const command of commands.filter((name) => name !== 'initialize' && name !== 'disconnect')) {
      expect((await sendWrong(dap, command, {})).message).toContain('"initialize"');
    }
    await dap.initialize();
    for (const command of [...ordinary, 'configurationDone', 'restart']) await sendWrong(dap, command, { threadId: 1, frameId: 1, variablesReference: 1, expression: 'x' });
    await dap.request('launch', { program: program() });
    await dap.event('initialized');
    for (const command of ordinary) if (!['continue', 'next', 'stepIn', 'stepOut'].includes(command)) await sendWrong(dap, command, { threadId: 1, frameId: 1, variablesReference: 1, expression: 'x' });
    expect((await sendWrong(dap, 'launch', { program: program() })).message).toContain('already has its program');
    expect((await sendWrong(dap, 'attach', {})).message).toContain('already has its program');
    await dap.request('configurationDone');
    expect((await sendWrong(dap, 'configurationDone', {})).success).toBe(false);
    expect(await dap.exitCode()).toBe(0);
    for (const command of ordinary) await sendWrong(dap, command, { threadId: 1, frameId: 1, variablesReference: 1, expression: 'x' });
    expect(dap.events('exited')).toHaveLength(1);
    expect(dap.events('terminated')).toHaveLength(1);
    expect(await dap.quit()).toBe(0);
  });

  test('ids of another stop, of another thread, of nothing', async () => {
    const dap = adapter();
    const source = script('local function f(n)\n  local t = { n }\n  return t --@here\nend\nf(1)\nf(2)\n');
    await dap.launch(source.path, {}, () => dap.breakpoints(source.path, [source.at('here')]));
    await dap.stopped('breakpoint');
    const [frame] = await dap.stack(1);
    const { scopes } = await dap.request('scopes', { frameId: frame!.id });
    const locals = scopes.find(({ name }) => name === 'Locals')!.variablesReference;
    const table = (await dap.variables(locals))[0]!.variablesReference;
    await dap.request('continue', { threadId: 1 });
    await dap.stopped('breakpoint');
    for (const [command, args] of [
      ['scopes', { frameId: frame!.id }],
      ['variables', { variablesReference: locals }],
      ['variables', { variablesReference: table }],
      ['setVariable', { variablesReference: locals, name: 't', value: '1' }],
      ['evaluate', { expression: 'n', frameId: frame!.id }],
      ['stackTrace', { threadId: 99 }],
      ['scopes', { frameId: 123_456 }],
      ['variables', { variablesReference: 123_456 }],
      ['exceptionInfo', { threadId: 1 }],
      ['source', { sourceReference: 77 }],
      ['locations', { locationReference: 5 }],
    ] as const) {
      expect(await sendWrong(dap, command, args), command).toMatchObject({ success: false });
    }
    // What is right still works.
    const [now] = await dap.stack(1);
    expect(await dap.evaluate('n', now!.id)).toBe('2');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('frames that are none', () => {
  test.each([
    ['no JSON', 'Content-Length: 5\r\n\r\n{nope', 'it is not JSON', true],
    ['nothing', 'Content-Length: 0\r\n\r\n', 'it is not JSON', true],
    ['bytes that are no text', Buffer.concat([Buffer.from('Content-Length: 4\r\n\r\n'), Buffer.from([0xff, 0xfe, 0x00, 0x80])]), 'it is not JSON', true],
    ['a list', 'Content-Length: 2\r\n\r\n[]', '"type" must be', true],
    ['a number', 'Content-Length: 1\r\n\r\n7', 'must be an object', true],
    ['a hundred thousand brackets', `Content-Length: 100000\r\n\r\n${'['.repeat(100_000)}`, 'it is not JSON', true],
    ['a wrong length', 'Content-Length: many\r\n\r\n{}', 'not "many"', false],
    ['a negative length', 'Content-Length: -7\r\n\r\n{}', 'not "-7"', false],
    ['a length of a terabyte', 'Content-Length: 1000000000000\r\n\r\n', 'may have', false],
    ['no header at all', 'x'.repeat(10_000), 'must begin with', false],
  ])('%s', async (_, bytes, message, goesOn) => {
    const program = script(busy).path;
    const dap = adapter();
    await dap.launch(program);
    await dap.event('output');
    dap.process.stdin!.write(bytes);
    const answer = await dap.until('the answer', () => dap.messages.find((said) => said.type === 'response' && said.success === false));
    expectClear(answer, bytes.toString().slice(0, 50));
    expect(answer.message).toContain(message);
    if (goesOn) {
      expect((await dap.request('threads')).threads.length).toBeGreaterThan(0);
      await dap.request('terminate');
    }
    // A connection that cannot be read any more is a client that is gone: its program ends with it.
    expect(await (goesOn ? dap.quit() : dap.exited)).toBe(0);
  });

  test('a conversation cut into single bytes, and one in a single piece', async () => {
    const { path } = script('print("cut")\n');
    const frames = [
      { command: 'initialize', arguments: { adapterID: 'é🌙' } },
      { command: 'launch', arguments: { program: path } },
      { command: 'configurationDone' },
    ].map((request, index) => JSON.stringify({ seq: index + 1, type: 'request', ...request }));
    const bytes = Buffer.concat(frames.map((text) => Buffer.from(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)));
    // `configurationDone` may not overtake a launch that is still under way: it goes when the client has heard `initialized`.
    const [rest] = bytes.toString().split('Content-Length').slice(-1);
    const last = Buffer.from(`Content-Length${rest}`);
    const first = bytes.subarray(0, bytes.length - last.length);
    for (const pieces of [Array.from(first, (byte) => Buffer.from([byte])), [first]]) {
      const dap = adapter();
      for (const piece of pieces) dap.process.stdin!.write(piece);
      await dap.event('initialized');
      dap.process.stdin!.write(last);
      expect(await dap.exitCode()).toBe(0);
      expect(dap.output('stdout')).toBe('cut\n');
    }
  });
});

describe('a client that vanishes', () => {
  const alive = async (kernel: TcpKernel): Promise<void> => {
    const client = kernel.connect();
    const path = kernel.box.file('check.lua', 'print("alive")\n');
    await client.launch(path, { token: kernel.token });
    expect(await client.exitCode()).toBe(0);
    expect(client.output('stdout')).toBe('alive\n');
    await client.request('disconnect');
  };

  test('in the middle of each kind of request leaves the program running and the kernel well', async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('busy.lua', busy);
    const first = kernel.connect();
    await first.launch(path, { token: kernel.token });
    await first.event('output');
    await first.vanish();
    for (const command of otherCommands) {
      const client = await attached(kernel, (dap) => dap.breakpoints(path, [4]));
      await client.stopped('breakpoint');
      const frame = (await client.stack(1))[0]!;
      const args = { threadId: 1, frameId: frame.id, variablesReference: 1, expression: 'while true do end', context: 'repl', source: { path }, breakpoints: [{ line: 5 }], line: 1, text: 't.', column: 3, name: 't', value: '1' };
      client.post(command, args);
      await client.vanish();
    }
    const last = await attached(kernel);
    expect(last.events('stopped')).toEqual([]);
    await last.evaluate('stop = true');
    await last.event('terminated');
    await alive(kernel);
    expect(kernel.process.process.exitCode).toBeNull();
    expect(kernel.process.stderr).toBe('');
  }, 120_000);

  test('while it begins or ends, and after a broken message, too', async () => {
    const kernel = await tcpKernel();
    const path = kernel.box.file('short.lua', 'print("short")\n');
    for (const steps of [[], ['initialize'], ['initialize', 'launch'], ['initialize', 'launch', 'configurationDone'], ['initialize', 'launch', 'terminate'], ['initialize', 'launch', 'configurationDone', 'restart'], ['initialize', 'launch', 'configurationDone', 'disconnect']]) {
      const client = kernel.connect();
      for (const command of steps) client.post(command, { adapterID: 'llmspell', program: path, token: kernel.token });
      client.drop();
    }
    const broken = kernel.connect();
    broken.post('initialize', { adapterID: 'llmspell' });
    broken.raw('{"seq":2,"type":"req');
    broken.drop();
    await alive(kernel);
    expect(kernel.process.stderr).toBe('');
  });
});
