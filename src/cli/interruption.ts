/** What ends a running program from outside: signals, a reader that goes away, a debugger; and what is said and answered then. */
import { ExitCodes } from './errors.ts';

export type Cause = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'readerGone' | 'outputFailed' | 'endedByDebugger' | 'debuggerLost';
const EXIT_CODES: Readonly<Record<Cause, number>> = { SIGINT: ExitCodes.Interrupted, SIGTERM: ExitCodes.Terminated, SIGHUP: 129, readerGone: ExitCodes.ReaderGone, outputFailed: ExitCodes.Failed, endedByDebugger: ExitCodes.Failed, debuggerLost: ExitCodes.Failed };
const SAID: Readonly<Record<Cause, string | undefined>> = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'terminal closed', readerGone: undefined, outputFailed: undefined, endedByDebugger: undefined, debuggerLost: 'the debugger is gone' };

export interface Interruption {
  readonly signal: AbortSignal;
  /** Set once it was interrupted. */
  readonly cause: Cause | undefined;
  readonly exitCode: number | undefined;
  readonly said: string | undefined;
  interrupt(cause: Cause): void;
  onInterrupt(listener: () => void): void;
  dispose(): void;
}

/** The first signal ends the script; the second one ends us, should the first have taken too long. */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  const listeners: (() => void)[] = [];
  let cause: Cause | undefined;
  const interrupt = (why: Cause): void => {
    if (cause !== undefined) {
      if (why.startsWith('SIG')) process.exit(EXIT_CODES[why]);
      return;
    }
    cause = why;
    for (const listener of listeners) listener();
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
    get cause() {
      return cause;
    },
    get exitCode() {
      return cause && EXIT_CODES[cause];
    },
    get said() {
      return cause && SAID[cause];
    },
    interrupt,
    onInterrupt: (listener) => void listeners.push(listener),
    dispose() {
      for (const name of signals) process.removeListener(name, interrupt);
    },
  };
}
