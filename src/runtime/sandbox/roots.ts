/**
 * The folders that rules name, by their real paths: looked up once for each configuration and then kept. A script that may write below a
 * folder, or a program it has started, could put a symlink in the folder's place; looked up anew it would open whatever the link leads to.
 */
import type { Config } from '../../base/config/index.ts';
import { realPath } from '../../base/paths.ts';

const known = new WeakMap<Config, Map<string, string>>();

/** Folders that both name stay what they were: a running script may have put something else in their place. */
export function keepRoots(before: Config, after: Config): void {
  const roots = known.get(before);
  if (roots !== undefined) known.set(after, roots);
}

/** `folder` is absolute. One that is not there yet is known by the name it will have. */
export function realRoot(config: Config, folder: string): string {
  let roots = known.get(config);
  if (roots === undefined) known.set(config, (roots = new Map<string, string>()));
  let real = roots.get(folder);
  if (real === undefined) roots.set(folder, (real = realPath(folder)));
  return real;
}
