/** What agents do in a program that a debugger attached to: whole for the debugger, without message content on the socket that asks for no token. */
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { EventTypes, type SpellEvent } from '../../src/common/events.ts';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { subscribeEvents } from '../../src/protocols/events/subscriber.ts';
import { CLI, Sandbox, type Running } from '../support/processes.ts';
import type { DapClient } from './client.ts';
import { attachTo, reach, tcpKernel } from './kernel.ts';

const asks = `local poet = Agent.create("poet", { model = "demo/echo" })
repeat
  poet:execute({ prompt = "a secret" })
until finish == nil
os.exit(finish)
`;

let box: Sandbox;
let path: string;
beforeEach(() => {
  box = new Sandbox();
  path = box.file('asks.lua', asks);
});
afterEach(() => box.dispose());

async function connectionOf(running: Running): Promise<ConnectionInfo> {
  for (;;) {
    const [, file] = /connection file: (.*)\n/.exec(running.stderr) ?? [];
    if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
    await new Promise((resolve) => running.process.stderr.once('data', resolve));
  }
}

const told = (dap: DapClient): SpellEvent[] => dap.events('spellEvents').flatMap(({ events }) => events as SpellEvent[]);

test('a debugger that asks gets them with their content, from its coming to the end of the program', async () => {
  const running = box.llmspell('run', '--debug-port', '0', path);
  const { dap } = await attachTo(await connectionOf(running), path, [4]);
  await dap.stopped('breakpoint');
  expect(told(dap)).toEqual([]);
  await dap.request('followEvents');
  await dap.event('spellEvents');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  const events = told(dap);
  expect(events[0]).toMatchObject({ event_type: EventTypes.ExecutionStart });
  expect(events.find(({ event_type: type }) => type === EventTypes.AgentStart)).toMatchObject({ data: { prompt: 'a secret' }, source: { file: path, line: 3 } });
  expect(events.at(-1)).toMatchObject({ event_type: EventTypes.ExecutionEnd, data: { exit_code: 0 } });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => events[0]!.sequence + index));
  expect((await running.ended).code).toBe(0);
});

test('the events socket of `run --debug` has them signed and without content', async () => {
  const running = box.llmspell('run', '--debug-port', '0', box.file('asks.lua', asks.replace('finish == nil', 'finish')));
  const info = await connectionOf(running);
  const { dap } = await attachTo(info, path);
  const started = await new Promise<SpellEvent>((resolve, reject) => {
    void subscribeEvents({
      endpoint: `tcp://127.0.0.1:${info.events_port}`,
      key: info.key,
      prefixes: [EventTypes.AgentStart],
      onEvent: resolve,
      onRefused: (reason) => reject(new Error(reason)),
    }).then((subscriber) => onTestFinished(() => subscriber.close()));
  });
  expect(started.attributes).toMatchObject({ 'llmspell.content': 'omitted' });
  expect(JSON.stringify(started)).not.toContain('a secret');
  await dap.evaluate('finish = 4');
  expect(await dap.exitCode()).toBe(4);
  expect((await running.ended).code).toBe(4);
});

test('a program is debugged, and tells its debugger what its agents do, where there is no ZeroMQ', async () => {
  // Nothing can be loaded from the packages beside a copy that has none.
  const dist = join(box.folder, 'copy', 'dist');
  cpSync(dirname(CLI), dist, { recursive: true, filter: (from) => !/\/(test|vsix|assets)$/.test(from) });
  const running = box.start(join(dist, 'cli.mjs'), ['run', '--debug-port', '0', path]);
  const info = await connectionOf(running);
  expect(info).not.toHaveProperty('events_port');
  const { dap } = await attachTo(info, path, [4]);
  await dap.stopped('breakpoint');
  await dap.request('followEvents');
  await dap.event('spellEvents');
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(told(dap).map(({ event_type: type }) => type)).toContain(EventTypes.AgentEnd);
  expect(await running.ended).toMatchObject({ code: 0, stdout: '' });
});

test('nobody gets them without the token', async () => {
  const kernel = await tcpKernel(box);
  const stranger = reach(kernel.info);
  await stranger.initialize();
  stranger.post('followEvents');
  const known = await kernel.launch(path, [4]);
  await known.stopped('breakpoint');
  await known.request('disconnect', { terminateDebuggee: true });
  await expect(stranger.request('attach', { token: 'wrong' })).rejects.toThrow(/token/);
  expect(stranger.messages.filter(({ type }) => type !== 'request').map(({ command, event }) => event ?? command)).toEqual(['initialize', 'attach']);
  stranger.drop();
});
