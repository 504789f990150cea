/**
 * Where the settings of a configuration come from, for the messages that tell people what to change. Kept beside the configuration and not in
 * it: two configurations that say the same are the same, wherever it is written.
 */
import type { Config } from './config.ts';
import { placeOf, type Origin } from './layers/layer.ts';

type OriginOf = (path: readonly string[]) => Origin | undefined;

/** By what was set; copies of a configuration share it. */
const known = new WeakMap<object, OriginOf>();

export function rememberOrigins({ raw }: Pick<Config, 'raw'>, originOf: OriginOf): void {
  known.set(raw, originOf);
}

/** Of which a message tells. */
export type SettingSource = Pick<Config, 'file'> & Partial<Pick<Config, 'raw'>>;

/** What a setting has in the file's own spelling; undefined: its default holds. */
export function settingAt({ raw }: Partial<Pick<Config, 'raw'>>, path: readonly string[]): unknown {
  let value: unknown = raw;
  for (const part of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  return value;
}

/**
 * Where to change a setting: the file and line that has it, the variable that comes before all files, else the file that counts most, which
 * is also the place to overrule a built-in profile.
 */
export function settingPlace(config: SettingSource, path: readonly string[]): string {
  const file = config.file ?? 'llmspell.toml';
  const origin = config.raw === undefined || settingAt(config, path) === undefined ? undefined : known.get(config.raw)?.(path);
  if (origin === undefined || (origin.kind === 'profile' && origin.file === undefined)) return file;
  if (origin.kind === 'environment') return `the variable ${origin.variable}`;
  const place = placeOf(origin);
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}
