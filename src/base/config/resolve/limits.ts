/** The limits of one script, each under several names. */
import { MEGABYTE, defaultConfig } from '../config.ts';
import { MEMORY_LIMIT_KEYS } from '../limit-keys.ts';
import type { ConfigToml } from '../schema/index.ts';
import type { Report } from './report.ts';
import { parseBytes } from './units.ts';

/** One limit under several names; the most particular one is used. */
export function memoryLimit(toml: ConfigToml, report: Report): number {
  const given: { path: readonly string[]; bytes: number }[] = [];
  const [limits, kernelLimit, kernelMax, path] = MEMORY_LIMIT_KEYS;
  const megabytes = (path: readonly string[], value: number | undefined): void => {
    if (value !== undefined) given.push({ path, bytes: value * MEGABYTE });
  };
  megabytes(limits, toml.kernel?.limits?.max_memory_mb);
  megabytes(kernelLimit, toml.kernel?.memory_limit_mb);
  megabytes(kernelMax, toml.kernel?.max_memory_mb);
  const profile = toml.resources?.profiles?.['default']?.memory_limit;
  if (profile !== undefined) {
    const bytes = parseBytes(profile);
    if (bytes === undefined) report('error', path, `"${profile}" is no amount of memory: write "512MB" or "1GB"`);
    else given.push({ path, bytes });
  }
  const [first, ...others] = given;
  for (const other of others) {
    if (first && other.bytes !== first.bytes) report('warning', other.path, `${first.path.join('.')} sets the same limit and is used instead`);
  }
  return first?.bytes ?? defaultConfig.memoryLimitBytes;
}
