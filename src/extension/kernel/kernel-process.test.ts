import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../base/env.ts';
import type { KernelStatus } from '../../common/editor-rpc.ts';
import { KernelProcess } from './kernel-process.ts';

/** A kernel as small as can be: its first argument says how it behaves. */
const SCRIPT = `
const say = (message) => { const text = JSON.stringify({ jsonrpc: '2.0', ...message }); process.stdout.write('Content-Length: ' + Buffer.byteLength(text) + '\\r\\n\\r\\n' + text); };
const how = process.argv[2];
console.error('hello from', how);
if (how === 'broken') { console.error('cannot load the engine'); process.exit(3); }
say({ method: 'kernel/ready', params: { kernelId: 'k', pid: process.pid, version: '1', dapSocket: '', connectionFile: '', missing: [] } });
say({ method: 'kernel/status', params: { state: 'ready', executions: 0, stopped: 0, requests: 0 } });
process.stdin.on('end', () => process.exit(0));
let received = '';
process.stdin.on('data', (data) => {
  received += data;
  const request = /{.*kernel.shutdown.*}/.exec(received);
  if (request && how !== 'deaf') say({ id: JSON.parse(request[0]).id, result: { cancelled: 0 } });
});
`;

describe('a kernel process', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'llmspell-kernel-process-'));
    writeFileSync(join(folder, 'kernel.cjs'), SCRIPT);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function start(how: string, command = process.execPath) {
    const lines: string[] = [];
    const statuses: KernelStatus[] = [];
    const kernel = new KernelProcess(
      { runtime: { name: 'test', command, env: {} }, script: join(folder, 'kernel.cjs'), args: [how], cwd: folder, env: readEnvironment().vars, log: (line) => lines.push(line) },
      (status) => statuses.push(status),
    );
    return { kernel, lines, statuses };
  }

  it('is ready when it says so, hands on its log and its status, and ends when asked', async () => {
    const { kernel, lines, statuses } = start('well');
    expect(await kernel.ready).toMatchObject({ kernelId: 'k', missing: [] });
    expect(await kernel.stop()).toMatchObject({ code: 0, how: 'ended' });
    expect(lines).toEqual(['hello from well']);
    expect(statuses).toEqual([{ state: 'ready', executions: 0, stopped: 0, requests: 0 }]);
  });

  it('says why it did not come up, with its last words', async () => {
    const { kernel } = start('broken');
    await expect(kernel.ready).rejects.toThrow('The kernel (test) ended with exit code 3. It said: hello from broken cannot load the engine');
  });

  it('says so when the program is not there', async () => {
    const { kernel } = start('well', join(folder, 'no-such-node'));
    await expect(kernel.ready).rejects.toThrow(/could not be started: .*ENOENT/);
  });

  it('tells who killed it', async () => {
    const { kernel } = start('well');
    const { pid } = await kernel.ready;
    process.kill(pid, 'SIGKILL');
    expect(await kernel.exited).toMatchObject({ signal: 'SIGKILL', how: 'was killed (SIGKILL)' });
    expect(kernel.stopping).toBe(false);
  });

  it('is killed when it does not listen', async () => {
    const { kernel } = start('deaf');
    await kernel.ready;
    expect(await kernel.stop()).toMatchObject({ signal: 'SIGKILL' });
  });
});
