/** Programs that scripts of a kernel have started end with the kernel, by whatever way it is ended. */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { DapClient } from '../support/dap-client.ts';
import { Sandbox, type Running } from '../support/processes.ts';
import { STUBBORN, isAlive, stubbornIn } from '../support/stubborn-programs.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
  box.file('llmspell.toml', '[tools.system]\nallow_process_execution = true\nallowed_commands = ["sh"]\n');
});
afterEach(() => box.dispose());

/** A kernel in which a debugged script has started the programs and goes on with `rest`. */
async function kernelWith(rest: string): Promise<{ running: Running; programs: number[] }> {
  const running = box.llmspell('kernel', 'start', '--port', '0', '--id', 'one');
  const [, file = ''] = await running.saw(/connection file: (.*)\n/);
  const info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  const socket = createConnection(info.dap_port!, '127.0.0.1');
  socket.on('error', () => undefined);
  await new DapClient(socket, socket).launch(box.file('main.lua', `local p = io.popen([==[${STUBBORN}]==])\n${rest}\n`), { token: info.token });
  return { running, programs: await stubbornIn(box.folder) };
}

describe.skipIf(process.platform !== 'linux')('the programs of a kernel', () => {
  it.each<[string, string, (running: Running) => Promise<unknown>]>([
    ['kernel stop, while the script reads from them', 'p:read("a")', () => box.llmspell('kernel', 'stop', '--id', 'one').ended],
    ['kernel stop, while the script is busy', 'while true do pcall(function() while true do end end) end', () => box.llmspell('kernel', 'stop', '--id', 'one').ended],
    ['SIGTERM', 'p:read("a")', async (running) => running.kill('SIGTERM')],
    ['SIGINT', 'p:close()', async (running) => running.kill('SIGINT')],
  ])('end by %s', async (_title, rest, end) => {
    const { running, programs } = await kernelWith(rest);
    expect(programs.map(isAlive)).toEqual([true, true]);
    await end(running);
    expect((await running.ended).code).toBe(0);
    expect(programs.map(isAlive)).toEqual([false, false]);
  });
});
