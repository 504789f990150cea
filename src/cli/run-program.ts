/**
 * Runs one program for `run` and `exec`: its output goes to our streams as it comes, its end becomes the exit code, and Ctrl-C ends it with the
 * requests it waits for.
 */
import type { ExecutionContext, ExecutionEnd, Program } from '../common/execution.ts';
import { cancelledText } from '../kernel/cancelled.ts';
import { Kernel, type ExecuteSpec } from '../kernel/kernel.ts';
import { checkProgram, ProgramError } from '../kernel/program.ts';
import { OutputCollector } from '../kernel/sessions/output-collector.ts';
import type { OutputReader } from '../kernel/sessions/output-queue.ts';
import type { DebuggerWish } from './await-debugger.ts';
import { configure, write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes, isReaderGone } from './errors.ts';
import { readStandardInput } from './standard-input.ts';

export interface RunSpec {
  readonly program: Program;
  readonly args: readonly string[];
  readonly origin: ExecutionContext['origin'];
  /** Prints what the program returns. */
  readonly printResult: boolean;
  /** Waits for a debugger before the program begins. */
  readonly debug?: DebuggerWish;
}

export async function runProgram(context: CliContext, spec: RunSpec): Promise<number> {
  const { config, logger } = await configure(context);
  if (spec.program.kind === 'file') check(spec.program.path);
  const kernel = new Kernel({ environment: context.environment, config, logger, keepSpare: false, readInput: readStandardInput });
  kernel.prepare();

  const collected = context.options.output === 'json' ? new OutputCollector() : undefined;
  const onOutput =
    collected?.take ??
    passOutput(context, (error) => {
      outputFailure ??= error;
      interruption.interrupt(isReaderGone(error) ? 'readerGone' : 'outputFailed');
    });
  const interruption = listenForSignals();
  let end: ExecutionEnd;
  let cancelled: readonly string[] = [];
  let outputFailure: Error | undefined;
  // A second signal ends us at once.
  const removeFile = (): void => kernel.debugPort.removeFile();
  process.on('exit', removeFile);
  try {
    interruption.onInterrupt(() => {
      cancelled = kernel.requestsInFlight;
    });
    end = await kernel.execute({ program: spec.program, args: spec.args, origin: spec.origin, onOutput, signal: interruption.signal, ...beforeRun(context, spec, kernel, interruption.signal) });
  } finally {
    await kernel.shutdown();
    process.removeListener('exit', removeFile);
    interruption.dispose();
  }

  if (collected) {
    await writeJson(context, {
      status: end.exitCode === 0 ? 'success' : 'error',
      result: end.result ?? null,
      stdout: collected.text('stdout'),
      stderr: collected.text('stderr'),
      error: end.exitCode === 0 ? null : (end.error ?? describeEnd(end)),
      exit_code: interruption.exitCode ?? end.exitCode,
    });
  } else {
    if (spec.printResult && end.result !== undefined && end.result !== '') await write(context.stdout, `${end.result}\n`);
    if (end.error !== undefined) await write(context.stderr, `${end.error}\n`);
    else if (interruption.said) await write(context.stderr, `${interruption.said}: the script was ended${cancelled.length === 0 ? '' : `, ${cancelledText(cancelled)}`}\n`);
    if (interruption.cause === 'outputFailed') await write(context.stderr, `error: cannot write the output: ${outputFailure?.message}. Send it to another place.\n`);
  }
  return interruption.exitCode ?? end.exitCode;
}

function beforeRun(context: CliContext, { program, debug }: RunSpec, kernel: Kernel, signal: AbortSignal): Pick<ExecuteSpec, 'beforeRun'> {
  if (debug === undefined || program.kind !== 'file') return {};
  return {
    async beforeRun(session) {
      const { awaitDebugger } = await import('./await-debugger.ts');
      await awaitDebugger(context, debug, { kernel, session, program: program.path, signal });
    },
  };
}

function check(path: string): void {
  try {
    checkProgram(path);
  } catch (error) {
    throw error instanceof ProgramError ? new CliError(error.message) : error;
  }
}

const describeEnd = (end: ExecutionEnd): string => (end.reason === 'exit' ? `the script ended with exit code ${end.exitCode}` : `the script was ${end.reason}`);

const passOutput =
  (context: CliContext, failed: (error: Error) => void): OutputReader =>
  async ({ category, data }) => {
    try {
      await write(category === 'stdout' ? context.stdout : context.stderr, data);
    } catch (error) {
      // `llmspell run … | head`: nobody reads any more. Or the disk is full.
      failed(error as Error);
    }
  };

type Cause = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'readerGone' | 'outputFailed';
const EXIT_CODES: Readonly<Record<Cause, number>> = { SIGINT: ExitCodes.Interrupted, SIGTERM: ExitCodes.Terminated, SIGHUP: 129, readerGone: ExitCodes.ReaderGone, outputFailed: ExitCodes.Failed };
const SAID: Readonly<Record<Cause, string | undefined>> = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'terminal closed', readerGone: undefined, outputFailed: undefined };

interface Interruption {
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
function listenForSignals(): Interruption {
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
