import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attachLine, type EditorAttachReply, type EditorAttachRequest } from '../../common/editor-attach.ts';
import { listenForAttach, removeDeadSockets, type AttachListener } from './attach-listener.ts';

const request: EditorAttachRequest = { type: 'attach', connectionFile: '/k.json', program: '/a.lua', cwd: '/' };
let folder: string;
let listener: AttachListener | undefined;
const asked: EditorAttachRequest[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attach-'));
  asked.length = 0;
});
afterEach(() => {
  listener?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(reply: () => Promise<EditorAttachReply>): Promise<string> {
  listener = await listenForAttach(join(folder, 's'), (each) => {
    asked.push(each);
    return reply();
  });
  return listener.path;
}

/** Everything that the window says until it closes. */
function say(path: string, ...pieces: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(path, () => pieces.forEach((piece) => socket.write(piece)));
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
  });
}

it('answers one request with one line, also when it comes in pieces, and only this user can reach it', async () => {
  const path = await listen(() => Promise.resolve({ ok: true }));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const line = attachLine(request);
  expect(await say(path, line.slice(0, 10), line.slice(10))).toBe('{"ok":true}\n');
  expect(asked).toEqual([request]);
});

it('answers with the reason when it is refused, or when the attach fails', async () => {
  const path = await listen(() => Promise.reject(new Error('no debugger there')));
  expect(await say(path, attachLine(request))).toBe('{"ok":false,"message":"no debugger there"}\n');
});

it.each(['what?\n', '{"type":"attach"}\n', '[]\n', '\n'])('refuses what is no request: %j', async (line) => {
  const path = await listen(() => Promise.resolve({ ok: true }));
  expect(JSON.parse(await say(path, line))).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
});

it('gives up on a line without end', async () => {
  const path = await listen(() => Promise.resolve({ ok: true }));
  expect(await say(path, 'x'.repeat(20_000)).catch((error: NodeJS.ErrnoException) => error.code === 'EPIPE' || error.code === 'ECONNRESET' ? '' : error.message)).toBe('');
  expect(asked).toEqual([]);
});

it('leaves no socket behind, also not those of windows that were killed', async () => {
  const path = await listen(() => Promise.resolve({ ok: true }));
  for (const name of ['attach-77-ab12', 'attach-78-ab12', 'other-77-ab12']) writeFileSync(join(folder, name), '');
  removeDeadSockets(path, (pid) => pid === 78);
  expect(['attach-77-ab12', 'attach-78-ab12', 'other-77-ab12'].map((name) => existsSync(join(folder, name)))).toEqual([false, true, true]);
  listener!.close();
  expect(existsSync(path)).toBe(false);
});

it('goes on when a connection cannot be accepted', async () => {
  const servers = vi.spyOn(Server.prototype, 'listen');
  const path = await listen(() => Promise.resolve({ ok: true }));
  const [server] = servers.mock.contexts as Server[];
  servers.mockRestore();
  server!.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect(await say(path, attachLine(request))).toBe(attachLine({ ok: true }));
});
