/** Checks the tables of one layer with the schema: unknown keys are warnings with the nearest known one, wrong types are errors; both are taken out. */
import { didYouMean } from '../../nearest.ts';
import { configSchema } from '../schema/index.ts';
import { keyAt, knownKeys } from '../schema/walk.ts';
import { isTree, type Tree } from './layer.ts';

export type Tell = (severity: 'error' | 'warning' | 'notice', path: readonly PropertyKey[], message: string) => void;

/** Changes `tree`: what is not known or does not fit is gone, so that the rest can be read on. Answers what did not fit. */
export function checkTree(tree: Tree, tell: Tell): readonly (readonly PropertyKey[])[] {
  const refused: (readonly PropertyKey[])[] = [];
  const result = configSchema.safeParse(tree);
  for (const issue of result.error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') {
      tell('error', issue.path, `${issue.path.map(String).join('.')}: ${wish(issue)}`);
      refused.push(issue.path);
      continue;
    }
    for (const key of issue.keys) {
      const path = [...issue.path, key];
      tell('warning', path, `unknown key "${path.map(String).join('.')}"${didYouMean(key, knownKeys(issue.path))}; it is ignored`);
      remove(tree, path);
    }
  }
  // A list goes as a whole: without one of its elements it would be another.
  for (const path of refused) remove(tree, withoutElement(path));
  tellIdle(tree, tell);
  return refused;
}

function withoutElement(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const element = path.findIndex((part) => typeof part === 'number');
  return element < 0 ? path : path.slice(0, element);
}

/** What a value should be. A key of several types has no words of the checker's. */
function wish({ code, path, message }: { readonly code?: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const type = code === 'invalid_union' ? keyAt(path.map(String))?.type : undefined;
  return type === undefined ? message.replace(/^Invalid input: /, '') : `expected ${type}`;
}

function remove(tree: Tree, path: readonly PropertyKey[]): void {
  let table: Record<PropertyKey, unknown> = tree;
  for (const part of path.slice(0, -1)) {
    // What holds it may have been taken out before.
    if (!isTree(table[part])) return;
    table = table[part];
  }
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
