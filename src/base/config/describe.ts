/**
 * The effective configuration as people are shown it: every key that is set or has a default that holds, with where its value comes from. Secrets
 * are masked.
 */
import { REDACTED, isSecretName, withoutPasswords } from '../redact.ts';
import { isTree, originText, setKey, type Tree } from './layers/layer.ts';
import type { LoadedConfig } from './load.ts';
import { allKeys, ANY_NAME, keyAt } from './schema/walk.ts';

export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
  /** `default`, `profile dev`, `/x/llmspell.toml:3`, `LLMSPELL_KERNEL_PORT`. */
  readonly origin: string;
  /** false: nothing in this version reads it. */
  readonly effect: boolean;
}

/** In the order of the schema; names that the user chose in the order in which they were met. */
export function settings({ config, originOf }: LoadedConfig): readonly Setting[] {
  const raw = config.raw as Tree;
  const found: Setting[] = [];
  const add = (path: readonly string[], value: unknown): void => {
    const info = keyAt(path);
    // A default stands in no file, even where one has its table.
    const origin = at(raw, path) === undefined ? undefined : originOf(path);
    if (isTree(value) && info?.kind === 'table') return;
    found.push({ path, value: masked(path, value, info?.secret ?? false), origin: originText(origin), effect: info?.effect ?? true });
  };
  for (const key of allKeys()) {
    if (key.path.at(-1) === ANY_NAME) continue;
    const slot = key.path.indexOf(ANY_NAME);
    if (slot < 0) {
      const value = at(raw, key.path);
      if (value !== undefined) add(key.path, value);
      // What an alias or a key without effect would be if it were set tells nobody anything.
      else if (key.default !== undefined && key.effect && key.aliasOf === undefined && !setByAlias(raw, key.path)) add(key.path, key.default);
      continue;
    }
    const named = at(raw, key.path.slice(0, slot));
    for (const name of isTree(named) ? Object.keys(named) : []) {
      const path = key.path.map((part) => (part === ANY_NAME ? name : part));
      const value = at(raw, path);
      if (value !== undefined && keyAt(path)?.path.join('.') === key.path.join('.')) add(path, value);
    }
  }
  return inTables(found);
}

/** Whether another name of the key is set, so that its default does not hold. */
const setByAlias = (raw: Tree, path: readonly string[]): boolean => allKeys().some((key) => key.aliasOf === path.join('.') && !key.path.includes(ANY_NAME) && at(raw, key.path) !== undefined);

/** Keys of one table stand together, in the order in which the tables were met. */
function inTables(found: readonly Setting[]): readonly Setting[] {
  const tables = new Map<string, Setting[]>();
  for (const setting of found) {
    const name = setting.path.slice(0, -1).join('\0');
    const table = tables.get(name);
    if (table) table.push(setting);
    else tables.set(name, [setting]);
  }
  return [...tables.values()].flat();
}

function at(tree: Tree, path: readonly string[]): unknown {
  let value: unknown = tree;
  for (const part of path) value = isTree(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

/** Secrets by their key, by their name inside of tables that are passed on as they are, and passwords in addresses. */
function masked(path: readonly string[], value: unknown, secret: boolean): unknown {
  if (secret) return REDACTED;
  if (typeof value === 'string' && isSecretName(path.at(-1) ?? '')) return REDACTED;
  if (typeof value === 'string') return withoutPasswords(value);
  if (Array.isArray(value)) return value.map((entry) => masked(path, entry, false));
  if (!isTree(value)) return value;
  const copy: Tree = {};
  for (const [name, entry] of Object.entries(value)) setKey(copy, name, masked([...path, name], entry, false));
  return copy;
}
