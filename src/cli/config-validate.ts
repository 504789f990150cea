/** What `llmspell validate` and `llmspell config validate` do: load the configuration as a command would, and tell every finding. */
import { existsSync } from 'node:fs';
import { placeOf } from '../base/config/layers/layer.ts';
import { ConfigError, findConfigFile, formatProblem, loadConfig, type ConfigProblem, type LoadedConfig } from '../base/config/index.ts';
import { absolute } from '../base/paths.ts';
import { configChoice, write, writeJson, type CliContext } from './context.ts';
import { ExitCodes } from './errors.ts';

/** Answers 1 when the configuration cannot be used. */
export async function validateConfig(context: CliContext, given: string | undefined): Promise<number> {
  const { environment, options } = context;
  const file = findConfigFile(environment, given);
  const problems = await findings(context, given);
  const failed = problems.some((problem) => problem.severity === 'error');
  if (options.output !== 'text') {
    await writeJson(context, { status: failed ? 'error' : 'success', file: file ?? null, problems });
  } else {
    for (const problem of problems) await write(context.stderr, `${formatProblem(problem)}\n`);
    if (!failed) await write(context.stdout, file === undefined ? 'no configuration file: the defaults hold\n' : `${file}: ok\n`);
  }
  return failed ? ExitCodes.Failed : ExitCodes.Ok;
}

async function findings({ environment, options }: CliContext, file: string | undefined): Promise<readonly ConfigProblem[]> {
  try {
    const loaded = await loadConfig(environment, { ...configChoice(options), file });
    return [...loaded.warnings, ...missingFolders(loaded, environment.cwd), ...loaded.notices];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

/** A script may make its folder, so nobody who runs one is told; whoever checks has perhaps mistyped one. */
function missingFolders({ config, originOf }: LoadedConfig, cwd: string): ConfigProblem[] {
  const folders = config.tools.fileOperations.allowedPaths ?? [];
  const origin = originOf(['tools', 'file_operations', 'allowed_paths']);
  if (origin === undefined) return [];
  return folders
    .filter((folder) => !existsSync(absolute(folder, cwd)))
    .map((folder) => ({ severity: 'warning', ...placeOf(origin), message: `tools.file_operations.allowed_paths: there is no folder ${JSON.stringify(folder)}` }));
}
