// VS Code's server (from the npm package code-server) as an object: start, install an extension, stop.
// One data folder holds everything it writes; stopping returns when its whole process group is gone.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup } from '../../scripts/lib/command.mjs';
import { serverNode, VSCODE_SERVER } from './locations.mjs';

const START_LIMIT_MS = 60_000;
// How long the server keeps a window's extension host, and with it the kernel, after the connection broke; VS Code's own limit is
// three hours. A window that is closed must leave nothing behind, and one that lives connects again at once: it is on this machine,
// so its connection survives even a laptop's sleep. A server that does not know the option ignores it.
const RECONNECTION_GRACE_S = 3;
const PRELUDE = ['--accept-server-license-terms', '--disable-telemetry', '--disable-experiments'];

export interface ServerOptions {
  /** Holds profile, extensions and logs; never inside the opened workspace (the file watcher would watch its own log). */
  dataFolder: string;
  /** The whole environment of the server, its extension hosts and their children. */
  env: Record<string, string | undefined>;
  settings: Readonly<Record<string, unknown>>;
  /** Without a token anyone on this machine may connect: for tests only. */
  connectionToken?: string;
  /** Off: every opened folder counts as trusted. */
  workspaceTrust?: boolean;
  /** Lets a page load a test suite into the extension host. */
  testDriver?: boolean;
}

export class VsCodeServer {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly options: ServerOptions,
  ) {}

  static async start(options: ServerOptions): Promise<VsCodeServer> {
    prepareDataFolder(options);
    const logFile = join(options.dataFolder, 'server.log');
    writeFileSync(logFile, '');
    const log = openSync(logFile, 'a');
    const child = spawn(nodeForServer(), [serverMain(), ...PRELUDE, ...listenArguments(options), ...dataArguments(options)], {
      env: serverEnvironment(options.env),
      stdio: ['ignore', log, log],
      detached: true, // a process group of its own: it can be ended as a whole
    });
    return new VsCodeServer(await listeningPort(child, logFile), child, options);
  }

  /** `host:port`, also the authority of `vscode-remote:` URIs. */
  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The address of a window on a folder. Payload: what desktop VS Code takes as command line options. */
  windowUrl(folder: string, payload: [string, string][] = []): string {
    const token = this.options.connectionToken ? [`tkn=${this.options.connectionToken}`] : [];
    const options = payload.length > 0 ? [`payload=${encodeURIComponent(JSON.stringify(payload))}`] : [];
    const query = [...token, `folder=${folder.split('/').map(encodeURIComponent).join('/')}`, ...options].join('&');
    return `http://${this.authority}/?${query}`;
  }

  /** A file of this machine as the workbench in the browser names it. */
  remoteUri(path: string): string {
    return `vscode-remote://${this.authority}${path}`;
  }

  /** Resolves when the server has ended, for whatever reason. */
  ended(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.child.once('exit', () => resolve()));
  }

  /** Ends the server and waits for its extension hosts, watchers and their children. */
  async stop(): Promise<void> {
    if (this.child.pid !== undefined) await endGroup(this.child.pid);
  }
}

/** Installs a .vsix into a data folder, before the server starts on it. */
export async function installVsix(vsix: string, options: ServerOptions): Promise<void> {
  prepareDataFolder(options);
  const args = [serverMain(), ...PRELUDE, ...dataArguments(options), '--install-extension', vsix, '--force'];
  const child = spawn(nodeForServer(), args, { env: serverEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0 || !output.includes('was successfully installed')) throw new Error(`VS Code refused ${vsix}:\n${output}`);
}

function nodeForServer(): string {
  const node = serverNode();
  if (node === undefined || !existsSync(serverMain())) throw new Error('VS Code for the browser is not installed: run `node test/harness/setup.mjs`.');
  return node;
}

function serverMain(): string {
  return join(VSCODE_SERVER, 'out', 'server-main.js');
}

function listenArguments(options: ServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', `--reconnection-grace-time=${RECONNECTION_GRACE_S}`],
    ...(options.connectionToken ? ['--connection-token', options.connectionToken] : ['--without-connection-token']),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

function dataArguments({ dataFolder }: ServerOptions): string[] {
  return [
    ...['--server-data-dir', join(dataFolder, 'server')],
    ...['--user-data-dir', join(dataFolder, 'user')],
    ...['--extensions-dir', join(dataFolder, 'extensions')],
  ];
}

function prepareDataFolder({ dataFolder, settings }: ServerOptions): void {
  const userFolder = join(dataFolder, 'user', 'User');
  mkdirSync(userFolder, { recursive: true });
  mkdirSync(join(dataFolder, 'extensions'), { recursive: true });
  const file = join(userFolder, 'settings.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(settings, null, 2)); // later it is the user's
}

/** Its own Node first on the path, and no extension gallery: nothing is looked up outside. */
function serverEnvironment(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const path = [dirname(nodeForServer()), env.PATH ?? '/usr/bin:/bin'].join(delimiter);
  return { ...env, PATH: path, EXTENSIONS_GALLERY: '{}' };
}

async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  for (let waited = 0; waited < START_LIMIT_MS; waited += 50) {
    const log = readFileSync(logFile, 'utf8');
    const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
    if (port !== undefined && log.includes('Web UI available at')) return Number(port);
    if (child.exitCode !== null) throw new Error(`VS Code's server ended with exit code ${child.exitCode}:\n${log}`);
    await sleep(50);
  }
  if (child.pid !== undefined) await endGroup(child.pid);
  throw new Error(`VS Code's server did not start within ${START_LIMIT_MS / 1000} s:\n${readFileSync(logFile, 'utf8')}`);
}
