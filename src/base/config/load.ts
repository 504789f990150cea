/**
 * Finds and reads the configuration file: `-c`, else `LLMSPELL_CONFIG`, else `./llmspell.toml`, else none. Findings carry their line; errors
 * make it throw, warnings are handed back beside the configuration.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Environment } from '../env.ts';
import { didYouMean } from '../nearest.ts';
import { absolute } from '../paths.ts';
import { defaultConfig, type Config } from './config.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';

export interface LoadedConfig {
  readonly config: Config;
  readonly warnings: readonly ConfigProblem[];
}

/** The file that holds, absolute; undefined when there is none. A file that was asked for by name need not exist: reading it fails. */
export function findConfigFile(env: Environment, given?: string): string | undefined {
  const named = given ?? (env.vars['LLMSPELL_CONFIG'] || undefined);
  if (named !== undefined) return absolute(named, env.cwd);
  const local = absolute('llmspell.toml', env.cwd);
  return existsSync(local) ? local : undefined;
}

/** Throws ConfigError. */
export async function loadConfig(env: Environment, given?: string): Promise<LoadedConfig> {
  const file = findConfigFile(env, given);
  if (file === undefined) return { config: defaultConfig, warnings: [] };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ severity: 'error', file, line: undefined, message: readFailure(error) }]);
  }
  return parseConfig(file, text);
}

function readFailure(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'configuration file not found: check the path given with -c or LLMSPELL_CONFIG';
  if (code === 'EACCES') return 'configuration file cannot be read: permission denied';
  if (code === 'EISDIR') return 'this is a folder, not a configuration file';
  return `configuration file cannot be read: ${(error as Error).message}`;
}

/** Checks a text. Throws ConfigError with all findings. */
export async function parseConfig(file: string, text: string): Promise<LoadedConfig> {
  // Most runs have no file: the parser and the schema are loaded only here.
  const [{ parse, TomlError }, { configSchema }, { knownKeys }, { resolveConfig }, { keyLines, lineOf }] = await Promise.all([
    import('smol-toml'),
    import('./schema/index.ts'),
    import('./schema/walk.ts'),
    import('./resolve/index.ts'),
    import('./locate.ts'),
  ]);
  let data: Record<string, unknown>;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = ''] = error.message.split('\n');
    throw new ConfigError([{ severity: 'error', file, line: error.line, message: message.replace(/^Invalid TOML document: /, 'broken TOML: ') }]);
  }

  const lines = keyLines(text);
  const problems: ConfigProblem[] = [];
  const report = (severity: ConfigProblem['severity'], path: readonly PropertyKey[], message: string): void => {
    problems.push({ severity, file, line: lineOf(lines, path), message });
  };

  let result = configSchema.safeParse(data);
  if (!result.success) {
    for (const issue of result.error.issues) {
      if (issue.code !== 'unrecognized_keys') {
        report('error', issue.path, `${issue.path.map(String).join('.')}: ${issue.message.replace(/^Invalid input: /, '')}`);
        continue;
      }
      for (const key of issue.keys) {
        const path = [...issue.path, key];
        report('warning', path, `unknown key "${path.map(String).join('.')}"${didYouMean(key, knownKeys(issue.path))}; it is ignored`);
        remove(data, path);
      }
    }
    // Unknown keys are warnings: without them the rest must hold.
    result = configSchema.safeParse(data);
  }
  const config = result.success ? resolveConfig(file, result.data, report) : undefined;
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (config === undefined || problems.some((problem) => problem.severity === 'error')) throw new ConfigError(problems);
  return { config, warnings: problems };
}

function remove(data: Record<string, unknown>, path: readonly PropertyKey[]): void {
  let table: Record<PropertyKey, unknown> = data;
  for (const part of path.slice(0, -1)) table = table[part] as Record<PropertyKey, unknown>;
  delete table[path[path.length - 1]!];
}
