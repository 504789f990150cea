/** How a program that `run` starts gets its debugger: from a debugger that attaches, or from the debug adapter that had us started in a terminal. */
import type { ExecutionEnd } from '../common/execution.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { VmSession } from '../kernel/sessions/vm-session.ts';
import type { DebuggerWish } from './await-debugger.ts';
import type { CliContext } from './context.ts';
import { CliError } from './errors.ts';
import type { Interruption } from './interruption.ts';

export interface RunDebugging {
  /** Waits until the program may begin. Rejects when that is interrupted. */
  readonly beforeRun: (session: VmSession) => Promise<void>;
  /** Tells the debugger how the program ended, if it has to be told. */
  finish(end: ExecutionEnd): Promise<void>;
}

export interface DebugChoice {
  /** Waits for a debugger to attach. */
  readonly debug?: DebuggerWish;
  /** Where the debug adapter listens that had us started in its client's terminal. */
  readonly debugSocket?: string;
}

export interface RunToDebug {
  readonly context: CliContext;
  readonly kernel: Kernel;
  readonly interruption: Interruption;
  /** Absolute path of the script. */
  readonly program: string;
}

/** undefined: it runs without. Throws CliError. */
export function runDebugging({ debug, debugSocket }: DebugChoice, run: RunToDebug): Promise<RunDebugging | undefined> {
  if (debugSocket !== undefined) return fromTerminal(debugSocket, run);
  return Promise.resolve(debug && whenAttached(debug, run));
}

function whenAttached(debug: DebuggerWish, { context, kernel, interruption, program }: RunToDebug): RunDebugging {
  return {
    async beforeRun(session) {
      const { awaitDebugger } = await import('./await-debugger.ts');
      await awaitDebugger(context, debug, { kernel, session, program, signal: interruption.signal });
    },
    // Whoever has attached hears of it anyway.
    finish: () => Promise.resolve(),
  };
}

async function fromTerminal(debugSocket: string, { kernel, interruption }: RunToDebug): Promise<RunDebugging> {
  const { TerminalProgram } = await import('../kernel/terminal/terminal-program.ts');
  const program = await TerminalProgram.connect(debugSocket, {
    events: kernel.events,
    secrets: (secrets, storage) => kernel.keys.setSecrets(secrets, storage),
    end: (why) => interruption.interrupt(why === 'wanted' ? 'endedByDebugger' : 'debuggerLost'),
  }).catch((error: Error) => Promise.reject(new CliError(error.message, undefined, { cause: error })));
  return { beforeRun: (session) => program.prepare(session, interruption.signal), finish: (end) => program.finish(end) };
}
