/** The limits of one script, each under several names. */
import { MEGABYTE, defaultConfig } from '../config.ts';
import type { ConfigToml } from '../schema/index.ts';
import type { Report } from './report.ts';
import { parseBytes } from './units.ts';

/** One limit under several names; the most particular one is used. */
export function memoryLimit(toml: ConfigToml, report: Report): number {
  const given: { path: string[]; bytes: number }[] = [];
  const megabytes = (path: string[], value: number | undefined): void => {
    if (value !== undefined) given.push({ path, bytes: value * MEGABYTE });
  };
  megabytes(['kernel', 'limits', 'max_memory_mb'], toml.kernel?.limits?.max_memory_mb);
  megabytes(['kernel', 'memory_limit_mb'], toml.kernel?.memory_limit_mb);
  megabytes(['kernel', 'max_memory_mb'], toml.kernel?.max_memory_mb);
  const profile = toml.resources?.profiles?.['default']?.memory_limit;
  if (profile !== undefined) {
    const path = ['resources', 'profiles', 'default', 'memory_limit'];
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
