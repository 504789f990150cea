/**
 * The command line's grammar: global options, the commands, and the help. What a command does lies in commands/ and is loaded when it is
 * called, because `llmspell run` must not wait for what others need.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { LOG_LEVELS, parseLogLevels } from '../base/log-levels.ts';
import { didYouMean } from '../base/nearest.ts';
import { VERSION } from '../kernel/version.ts';
import type { CliContext, GlobalOptions, OutputFormat } from './context.ts';
import { addAbsentCommands } from './commands/absent.ts';
import { configCommand } from './commands/config.ts';
import { dapCommand } from './commands/dap.ts';
import { execCommand } from './commands/exec.ts';
import { kernelCommand } from './commands/kernel.ts';
import { keysCommand } from './commands/keys.ts';
import { lspCommand } from './commands/lsp.ts';
import { runCommand } from './commands/run.ts';
import { sessionCommand } from './commands/session.ts';
import { backupCommand } from './commands/backup.ts';
import { stateCommand } from './commands/state.ts';
import { validateCommand } from './commands/validate.ts';
import { versionCommand } from './commands/version.ts';

/** Answers the exit code. */
export type Action<Options = Record<string, unknown>> = (context: CliContext, operands: string[], options: Options) => Promise<number>;

/** Makes a context from the options that were given. */
export type MakeContext = (options: GlobalOptions) => CliContext;

export interface CommandTools {
  /** Runs an action with the context, and keeps its exit code. */
  handle<Options>(action: Action<Options>): (...parameters: unknown[]) => Promise<void>;
}

export const OUTPUT_FORMATS = ['text', 'json', 'pretty'] as const;

/** Our JSON is indented, so `pretty` is the same. */
const outputFormat = (value: string): OutputFormat => (oneOf(OUTPUT_FORMATS)(value) === 'text' ? 'text' : 'json');

/** One of a list, or an error with the nearest one. */
export const oneOf =
  (known: readonly string[]) =>
  (value: string): string => {
    if (known.includes(value)) return value;
    throw new InvalidArgumentError(`Use one of ${known.join(', ')}${didYouMean(value, known)}.`);
  };

/** As it was given, or an error with the nearest level. */
const logLevels = (value: string): string => {
  const [problem] = parseLogLevels(value).problems;
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return value;
};

export function buildProgram(makeContext: MakeContext, finished: (exitCode: number) => void): Command {
  const program = new Command('llmspell')
    .description('Runs and debugs Lua scripts that drive LLM agents.')
    .addOption(new Option('-c, --config <file>', 'configuration file (default: $LLMSPELL_CONFIG, ./llmspell.toml, then your own)'))
    .addOption(new Option('-p, --profile <name>', 'profile below the configuration file, or several: a,b (`config list-profiles`)'))
    .addOption(new Option('--trace <level>', `log level on stderr: ${LOG_LEVELS.join(', ')}, or target=level,…`).argParser(logLevels))
    .addOption(new Option('--output <format>', 'output format: text or json (pretty: the same)').argParser(outputFormat).default('text'))
    .version(`llmspell ${VERSION}`, '-V, --version', 'print the version')
    // A command's own options and operands are its own matter: arguments.ts has put ours in front.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nExample:\n  llmspell run hello.lua world\n\nGlobal options may stand before or after the command.')
    .showHelpAfterError('(add --help for the options)');

  const tools: CommandTools = {
    handle: (action) => async (...parameters) => {
      const command = parameters.at(-1) as Command;
      const options = program.opts<GlobalOptions>();
      finished(await action(makeContext(options), command.args, command.opts() as Parameters<typeof action>[2]));
    },
  };
  for (const make of [runCommand, execCommand, dapCommand, lspCommand, kernelCommand, sessionCommand, stateCommand, backupCommand, validateCommand, configCommand, keysCommand, versionCommand]) program.addCommand(make(tools));
  addAbsentCommands(program, tools);
  return program;
}
