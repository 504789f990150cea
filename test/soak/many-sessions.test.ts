// Hundreds of debug sessions on one kernel: it keeps no thread, no open file and no growing memory of them.
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { eventually } from '../harness/eventually.ts';
import { DapClient } from '../support/dap-client.ts';
import { Sandbox, type Running } from '../support/processes.ts';

const WARM_UP = 50;
const SESSIONS = 400;
const SCRIPT = `
local poet = Agent.builder():name("poet"):model("demo/echo"):build()
local rows = {}
for i = 1, 2000 do rows[i] = { i, tostring(i) } end
print(#rows, poet:execute({ prompt = "hello" }).text)
`;

describe.runIf(process.platform === 'linux')('many debug sessions on one kernel', () => {
  const box = new Sandbox();
  let kernel: Running;
  let info: ConnectionInfo;
  let script: string;

  beforeAll(async () => {
    script = box.file('session.lua', SCRIPT);
    kernel = box.llmspell('kernel', 'start', '--port', '0');
    const [, file = ''] = await kernel.saw(/connection file: (.*)\n/);
    info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  });
  afterAll(() => box.dispose());

  async function debugOnce(): Promise<void> {
    const socket = createConnection(info.dap_port!, '127.0.0.1');
    const client = new DapClient(socket, socket);
    await client.launch(script, { token: info.token }, () => client.breakpoints(script, [5]));
    const { threadId } = await client.event('stopped');
    const { stackFrames } = (await client.request('stackTrace', { threadId })) as { stackFrames: { id: number }[] };
    await client.request('scopes', { frameId: stackFrames[0]!.id });
    await client.request('continue', { threadId });
    await client.event('terminated');
    expect(client.output('stdout')).toMatch(/^2000\t\[demo\]/);
    await client.request('disconnect').catch(() => undefined);
    socket.destroy();
  }

  const entries = (name: string) => readdirSync(`/proc/${kernel.pid}/${name}`).length;
  const residentMegabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.pid}/status`, 'utf8'))?.[1]) / 1024;

  it('leaves nothing of them behind', async () => {
    for (let session = 0; session < WARM_UP; session++) await debugOnce();
    const before = { threads: entries('task'), files: entries('fd'), memory: residentMegabytes() };
    for (let session = 0; session < SESSIONS; session++) await debugOnce();
    // A worker's thread and a closed socket take a moment to go.
    await eventually('the threads of before', () => entries('task'), (threads) => threads <= before.threads);
    await eventually('the open files of before', () => entries('fd'), (files) => files <= before.files);
    // The allocator keeps some; a leak of one session (a Lua heap of some MB each) would be far more.
    expect(residentMegabytes() - before.memory).toBeLessThan(150);
  });
});
