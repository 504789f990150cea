/**
 * One kernel process as a child of the extension: starts it, speaks JSON-RPC over its stdin and stdout, and reports how it ended.
 * Its log comes on stderr. It ends by itself when its stdin ends, so it cannot outlive the window.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import { EditorRpc, type EventBatch, type KernelReady, type KernelStatus, type ProviderSummary } from '../../common/editor-rpc.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { NodeRuntime } from './runtimes.ts';

export interface KernelLaunch {
  readonly runtime: NodeRuntime;
  /** Absolute path of kernel.mjs, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A line of the kernel's log. */
  readonly log: (line: string) => void;
}

export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** In words, for the user: "was killed (SIGKILL)". */
  readonly how: string;
}

/** Until the kernel has said that it is ready. */
const START_TIMEOUT_MS = 20_000;
/** Until a kernel that was asked to end is killed: VS Code gives extensions 5 s. */
const STOP_TIMEOUT_MS = 3_000;
/** Last lines of the log that a failed start shows. */
const TAIL_LINES = 5;

export class KernelProcess {
  /** Rejects when the kernel ends or says nothing for too long; the message is for the user. */
  readonly ready: Promise<KernelReady>;
  readonly exited: Promise<KernelExit>;
  readonly runtime: NodeRuntime;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #rpc: MessageConnection;
  #stopping = false;

  constructor(launch: KernelLaunch, onStatus: (status: KernelStatus) => void) {
    this.runtime = launch.runtime;
    const child = spawn(launch.runtime.command, [launch.script, ...launch.args], {
      cwd: launch.cwd,
      env: { ...launch.env, ...launch.runtime.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#child = child;
    const tail = readLines(child, launch.log);
    this.exited = new Promise((resolve) => {
      child.on('error', (error) => resolve({ code: null, signal: null, how: `could not be started: ${error.message}` }));
      child.on('close', (code, signal) => resolve({ code, signal, how: howItEnded(code, signal) }));
    });
    this.#rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    // A kernel that dies while we write to it is reported by `exited`, not by its pipe.
    this.#rpc.onError(() => undefined);
    child.stdin.on('error', () => undefined);
    this.#rpc.onNotification(EditorRpc.Status, onStatus);
    this.ready = this.#waitUntilReady(tail);
    this.ready.catch(() => undefined);
    this.#rpc.listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether its end is our doing. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** All keys of the editor's secret storage, in place of those it had. */
  async setSecrets(secrets: Readonly<Record<string, string>>): Promise<void> {
    await this.#rpc.sendRequest(EditorRpc.Secrets, secrets);
  }

  /** Those that keys can be for. */
  providers(): Promise<readonly ProviderSummary[]> {
    return this.#rpc.sendRequest<readonly ProviderSummary[]>(EditorRpc.Providers);
  }

  /** Events over JSON-RPC: for when the events socket cannot be used. */
  async subscribe(listener: (batch: EventBatch) => void): Promise<void> {
    this.#rpc.onNotification(EditorRpc.Events, listener);
    await this.#rpc.sendRequest(EditorRpc.SubscribeEvents);
  }

  /** The events it still remembers after a sequence. */
  async eventsSince(after: number): Promise<readonly SpellEvent[]> {
    const { events } = await this.#rpc.sendRequest<EventBatch>(EditorRpc.EventsSince, { after });
    return events;
  }

  /** Asks it to end; kills it when it does not. Resolves when the process is gone. */
  async stop(): Promise<KernelExit> {
    if (!this.#stopping) {
      this.#stopping = true;
      const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      void this.exited.then(() => clearTimeout(kill));
      this.#rpc
        .sendRequest(EditorRpc.Shutdown)
        .catch(() => undefined)
        .finally(() => this.#child.stdin.end());
    }
    return this.exited;
  }

  #waitUntilReady(tail: readonly string[]): Promise<KernelReady> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`The kernel (${this.runtime.name}) did not get ready within ${START_TIMEOUT_MS / 1000} s. ${lastWords(tail)}`));
        void this.stop();
      }, START_TIMEOUT_MS);
      this.#rpc.onNotification(EditorRpc.Ready, (ready: KernelReady) => {
        clearTimeout(timer);
        resolve(ready);
      });
      void this.exited.then(({ how }) => {
        clearTimeout(timer);
        this.#rpc.dispose();
        reject(new Error(`The kernel (${this.runtime.name}) ${how}. ${lastWords(tail)}`.trim()));
      });
    });
  }
}

const lastWords = (tail: readonly string[]): string => (tail.length === 0 ? '' : `It said: ${tail.join(' ')}`);

/** Hands on the log line by line and keeps the last ones. */
function readLines(child: ChildProcessWithoutNullStreams, log: (line: string) => void): readonly string[] {
  const tail: string[] = [];
  let rest = '';
  const emit = (line: string): void => {
    if (line === '') return;
    log(line);
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(emit);
  });
  child.stderr.on('end', () => emit(rest));
  return tail;
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `was killed (${signal})`;
  return code === 0 ? 'ended' : `ended with exit code ${code ?? 'unknown'}`;
}
