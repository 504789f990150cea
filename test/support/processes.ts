/**
 * Starts our programs from dist/ for tests: each test has a home, a runtime folder and a working folder of its own, and whatever it started is
 * ended with it, by process id.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const CLI = join(ROOT, 'dist', 'cli.mjs');
export const KERNEL = join(ROOT, 'dist', 'kernel.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
}

export class Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  private readonly out: Buffer[] = [];
  private readonly err: Buffer[] = [];
  private readonly watchers = new Set<() => void>();

  constructor(process: ChildProcessWithoutNullStreams) {
    this.process = process;
    const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
      chunks.push(chunk);
      for (const watcher of this.watchers) watcher();
    };
    process.stdout.on('data', collect(this.out));
    process.stderr.on('data', collect(this.err));
    process.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      process.on('close', (code, signal) => {
        for (const watcher of this.watchers) watcher();
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr, stdoutBytes: Buffer.concat(this.out) });
      });
    });
  }

  get pid(): number {
    return this.process.pid!;
  }
  get stdout(): string {
    return Buffer.concat(this.out).toString();
  }
  get stderr(): string {
    return Buffer.concat(this.err).toString();
  }

  /** Resolves when stdout holds it; rejects when the process ends before. */
  saw(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(this.stdout);
        if (found === null && this.process.exitCode === null && this.process.signalCode === null) return;
        this.watchers.delete(look);
        if (found) resolve(found);
        else reject(new Error(`it ended without ${pattern}:\n${this.stdout}\n${this.stderr}`));
      };
      this.watchers.add(look);
      look();
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
}

export class Sandbox {
  /** The working folder, as the system names it. */
  readonly folder: string;
  readonly home: string;
  private readonly base: string;
  private readonly started: Running[] = [];

  constructor() {
    // Short: socket paths have little room.
    this.base = realpathSync(mkdtempSync(join(tmpdir(), 'ls-')));
    this.folder = join(this.base, 'work');
    this.home = join(this.base, 'home');
    for (const folder of [this.folder, this.home, this.runtime]) mkdirSync(folder, { mode: 0o700 });
  }

  get runtime(): string {
    return join(this.base, 'run');
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  start(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const running = new Running(
      spawn(process.execPath, [script, ...args], {
        cwd: this.folder,
        env: { PATH: process.env['PATH'], HOME: this.home, XDG_RUNTIME_DIR: this.runtime, LANG: 'C.UTF-8', ...env },
      }),
    );
    this.started.push(running);
    return running;
  }

  llmspell(...args: string[]): Running {
    return this.start(CLI, args);
  }

  /** Ends what still runs and removes the folders. */
  async dispose(): Promise<void> {
    for (const running of this.started) {
      if (running.process.exitCode === null && running.process.signalCode === null) running.kill('SIGKILL');
      await running.ended;
    }
    rmSync(this.base, { recursive: true, force: true });
  }
}

/** Whether a process of this id runs; one that has ended and only waits to be collected does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until no thread of a process uses the processor any more, or it has ended (Linux). */
export async function sleeping(pid: number): Promise<void> {
  for (let before = -1, now = ticksUsed(pid); now !== undefined && now !== before; before = now, now = ticksUsed(pid)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Fields 14 and 15 of /proc/PID/stat: time in user and in kernel mode. */
function ticksUsed(pid: number): number | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch {
    return undefined;
  }
}
