/**
 * Starts a program in the terminal of a debug client: the client is asked to run `llmspell run` there, with a private socket on which the
 * program comes back to be debugged.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import type { Environment } from '../../base/env.ts';
import { socketPath } from '../../base/folders.ts';
import { distFile } from '../../base/paths.ts';
import type { ClientTerminal, LaunchSpec, TerminalCommand } from '../../protocols/dap/target.ts';
import { TerminalTarget, type TerminalTargetOptions } from './terminal-target.ts';

/** From when the client has put the command into its terminal. */
const START_LIMIT_MS = 60_000;

export interface TerminalLaunch extends TerminalTargetOptions {
  readonly environment: Environment;
  readonly terminal: ClientTerminal;
}

/** Resolves when the program is there and waits for its run. Rejects with the reason for the user. */
export async function launchInTerminal({ environment, terminal, ...options }: TerminalLaunch): Promise<TerminalTarget> {
  const path = socketPath(environment, `run-${randomBytes(8).toString('hex')}`);
  const door = await openDoor(path);
  try {
    await terminal.run(commandFor(options.spec, path));
    return new TerminalTarget(await door.firstConnection(terminal.left), options);
  } finally {
    door.close();
    if (process.platform !== 'win32') rmSync(path, { force: true });
  }
}

function commandFor({ program, args, cwd, env, config, profile }: LaunchSpec, path: string): TerminalCommand {
  const options = [...(config === undefined ? [] : ['-c', config]), ...(profile === undefined ? [] : ['-p', profile])];
  return {
    title: `llmspell: ${basename(program)}`,
    cwd: cwd ?? dirname(program),
    args: [process.execPath, distFile('cli.mjs'), ...options, 'run', '--debug-socket', path, '--', program, ...args],
    // On a desktop we run in Electron, which has to be told to be Node.js.
    env: { ...env, ...(process.versions['electron'] !== undefined && { ELECTRON_RUN_AS_NODE: '1' }) },
  };
}

interface Door {
  /** Rejects when nobody comes in time, or `left` says that nobody waits for it any more. */
  firstConnection(left: AbortSignal): Promise<Socket>;
  /** Lets nobody in any more; who came and was not asked for has to go. */
  close(): void;
}

async function openDoor(path: string): Promise<Door> {
  /** Those that nobody has waited for yet. */
  const early = new Set<Socket>();
  let arrived = (socket: Socket): void => {
    early.add(socket);
    socket.once('close', () => early.delete(socket));
  };
  const server = createServer((socket) => {
    // One that breaks before anybody listens to it.
    socket.on('error', () => undefined);
    arrived(socket);
  });
  await listening(server, path);
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return {
    firstConnection: (left) =>
      new Promise((resolve, reject) => {
        const settle = (how: () => void): void => {
          clearTimeout(timer);
          left.removeEventListener('abort', gone);
          arrived = (socket) => void socket.destroy();
          how();
        };
        const gone = (): void => settle(() => reject(new Error('the debug session was ended before the program had started')));
        const timer = setTimeout(() => {
          settle(() => reject(new Error(`the program has not started in the terminal within ${START_LIMIT_MS / 1000} s: the terminal shows the reason`)));
        }, START_LIMIT_MS);
        left.addEventListener('abort', gone, { once: true });
        arrived = (socket) => settle(() => resolve(socket));
        const [first] = early;
        if (left.aborted) gone();
        else if (first !== undefined) {
          early.delete(first);
          arrived(first);
        }
      }),
    close() {
      server.close();
      for (const socket of early) socket.destroy();
    },
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
