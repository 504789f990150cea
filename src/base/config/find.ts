/**
 * Finds the configuration files. A file that was named (`-c`, `LLMSPELL_CONFIG`) stands alone. Otherwise the first of the project's files lies
 * on the first of the user's.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../env.ts';
import { configFolder } from '../folders.ts';
import { absolute } from '../paths.ts';

/** From the working folder, the first that is there. */
export const PROJECT_FILES = ['llmspell.toml', '.llmspell.toml', 'config/llmspell.toml', '.config/llmspell.toml'] as const;

/** The user's own, the first that is there; `<config>` is `$XDG_CONFIG_HOME`, else `~/.config`. */
export const USER_FILES = ['~/.llmspell.toml', '<config>/llmspell.toml', '<config>/llmspell/config.toml', '~/.llmspell/config.toml'] as const;

export interface FoundFiles {
  /** It was asked for by name, so it need not exist: reading it fails. */
  readonly named: string | undefined;
  readonly project: string | undefined;
  readonly user: string | undefined;
}

export function findConfigFiles(env: Environment, given?: string): FoundFiles {
  const named = given ?? (env.vars['LLMSPELL_CONFIG'] || undefined);
  if (named !== undefined) return { named: absolute(named, env.cwd), project: undefined, user: undefined };
  const project = PROJECT_FILES.map((name) => absolute(name, env.cwd)).find((path) => existsSync(path));
  // In the home folder `.llmspell.toml` is found as both.
  const user = USER_FILES.map((name) => userFile(env, name)).find((path) => path !== project && existsSync(path));
  return { named: undefined, project, user };
}

function userFile(env: Environment, name: string): string {
  return name.startsWith('~') ? join(env.home, name.slice(2)) : join(configFolder(env), name.slice('<config>/'.length));
}

/** The file that counts most, absolute; undefined when there is none. */
export function findConfigFile(env: Environment, given?: string): string | undefined {
  const { named, project, user } = findConfigFiles(env, given);
  return named ?? project ?? user;
}
