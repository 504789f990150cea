#!/usr/bin/env node
/** The `llmspell` command: reads the command line, runs one command, and turns every end into an exit code. */
import { CommanderError, type Command } from 'commander';
import { ConfigError, UnknownProfileError } from '../base/config/problem.ts';
import { readEnvironment, withoutVariable } from '../base/env.ts';
import { asksForJson, orderArguments, type UnknownOptions } from './arguments.ts';
import { isAbsent } from './commands/absent.ts';
import { exitWhenWritten } from './end.ts';
import { CliError, describeError, ExitCodes, isReaderGone } from './errors.ts';
import { buildProgram } from './program.ts';

/** After FILE or CODE the words belong to the script; commands that are not there yet take anything. */
const unknownOptions: UnknownOptions = (command) => (isAbsent(command) ? 'ignore' : ['run', 'exec'].includes(command.name()) ? 'afterOperand' : 'refuse');

async function main(words: readonly string[]): Promise<number> {
  // In a desktop VS Code's terminals it makes Electron the Node.js that runs us (bin/llmspell); scripts are not to see it.
  const environment = withoutVariable(readEnvironment(), 'ELECTRON_RUN_AS_NODE');
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
    return report(error, { trace: program.opts<{ trace?: string }>().trace, json: asksForJson(words) });
  }
}

const wantsStack = (text: string): boolean => /\b(debug|trace)\b/.test(text);

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

function report(error: unknown, { trace = '', json }: { readonly trace: string | undefined; readonly json: boolean }): number {
  if (isReaderGone(error)) return ExitCodes.ReaderGone;
  const tell = (message: string): void => {
    if (json) process.stdout.write(`${JSON.stringify({ status: 'error', error: message }, undefined, 2)}\n`);
  };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCodes.Ok;
    // Commander has written its message to stderr, or the help when the command is missing.
    tell(error.code === 'commander.help' ? 'no command was given: `llmspell --help` lists them' : error.message.replace(/^error: /, ''));
    return ExitCodes.Usage;
  }
  const message = describeError(error, !(error instanceof CliError || error instanceof ConfigError) && wantsStack(trace));
  tell(message);
  // A configuration's findings begin with their file and line, as editors and terminals make links of them.
  process.stderr.write(error instanceof ConfigError ? `${message}\n` : `error: ${message}\n`);
  if (error instanceof UnknownProfileError) return ExitCodes.Usage;
  return error instanceof CliError ? error.exitCode : ExitCodes.Failed;
}

// What nobody caught is our fault, but a stack of ours helps nobody but us.
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: ${describeError(error, wantsStack(process.argv.join(' ')))} (internal; --trace debug shows more)\n`);
  void exitWhenWritten(ExitCodes.Failed);
});
// A reader that went away is no crash of ours; whoever writes notices.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
await exitWhenWritten(await main(process.argv.slice(2)));
