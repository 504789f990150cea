/**
 * A program that runs for a script: its output waits (in the pipe) until somebody asks for it, so a program that floods is a program that
 * waits. Whoever asks says until when: for the next output, for room to write, or for the end.
 */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { ProcessEvent, ProcessWait } from '../../common/system-calls.ts';
import { failureText } from '../files/failures.ts';
import type { Launch } from '../sandbox/processes.ts';
import { breakPipes } from './broken-pipes.ts';
import { endGroup, enterGroup, isGroupAlive, leaveGroup } from './process-groups.ts';

export interface ProgramOptions {
  readonly launch: Launch;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether somebody writes to it; else its input is empty. */
  readonly takesInput: boolean;
}

type End = Extract<ProcessEvent, { kind: 'end' }>;
type StreamName = 'stdout' | 'stderr';

/** One of the program's two outputs, with the stream of the script that it goes to. */
interface Output {
  readonly readable: Readable;
  readonly to: StreamName;
  isOpen: boolean;
}

const UTF8 = new TextEncoder();
/** Reading in the event loop: so many rounds without a byte mean that the pipe is empty. */
const QUIET_ROUNDS = 3;

export class RunningProgram {
  private outputs: readonly Output[] = [];
  private readonly said: { readonly to: StreamName; readonly bytes: Uint8Array }[] = [];
  private child: ChildProcess | undefined;
  private end: End | undefined;
  private ended: Promise<void> | undefined;
  private writing = false;
  private inputFailure: string | undefined;
  /** Why it was ended by us. */
  private reason: string | undefined;
  private wake: () => void = () => undefined;
  private readonly endListeners: (() => void)[] = [];

  private constructor(readonly shown: string) {}

  /** Rejects as the system does when the program cannot be started. */
  static async start(options: ProgramOptions): Promise<RunningProgram> {
    const program = new RunningProgram(options.launch.shown);
    if (options.launch.missing !== undefined) program.missing(options.launch.missing);
    else await program.spawn(options);
    return program;
  }

  /** As a shell tells it. */
  private missing({ code, message }: { readonly code: number; readonly message: string }): void {
    this.said.push({ to: 'stderr', bytes: UTF8.encode(`sh: ${message}\n`) });
    this.end = { kind: 'end', how: 'exit', code };
  }

  private async spawn({ launch, cwd, env, takesInput }: ProgramOptions): Promise<void> {
    const pipe = (route: Launch['out']): 'pipe' | 'ignore' => (route === 'nowhere' ? 'ignore' : 'pipe');
    // Most scripts start no program.
    const { spawn } = await import('node:child_process');
    const child = spawn(launch.file!, launch.args, {
      cwd,
      env,
      // A group of its own.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [takesInput ? 'pipe' : 'ignore', pipe(launch.out), pipe(launch.err)],
      ...(launch.verbatim === true && { windowsVerbatimArguments: true }),
    });
    this.child = child;
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.on('error', () => undefined);
    const leader = child.pid!;
    enterGroup(leader);
    if (child.stdout !== null) this.listen(child.stdout, launch.out);
    if (child.stderr !== null) this.listen(child.stderr, launch.err);
    child.stdin?.on('error', (error) => this.inputFailed(error));
    child.once('exit', (code, signal) => {
      this.end = signal === null ? { kind: 'end', how: 'exit', code: code ?? 0 } : { kind: 'end', how: 'signal', code: constants.signals[signal] };
      if (!isGroupAlive(leader, true)) leaveGroup(leader);
      for (const listener of this.endListeners) listener();
      this.changed();
    });
  }

  private listen(readable: Readable, route: Launch['out']): void {
    const output: Output = { readable, to: route === 'out' ? 'stdout' : 'stderr', isOpen: true };
    this.outputs = [...this.outputs, output];
    readable.on('readable', () => this.changed());
    for (const event of ['end', 'close', 'error'] as const) {
      readable.on(event, () => {
        output.isOpen = false;
        this.changed();
      });
    }
  }

  get hasEnded(): boolean {
    return this.end !== undefined;
  }

  /** It has ended, and so has everything that it started. */
  get hasLeftNothing(): boolean {
    const leader = this.child?.pid;
    return this.hasEnded && (leader === undefined || !isGroupAlive(leader, true));
  }

  /** Called when it ends; at once when it has. */
  onEnd(listener: () => void): void {
    if (this.hasEnded) listener();
    else this.endListeners.push(listener);
  }

  /** One at a time. Rejects with the signal's reason when it is aborted. */
  async next(until: ProcessWait, signal: AbortSignal): Promise<ProcessEvent> {
    for (let quiet = 0; ; ) {
      signal.throwIfAborted();
      const output = this.takeOutput();
      if (output !== undefined) return output;
      const event = this.event(until);
      if (event !== undefined) return event;
      // What it left running may keep the pipes open for ever: then the end is when nothing more comes.
      if (until === 'end' && this.hasEnded) {
        if (quiet >= QUIET_ROUNDS || this.outputs.every(({ isOpen }) => !isOpen)) return this.endEvent();
        quiet += 1;
        await new Promise((resolve) => setImmediate(resolve));
      } else await this.untilChanged(signal);
    }
  }

  write(bytes: Uint8Array): void {
    const stdin = this.child?.stdin;
    if (!stdin?.writable) {
      this.inputFailure ??= 'Broken pipe';
      return;
    }
    this.writing = true;
    stdin.write(bytes, (error) => {
      if (error) return this.inputFailed(error);
      this.writing = false;
      this.changed();
    });
  }

  /** What it would read ends; what it wrote and nobody has read is dropped, and what it writes from now on finds the pipe broken. */
  async closeEnds(): Promise<void> {
    this.child?.stdin?.end();
    if (this.child === undefined || this.child.stdin !== null) return;
    const read = this.outputs.filter(({ to }) => to === 'stdout');
    this.outputs = this.outputs.filter((output) => !read.includes(output));
    const { pid } = this.child;
    await breakPipes(read.filter(({ isOpen }) => isOpen).map(({ readable }) => readable), this.hasEnded ? undefined : pid);
    this.changed();
  }

  /** Ends it with everything it has started. `reason`: what whoever asks is told from then on. */
  finish(reason?: string): Promise<void> {
    this.reason ??= reason;
    const leader = this.child?.pid;
    // A program that is written to has the end of its input to end by.
    this.child?.stdin?.end();
    this.ended ??= leader === undefined ? Promise.resolve() : endGroup(leader, () => this.hasEnded, this.child?.stdin !== null);
    this.changed();
    return this.ended;
  }

  private takeOutput(): ProcessEvent | undefined {
    const said = this.said.shift();
    if (said !== undefined) return { kind: 'output', stream: said.to, bytes: said.bytes };
    for (const { readable, to } of this.outputs) {
      const bytes = readable.read() as Buffer | null;
      if (bytes !== null) return { kind: 'output', stream: to, bytes: new Uint8Array(bytes) };
    }
    return undefined;
  }

  private event(until: ProcessWait): ProcessEvent | undefined {
    if (this.reason !== undefined && this.hasEnded) return { kind: 'failed', message: this.reason, code: constants.errno.ETIMEDOUT };
    if (until === 'output' && this.outputs.every(({ isOpen, to }) => !isOpen || to !== 'stdout')) return { kind: 'closed' };
    if (until !== 'room') return undefined;
    if (this.inputFailure !== undefined) return { kind: 'failed', message: this.inputFailure, code: constants.errno.EPIPE };
    return this.writing ? undefined : { kind: 'room' };
  }

  private endEvent(): End {
    // What is still running may go on writing: nobody reads it.
    for (const { readable } of this.outputs) readable.resume();
    return this.end!;
  }

  private inputFailed(error: Error): void {
    this.inputFailure = failureText(error) ?? 'Broken pipe';
    this.writing = false;
    this.changed();
  }

  private changed(): void {
    this.wake();
  }

  private untilChanged(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      this.wake = () => {
        signal.removeEventListener('abort', abort);
        this.wake = () => undefined;
        resolve();
      };
    });
  }
}
