/** The programs that scripts have started, by VM session. They end with their session, and with the execution that started them when that is cancelled. */
import { Countdown } from '../countdown.ts';
import { RuntimeError } from '../errors.ts';
import type { HostCall } from '../host.ts';
import type { Policy } from '../sandbox/policy.ts';
import type { Launch } from '../sandbox/processes.ts';
import { RunningProgram } from './running-program.ts';

interface Entry {
  readonly program: RunningProgram;
  readonly sessionId: string;
  readonly executionId: string;
}

export interface StartOptions {
  readonly launch: Launch;
  readonly takesInput: boolean;
  /** Default: that of the execution. */
  readonly cwd?: string;
  /** On top of what every program gets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** More at a time is a script that starts without end. */
export const MAX_PROGRAMS = 64;

export class Programs {
  private readonly entries = new Map<number, Entry>();
  private last = 0;

  hasRoom(sessionId: string): boolean {
    return [...this.entries.values()].filter((entry) => entry.sessionId === sessionId && !entry.program.hasEnded).length < MAX_PROGRAMS;
  }

  /** Rejects as the system does when the program cannot be started. */
  async start(options: StartOptions, call: HostCall, { processes, variables }: Policy): Promise<number> {
    const { context, stopTimes } = call;
    const { launch, takesInput, cwd = context.cwd, env } = options;
    const program = await RunningProgram.start({ launch, takesInput, cwd, env: variables.forProcess(env) });
    const id = (this.last += 1);
    this.entries.set(id, { program, sessionId: context.sessionId, executionId: context.executionId });
    if (processes.timeoutSeconds > 0) {
      const limit = new Countdown(processes.timeoutSeconds * 1000, () => void program.finish(processes.overtime(program.shown)));
      limit.goOn();
      const unfollow = stopTimes?.follow(limit);
      program.onEnd(() => {
        unfollow?.();
        limit.hold();
      });
    }
    // It was cancelled while the program started.
    if (call.signal.aborted) await this.end(id);
    return id;
  }

  get(sessionId: string, id: number): RunningProgram {
    const entry = this.entries.get(id);
    if (entry?.sessionId !== sessionId) throw new RuntimeError('bad_handle', 'attempt to use a closed file');
    return entry.program;
  }

  /** Its end has been told. What it has left running stays known, to be ended with the session. */
  told(id: number): void {
    if (this.entries.get(id)?.program.hasLeftNothing === true) this.entries.delete(id);
  }

  /** Ends one with all that it has started. */
  async end(id: number): Promise<void> {
    const entry = this.entries.get(id);
    await entry?.program.finish();
    this.entries.delete(id);
  }

  /** An execution was interrupted or terminated. */
  async cancel(executionId: string): Promise<void> {
    await this.endWhere((entry) => entry.executionId === executionId);
  }

  async endSession(sessionId: string): Promise<void> {
    await this.endWhere((entry) => entry.sessionId === sessionId);
  }

  async close(): Promise<void> {
    await this.endWhere(() => true);
  }

  private async endWhere(isMeant: (entry: Entry) => boolean): Promise<void> {
    await Promise.all([...this.entries].filter(([, entry]) => isMeant(entry)).map(([id]) => this.end(id)));
  }
}
