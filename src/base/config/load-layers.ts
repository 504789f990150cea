/** Reads the layers of a configuration, lays them on each other and resolves the whole. Loaded only when something is set. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../env.ts';
import type { FoundFiles } from './find.ts';
import { environmentLayer } from './layers/environment-layer.ts';
import { placeOf, type Layer } from './layers/layer.ts';
import { mergeLayers } from './layers/merge.ts';
import { textLayer } from './layers/text-layer.ts';
import type { ConfigChoice, LoadedConfig } from './load.ts';
import { rememberOrigins } from './origins.ts';
import { ConfigError, UnknownProfileError, type ConfigProblem } from './problem.ts';
import { ProfileResolver } from './profiles/resolve.ts';
import { profileFolders } from './profiles/user.ts';
import { resolveConfig } from './resolve/index.ts';

interface Wish {
  readonly profile: string | undefined;
  readonly asked: ConfigChoice;
}

/** Throws ConfigError. */
export function loadLayers(env: Environment, { named, project, user }: FoundFiles, { profile, asked }: Wish): LoadedConfig {
  const files = [named, user, project].filter((path) => path !== undefined);
  const read = files.map((file) => fileLayer(file, readText(file)));
  const profiles = new ProfileResolver(profileFolders(env));
  read.forEach((layer, index) => profiles.addExtended(layer, dirname(files[index]!)));
  if (profile !== undefined) {
    const place = { file: asked.profile === undefined ? 'LLMSPELL_PROFILE' : 'command line', line: undefined };
    profiles.add(profile, { place, folder: env.cwd });
    const unknown = profiles.problems.filter((problem) => problem.file === place.file);
    if (unknown.length > 0) throw new UnknownProfileError(unknown);
  }
  const below = [...profiles.layers, ...read];
  const layers = [...below, environmentLayer(env.vars, mergeLayers(below).tree)];
  return finish(layers, profiles, { file: files.at(-1), files: [...files, ...profiles.files], asked });
}

/** Throws ConfigError. */
export function parseLayer(file: string, text: string): LoadedConfig {
  const layer = fileLayer(file, text);
  const profiles = new ProfileResolver([]);
  profiles.addExtended(layer, dirname(file));
  return finish([...profiles.layers, layer], profiles, { file, files: [file, ...profiles.files], asked: {} });
}

const fileLayer = (file: string, text: string): Layer => textLayer(text, (line) => ({ kind: 'file', file, line }));

interface Source {
  readonly file: string | undefined;
  readonly files: readonly string[];
  readonly asked: ConfigChoice;
}

function finish(layers: readonly Layer[], profiles: ProfileResolver, { file, files, asked }: Source): LoadedConfig {
  const problems = [...profiles.problems, ...layers.flatMap((layer) => layer.problems)];
  const { tree, originOf } = mergeLayers(layers);
  // Of a file that cannot be read nothing is known: what others say without it may be wrong for that alone.
  if (hasErrors(profiles.problems) || layers.some(({ isBroken }) => isBroken)) throw new ConfigError(inOrder(problems));
  const refused = layers.flatMap((layer) => layer.refused ?? []);
  const isTold = (path: readonly string[]): boolean => refused.some((wrong) => path.every((part, i) => String(wrong[i]) === part));
  // What is left of every layer fits the schema, and tables of the schema stay tables: so does the whole.
  const config = resolveConfig({ file, files, asked }, tree, (severity, path, message) => {
    // A provider without a type, say, whose type was refused.
    if (isTold(path)) return;
    const origin = originOf(path);
    const variable = origin?.kind === 'environment' ? `${origin.variable}: ` : '';
    problems.push({ severity, ...(origin === undefined ? { file: file ?? 'configuration', line: undefined } : placeOf(origin)), message: `${variable}${message}` });
  });
  if (hasErrors(problems)) throw new ConfigError(inOrder(problems));
  rememberOrigins(config, originOf);
  const told = inOrder(problems);
  return {
    config,
    warnings: told.filter(({ severity }) => severity === 'warning'),
    notices: told.filter(({ severity }) => severity === 'notice'),
    files,
    originOf,
  };
}

const hasErrors = (problems: readonly ConfigProblem[]): boolean => problems.some(({ severity }) => severity === 'error');

/** By file, as they were met, and by line. */
function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ severity: 'error', file, line: undefined, message: readFailure(error) }]);
  }
}

function readFailure(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'configuration file not found: check the path given with -c or LLMSPELL_CONFIG';
  if (code === 'EACCES') return 'configuration file cannot be read: permission denied';
  if (code === 'EISDIR') return 'this is a folder, not a configuration file';
  return `configuration file cannot be read: ${(error as Error).message}`;
}
