/** Checks the tables of one layer with the schema: unknown keys are warnings with the nearest known one and are taken out, wrong types are errors. */
import { didYouMean } from '../../nearest.ts';
import { configSchema } from '../schema/index.ts';
import { keyAt, knownKeys } from '../schema/walk.ts';
import { isTree, type Tree } from './layer.ts';

export type Tell = (severity: 'error' | 'warning' | 'notice', path: readonly PropertyKey[], message: string) => void;

/** Changes `tree`: what is not known is gone. */
export function checkTree(tree: Tree, tell: Tell): void {
  const result = configSchema.safeParse(tree);
  for (const issue of result.error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') {
      tell('error', issue.path, `${issue.path.map(String).join('.')}: ${wish(issue)}`);
      continue;
    }
    for (const key of issue.keys) {
      const path = [...issue.path, key];
      tell('warning', path, `unknown key "${path.map(String).join('.')}"${didYouMean(key, knownKeys(issue.path))}; it is ignored`);
      remove(tree, path);
    }
  }
  if (result.success || result.error.issues.every(({ code }) => code === 'unrecognized_keys')) tellIdle(tree, tell);
}

/** What a value should be. A key of several types has no words of the checker's. */
function wish({ code, path, message }: { readonly code?: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const type = code === 'invalid_union' ? keyAt(path.map(String))?.type : undefined;
  return type === undefined ? message.replace(/^Invalid input: /, '') : `expected ${type}`;
}

function remove(tree: Tree, path: readonly PropertyKey[]): void {
  let table: Record<PropertyKey, unknown> = tree;
  for (const part of path.slice(0, -1)) table = table[part] as Record<PropertyKey, unknown>;
  delete table[path[path.length - 1]!];
}

/** What has no effect in this version: one notice for a table of which nothing has, else one for each key. */
function tellIdle(tree: Tree, tell: Tell, above: readonly string[] = []): void {
  for (const [name, value] of Object.entries(tree)) {
    const path = [...above, name];
    const info = keyAt(path);
    if (info === undefined) continue;
    if (!info.effect && !(isTree(value) && hasEffect(path, value))) {
      // RAG is told as a warning by the resolver.
      if (name !== 'rag' || above.length > 0) tell('notice', path, idleText(path, value));
    } else if (isTree(value)) {
      tellIdle(value, tell, path);
    }
  }
}

const hasEffect = (path: readonly string[], tree: Tree): boolean =>
  Object.entries(tree).some(([name, value]) => {
    const info = keyAt([...path, name]);
    return info !== undefined && (isTree(value) && info.kind === 'table' ? hasEffect([...path, name], value) : info.effect);
  });

function idleText(path: readonly string[], value: unknown): string {
  const what = isTree(value) ? `[${path.join('.')}] (${Object.keys(value).join(', ')})` : path.join('.');
  const instead = replacements(path, value).map((wish) => (wish.path.length === path.length ? wish.instead : `${wish.instead} for ${wish.path.join('.')}`));
  return `${what} is understood, but has no effect in this version${instead.length === 0 ? '' : `: use ${instead.join(', ')}`}`;
}

/** What to write in place of the keys that are set. */
function replacements(path: readonly string[], value: unknown): { readonly path: readonly string[]; readonly instead: string }[] {
  const instead = keyAt(path)?.instead;
  const own = instead === undefined ? [] : [{ path, instead }];
  return isTree(value) ? [...own, ...Object.entries(value).flatMap(([name, entry]) => replacements([...path, name], entry))] : own;
}
