/** `llmspell validate`: checks a configuration file and tells every finding with its line. */
import { Command } from 'commander';
import { ConfigError, findConfigFile, formatProblem, loadConfig, type ConfigProblem } from '../../base/config/index.ts';
import { write, writeJson, type CliContext } from '../context.ts';
import { ExitCodes } from '../errors.ts';
import type { CommandTools } from '../program.ts';

export const validateCommand = (tools: CommandTools): Command =>
  new Command('validate')
    .description('check a configuration file')
    .addHelpText('after', '\nExample:\n  llmspell validate -c llmspell.toml')
    .action(tools.handle((context) => validate(context)));

async function validate(context: CliContext): Promise<number> {
  const { environment, options } = context;
  const file = findConfigFile(environment, options.config);
  let problems: readonly ConfigProblem[];
  try {
    problems = (await loadConfig(environment, options.config)).warnings;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.problems;
  }
  const failed = problems.some((problem) => problem.severity === 'error');
  if (options.output === 'json') {
    await writeJson(context, { status: failed ? 'error' : 'success', file: file ?? null, problems });
  } else {
    for (const problem of problems) await write(context.stderr, `${formatProblem(problem)}\n`);
    if (!failed) await write(context.stdout, file === undefined ? 'no configuration file: the defaults hold\n' : `${file}: ok\n`);
  }
  return failed ? ExitCodes.Failed : ExitCodes.Ok;
}
