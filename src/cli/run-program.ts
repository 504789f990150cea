/**
 * Runs one program for `run` and `exec`: its output goes to our streams as it comes, its end becomes the exit code, and Ctrl-C ends it with the
 * requests it waits for.
 */
import type { ExecutionContext, ExecutionEnd, Program } from '../common/execution.ts';
import { cancelledText } from '../kernel/cancelled.ts';
import { Kernel } from '../kernel/kernel.ts';
import { checkProgram, ProgramError } from '../kernel/program.ts';
import { OutputCollector } from '../kernel/sessions/output-collector.ts';
import type { OutputReader } from '../kernel/sessions/output-queue.ts';
import { configure, verbatim, write, writeJson, type CliContext } from './context.ts';
import { CliError, isReaderGone } from './errors.ts';
import { listenForSignals } from './interruption.ts';
import { runDebugging, type DebugChoice, type RunDebugging } from './run-debugging.ts';
import { readStandardInput } from './standard-input.ts';
import { howToAttach, waitingText } from './waiting-text.ts';

export interface RunSpec extends DebugChoice {
  readonly program: Program;
  readonly args: readonly string[];
  readonly origin: ExecutionContext['origin'];
  /** Prints what the program returns. */
  readonly printResult: boolean;
}

export async function runProgram(context: CliContext, spec: RunSpec): Promise<number> {
  const { config, logger } = await configure(context);
  if (spec.program.kind === 'file') check(spec.program.path);
  const kernel = new Kernel({
    environment: context.environment,
    config,
    logger,
    keepSpare: false,
    readInput: readStandardInput,
    waitsForDebugger: (place) => void write(context.stderr, waitingText(place) + howToAttach(place)).catch(() => undefined),
  });
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
  let debugging: RunDebugging | undefined;
  let cancelled: readonly string[] = [];
  let outputFailure: Error | undefined;
  // A second signal ends us at once.
  const removeFile = (): void => kernel.debugPort.removeFile();
  process.on('exit', removeFile);
  try {
    interruption.onInterrupt(() => {
      cancelled = kernel.requestsInFlight;
    });
    if (spec.program.kind === 'file') debugging = await runDebugging(spec, { context, kernel, interruption, program: spec.program.path });
    end = await kernel.execute({ program: spec.program, args: spec.args, origin: spec.origin, onOutput, signal: interruption.signal, jsonResult: collected !== undefined, ...(debugging && { beforeRun: debugging.beforeRun }) });
  } finally {
    await kernel.shutdown();
    process.removeListener('exit', removeFile);
    interruption.dispose();
  }

  const exitCode = interruption.exitCode ?? end.exitCode;
  try {
    await tell();
  } finally {
    // Also when the terminal is gone and cannot be told anything.
    await debugging?.finish({ ...end, exitCode, ...(interruption.said && { error: `${interruption.said}: the script was ended` }) });
  }
  return exitCode;

  async function tell(): Promise<void> {
    if (collected) {
      await writeJson(context, {
        status: end.exitCode === 0 ? 'success' : 'error',
        // One table is a value; all else is what Lua prints of it.
        result: end.resultJson === undefined ? (end.result ?? null) : verbatim(end.resultJson),
        stdout: collected.text('stdout'),
        stderr: collected.text('stderr'),
        error: end.exitCode === 0 ? null : (end.error ?? describeEnd(end)),
        exit_code: exitCode,
      });
    } else {
      if (spec.printResult && end.result !== undefined && end.result !== '') await write(context.stdout, `${end.result}\n`);
      if (end.error !== undefined) await write(context.stderr, `${end.error}\n`);
      else if (interruption.said) await write(context.stderr, `${interruption.said}: the script was ended${cancelled.length === 0 ? '' : `, ${cancelledText(cancelled)}`}\n`);
      if (interruption.cause === 'outputFailed') await write(context.stderr, `error: cannot write the output: ${outputFailure?.message}. Send it to another place.\n`);
    }
  }
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
