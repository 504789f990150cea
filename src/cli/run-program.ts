/**
 * Runs one program for `run` and `exec`: its output goes to our streams as it comes, its end becomes the exit code, and Ctrl-C ends it with the
 * requests it waits for.
 */
import type { ExecutionContext, ExecutionEnd, Program } from '../common/execution.ts';
import { Kernel } from '../kernel/kernel.ts';
import { checkProgram, ProgramError } from '../kernel/program.ts';
import { OutputCollector } from '../kernel/sessions/output-collector.ts';
import type { OutputReader } from '../kernel/sessions/output-queue.ts';
import { configure, write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes } from './errors.ts';
import { readStandardInput } from './standard-input.ts';

export interface RunSpec {
  readonly program: Program;
  readonly args: readonly string[];
  readonly origin: ExecutionContext['origin'];
  /** Prints what the program returns. */
  readonly printResult: boolean;
}

export async function runProgram(context: CliContext, spec: RunSpec): Promise<number> {
  const { config, logger } = await configure(context);
  if (spec.program.kind === 'file') check(spec.program.path);
  const kernel = new Kernel({ environment: context.environment, config, logger, keepSpare: false, readInput: readStandardInput });
  kernel.prepare();

  const collected = context.options.output === 'json' ? new OutputCollector() : undefined;
  const onOutput = collected?.take ?? passOutput(context, () => interruption.interrupt('EPIPE'));
  const interruption = listenForSignals();
  let end: ExecutionEnd;
  let cancelled = 0;
  try {
    interruption.onInterrupt(() => {
      cancelled = kernel.requestsInFlight;
    });
    end = await kernel.execute({ program: spec.program, args: spec.args, origin: spec.origin, onOutput, signal: interruption.signal });
  } finally {
    await kernel.shutdown();
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
    else if (interruption.said) await write(context.stderr, `${interruption.said}: the script was ended${requestsText(cancelled)}\n`);
  }
  return interruption.exitCode ?? end.exitCode;
}

function check(path: string): void {
  try {
    checkProgram(path);
  } catch (error) {
    throw error instanceof ProgramError ? new CliError(error.message) : error;
  }
}

const describeEnd = (end: ExecutionEnd): string => (end.reason === 'exit' ? `the script ended with exit code ${end.exitCode}` : `the script was ${end.reason}`);
const requestsText = (count: number): string => (count === 0 ? '' : `, ${count} ${count === 1 ? 'request was' : 'requests were'} cancelled`);

const passOutput =
  (context: CliContext, readerGone: () => void): OutputReader =>
  async ({ category, data }) => {
    try {
      await write(category === 'stdout' ? context.stdout : context.stderr, data);
    } catch {
      // `llmspell run … | head`: nobody reads any more.
      readerGone();
    }
  };

type Cause = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'EPIPE';
const EXIT_CODES: Readonly<Record<Cause, number>> = { SIGINT: ExitCodes.Interrupted, SIGTERM: ExitCodes.Terminated, SIGHUP: 129, EPIPE: 141 };
const SAID: Readonly<Record<Cause, string | undefined>> = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'terminal closed', EPIPE: undefined };

interface Interruption {
  readonly signal: AbortSignal;
  /** Set once it was interrupted. */
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
    if (cause !== undefined && why !== 'EPIPE') process.exit(EXIT_CODES[why]);
    cause ??= why;
    for (const listener of listeners) listener();
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
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
