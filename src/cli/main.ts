#!/usr/bin/env node
/** The `llmspell` command: reads the command line, runs one command, and turns every end into an exit code. */
import { CommanderError, type Command } from 'commander';
import { readEnvironment } from '../base/env.ts';
import { orderArguments, type UnknownOptions } from './arguments.ts';
import { isAbsent } from './commands/absent.ts';
import { CliError, describeError, ExitCodes } from './errors.ts';
import { buildProgram } from './program.ts';

/** After FILE or CODE the words belong to the script; commands that are not there yet take anything. */
const unknownOptions: UnknownOptions = (command) => (isAbsent(command) ? 'ignore' : ['run', 'exec'].includes(command.name()) ? 'afterOperand' : 'refuse');

async function main(words: readonly string[]): Promise<number> {
  const environment = readEnvironment();
  let exitCode: number = ExitCodes.Ok;
  const program = buildProgram(
    (options) => ({ environment, stdout: process.stdout, stderr: process.stderr, options }),
    (code) => {
      exitCode = code;
    },
  );
  forEachCommand(program, (command) => command.exitOverride());
  try {
    await program.parseAsync(orderArguments(program, words, unknownOptions), { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, program.opts<{ trace?: string; output?: string }>());
  }
}

const wantsStack = (text: string): boolean => /\b(debug|trace)\b/.test(text);

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

function report(error: unknown, options: { readonly trace?: string; readonly output?: string }): number {
  // Commander has written its message, or the help, itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCodes.Ok : ExitCodes.Usage;
  const withStack = !(error instanceof CliError) && wantsStack(options.trace ?? '');
  const message = describeError(error, withStack);
  if (options.output === 'json') process.stdout.write(`${JSON.stringify({ status: 'error', error: message }, undefined, 2)}\n`);
  process.stderr.write(`error: ${message}\n`);
  return error instanceof CliError ? error.exitCode : ExitCodes.Failed;
}

// What nobody caught is our fault, but a stack of ours helps nobody but us.
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: ${describeError(error, wantsStack(process.argv.join(' ')))} (internal; --trace debug shows more)\n`);
  process.exit(ExitCodes.Failed);
});
// A reader that went away is no crash of ours; whoever writes notices.
process.stdout.on('error', () => undefined);
process.exit(await main(process.argv.slice(2)));
