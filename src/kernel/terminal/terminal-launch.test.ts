import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvironment } from '../../base/env.ts';
import type { ClientTerminal } from '../../protocols/dap/target.ts';
import { launchInTerminal } from './terminal-launch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = () => ({ ...readEnvironment(), vars: { XDG_RUNTIME_DIR: folder } });

/** Comes to the socket that a command names, as the program would. */
async function arrive(args: readonly string[]): Promise<{ readonly socket: Socket; readonly closed: Promise<void> }> {
  const socket = connect(args[args.indexOf('--debug-socket') + 1]!);
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, closed };
}

const launch = (run: ClientTerminal['run'], left = new AbortController().signal) =>
  launchInTerminal({ environment: environment(), secrets: new Map(), relay: () => undefined, spec: { program: '/a.lua', args: [], noDebug: false }, terminal: { run, left } });

test('a program that came although its client refused it is sent away, and no socket stays', async () => {
  let closed: Promise<void> | undefined;
  const launched = launch(async ({ args }) => {
    closed = (await arrive(args)).closed;
    throw new Error('the client says no');
  });
  await expect(launched).rejects.toThrow('the client says no');
  await closed;
  expect(readdirSync(join(folder, 'llmspell'))).toEqual([]);
});

test('the program gets the configuration and the profile of its launch', async () => {
  let command: readonly string[] = [];
  const spec = { program: '/a.lua', args: ['x'], noDebug: false, config: '/c.toml', profile: 'state' };
  const refusing = (): Promise<never> => Promise.reject(new Error('enough'));
  const terminal = { run: async ({ args }: { readonly args: readonly string[] }) => ((command = args), refusing()), left: new AbortController().signal };
  await expect(launchInTerminal({ environment: environment(), secrets: new Map(), relay: () => undefined, spec, terminal })).rejects.toThrow('enough');
  expect(command.slice(2, 7)).toEqual(['-c', '/c.toml', '-p', 'state', 'run']);
});

test('the first that comes is the program; whoever comes with it is sent away', async () => {
  let sockets: Awaited<ReturnType<typeof arrive>>[] = [];
  const target = await launch(async ({ args }) => {
    sockets = [await arrive(args), await arrive(args)];
  });
  await sockets[1]!.closed;
  expect(sockets[0]!.socket.destroyed).toBe(false);
  sockets[0]!.socket.destroy();
  await expect(target.run({ stopOnEntry: false, skipFiles: [], breakpoints: [], exceptions: [] })).resolves.toMatchObject({ exitCode: 1, reason: 'crashed' });
});
