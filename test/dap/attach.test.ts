/** A debugger that comes to a running program over TCP, and leaves it running. */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { Sandbox } from '../support/processes.ts';
import { DapClient } from './client.ts';

const text = `local limit = 1
local function tick(n)
  local doubled = n * 2
  return doubled
end
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
local n = 0
print("up")
while not finish do
  n = n + 1
  tick(n)
end
os.exit(finish)
`;

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

async function kernel(): Promise<{ connect(): DapClient; token: string }> {
  const running = box.llmspell('kernel', 'start', '--port', '0');
  const [, file = ''] = await running.saw(/connection file: (.*)\n/);
  const info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  return {
    token: info.token!,
    connect() {
      const socket = createConnection(info.dap_port!, '127.0.0.1');
      return new DapClient(socket, socket);
    },
  };
}

async function attached(dap: DapClient, token: string, path: string, lines: number[]): Promise<void> {
  await dap.initialize();
  await dap.request('attach', { token });
  await dap.event('initialized');
  await dap.breakpoints(path, lines);
  await dap.request('setExceptionBreakpoints', { filters: [] });
  await dap.request('configurationDone');
}

test('attach, look, let go: breakpoints go with the debugger, the program stays; its end ends the next session', async () => {
  const { connect, token } = await kernel();
  const path = box.file('long.lua', text);
  const first = connect();
  await first.launch(path, { token });
  await first.event('output');
  await first.request('disconnect');
  await first.closed();

  const second = connect();
  await attached(second, token, path, [3]);
  expect(await second.stoppedAt('breakpoint')).toBe('tick:3');
  const frames = await second.stack(1);
  expect(frames.map(({ name }) => name)).toEqual(['tick', 'main chunk']);
  expect(Number(await second.evaluate('n + limit', frames[1]!.id))).toBeGreaterThan(1);
  expect((await second.request('threads')).threads).toHaveLength(2);
  expect((await second.request('loadedSources')).sources).toContainEqual({ name: 'long.lua', path });
  await second.request('disconnect');
  await second.closed();

  const third = connect();
  await attached(third, token, path, []);
  await third.request('pause', { threadId: 1 });
  await third.stopped('pause');
  await third.request('continue', { threadId: 1 });
  await third.evaluate('finish = 7');
  expect(await third.exitCode()).toBe(7);
  expect(third.events('stopped')).toHaveLength(1);
});

test('a client that is lost while the program is stopped lets it go on', async () => {
  const { connect, token } = await kernel();
  const path = box.file('long.lua', text);
  const first = connect();
  await first.launch(path, { token }, () => first.breakpoints(path, [3]));
  await first.stopped('breakpoint');
  await first.vanish();

  const second = connect();
  await attached(second, token, path, []);
  await second.evaluate('finish = 0');
  expect(await second.exitCode()).toBe(0);
});

test('a debugger that attached is told that it cannot restart the program: its client attaches again by itself', async () => {
  const { connect, token } = await kernel();
  const path = box.file('long.lua', text);
  const first = connect();
  await first.launch(path, { token });
  await first.event('output');
  const second = connect();
  await attached(second, token, path, []);
  expect(second.events('capabilities')).toEqual([{ capabilities: { supportsRestartRequest: false } }]);
  expect(first.events('capabilities')).toEqual([]);
  await expect(second.request('restart', { arguments: { request: 'attach', token } })).rejects.toThrow(/^Only who launched a program can restart it/);
  await second.request('disconnect');
  await second.closed();
  await first.request('terminate');
});
