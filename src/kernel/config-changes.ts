/**
 * What an edit of the configuration has changed, in words for the log: which settings hold at once, which with the next script, and which only in
 * another kernel. Only names of settings are told: their values may be secrets.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../base/config/index.ts';
import { MEMORY_LIMIT_KEYS } from '../base/config/limit-keys.ts';

export interface ConfigChanges {
  readonly now: readonly string[];
  /** The VM, and what is kept on disk, are as they were made. */
  readonly nextScript: readonly string[];
  readonly nextKernel: readonly string[];
}

const NEXT_KERNEL = ['kernel.port', 'kernel.ip', 'kernel.connection_file', 'logging.log_file', 'daemon.log_file'];
const NEXT_SCRIPT = ['state', 'session', 'debug', 'runtime.sessions', 'runtime.state_persistence', ...MEMORY_LIMIT_KEYS.map((key) => key.join('.'))];

/** Settings without effect are left out. */
export async function configChanges(before: Config, after: Config): Promise<ConfigChanges> {
  const { keyAt } = await import('../base/config/schema/walk.ts');
  const keys = changedKeys(before.raw, after.raw, []).filter((path) => keyAt(path)?.effect !== false).map((path) => path.join('.'));
  const isIn = (list: readonly string[]) => (key: string) => list.some((entry) => key === entry || key.startsWith(`${entry}.`));
  const nextKernel = keys.filter(isIn(NEXT_KERNEL));
  const nextScript = keys.filter(isIn(NEXT_SCRIPT));
  return { now: keys.filter((key) => !nextKernel.includes(key) && !nextScript.includes(key)), nextScript, nextKernel };
}

export function changesText({ now, nextScript, nextKernel }: ConfigChanges): string {
  const parts = [
    now.length > 0 && `${now.join(', ')} from now on`,
    nextScript.length > 0 && `${nextScript.join(', ')} with the next script`,
    nextKernel.length > 0 && `${nextKernel.join(', ')} only after a restart of the kernel`,
  ];
  return parts.filter((part) => part !== false).join('; ');
}

type Table = Readonly<Record<string, unknown>>;
const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value);

function changedKeys(before: unknown, after: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!(isTable(before) || isTable(after)) || path.length > 0 && !(isTable(before ?? {}) && isTable(after ?? {}))) return [path];
  const [a, b] = [(before ?? {}) as Table, (after ?? {}) as Table];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => changedKeys(a[name], b[name], [...path, name]));
}
