/**
 * Listens on the window's private socket for a `llmspell run --debug` in one of its terminals: one request a connection, one line each way
 * (src/common/editor-attach.ts). Whoever can reach the socket is this user: it lies in the folder of mode 0700.
 */
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { attachLine, MAX_ATTACH_LINE, parseAttachRequest, type EditorAttachReply, type EditorAttachRequest } from '../../common/editor-attach.ts';

export interface AttachListener {
  readonly path: string;
  /** Ends the listener and every connection, and removes the socket. */
  close(): void;
}

/** A terminal that has connected and says nothing. */
const SILENCE_MS = 5_000;

/** Rejects with the system's error when it cannot listen there. */
export async function listenForAttach(path: string, attach: (request: EditorAttachRequest) => Promise<EditorAttachReply>): Promise<AttachListener> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => undefined);
    void answer(socket, attach);
  });
  await listening(server, path);
  const isPipe = path.startsWith('\\\\');
  if (!isPipe) chmodSync(path, 0o600);
  return {
    path,
    close() {
      server.close();
      for (const socket of connections) socket.destroy();
      if (!isPipe) rmSync(path, { force: true });
    },
  };
}

async function answer(socket: Socket, attach: (request: EditorAttachRequest) => Promise<EditorAttachReply>): Promise<void> {
  const line = await firstLine(socket);
  if (line === undefined) return;
  const request = parseAttachRequest(line);
  const reply: EditorAttachReply =
    request === undefined
      ? { ok: false, message: 'this window does not understand the request: the llmspell command is of another version than the extension' }
      : await attach(request).catch((error: unknown) => ({ ok: false as const, message: error instanceof Error ? error.message : String(error) }));
  socket.end(attachLine(reply));
}

/** undefined when the other side leaves, is silent, or says more than a line may hold. */
function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const give = (line: string | undefined): void => {
      socket.setTimeout(0);
      socket.removeListener('data', take);
      if (line === undefined) socket.destroy();
      resolve(line);
    };
    const take = (piece: string): void => {
      text += piece;
      const end = text.indexOf('\n');
      if (end >= 0) give(text.slice(0, end));
      else if (text.length > MAX_ATTACH_LINE) give(undefined);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(SILENCE_MS, () => give(undefined));
    socket.on('data', take);
    socket.on('close', () => give(undefined));
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.removeListener('error', reject);
      // A connection that cannot be accepted (no file descriptor is left) is not the end of the window's extensions.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

const NAME = /^attach-(\d+)-[0-9a-f]+$/;

/** The name of the socket of the window whose extension host this process is. */
export const attachSocketName = (pid: number, random: string): string => `attach-${pid}-${random}`;

/** Windows that were killed could not remove their sockets. */
export function removeDeadSockets(path: string, isAlive: (pid: number) => boolean): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(folder, name), { force: true });
  }
}
