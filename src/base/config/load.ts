/**
 * Loads the configuration: defaults < profiles < files < environment. Findings carry their place; errors make it throw, warnings are handed back beside
 * the configuration. Where nothing is set anywhere, nothing is loaded: most runs have no configuration.
 */
import type { Environment } from '../env.ts';
import { defaultConfig, type Config } from './config.ts';
import { findConfigFiles } from './find.ts';
import type { Origin } from './layers/layer.ts';
import type { ConfigProblem } from './problem.ts';
import { keyVariables } from './process-variables.ts';

/** What was asked for by name. */
export interface ConfigChoice {
  /** `-c`; before `LLMSPELL_CONFIG`, which comes before the usual places. */
  readonly file?: string | undefined;
  /** `-p`; before `LLMSPELL_PROFILE`. */
  readonly profile?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly warnings: readonly ConfigProblem[];
  /** What is understood but has no effect in this version. */
  readonly notices: readonly ConfigProblem[];
  /** All files that were read, profiles among them. */
  readonly files: readonly string[];
  /** Where a key or table was set, in the file's spelling; undefined: its default holds. */
  readonly originOf: (path: readonly string[]) => Origin | undefined;
}

/** Throws ConfigError. */
export async function loadConfig(env: Environment, choice: ConfigChoice = {}): Promise<LoadedConfig> {
  const files = findConfigFiles(env, choice.file);
  const profile = choice.profile ?? (env.vars['LLMSPELL_PROFILE'] || undefined);
  const isSet = files.named ?? files.project ?? files.user ?? profile;
  if (isSet === undefined && keyVariables(env.vars).length === 0) {
    return { config: defaultConfig, warnings: [], notices: [], files: [], originOf: () => undefined };
  }
  const { loadLayers } = await import('./load-layers.ts');
  return loadLayers(env, files, { profile, asked: choice });
}

/** Checks a text. What it extends is looked for beside `file`. Throws ConfigError with all findings. */
export async function parseConfig(file: string, text: string): Promise<LoadedConfig> {
  const { parseLayer } = await import('./load-layers.ts');
  return parseLayer(file, text);
}
