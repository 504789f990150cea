import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { TerminalRpc } from '../../common/terminal-rpc.ts';
import { EventBus } from '../../runtime/events/bus.ts';
import { Debuggers } from '../sessions/debuggers.ts';
import type { VmSession } from '../sessions/vm-session.ts';
import { TerminalProgram } from './terminal-program.ts';

test('a request that comes before the VM is made waits for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ls-'));
  const server = createServer().listen(join(folder, 's'));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const program = await TerminalProgram.connect(join(folder, 's'), { events: new EventBus({ kernelId: 'k', onListenerError: () => undefined }), secrets: () => undefined, end: () => undefined });
  const [socket] = await connected;
  const adapter = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  adapter.listen();

  const answer = adapter.sendRequest(TerminalRpc.Debug, { method: 'threads', params: {} });
  let isAnswered = false;
  answer.then(() => (isAnswered = true), () => (isAnswered = true));
  await adapter.sendRequest('unknown').catch(() => undefined);
  expect(isAnswered).toBe(false);
  const session = { debuggers: new Debuggers(), onDebugEvent: () => () => undefined, debugRequest: () => Promise.resolve([]) } as unknown as VmSession;
  const ending = new AbortController();
  const prepared = program.prepare(session, ending.signal);
  expect(await answer).toEqual([]);
  ending.abort(new Error('over'));
  await expect(prepared).rejects.toThrow('over');
  adapter.dispose();
  socket.destroy();
});
