/** `[providers.providers.X]`, as documents of the original system write it, is `[providers.X]`. */
import { isTree, setKey, type Tree } from './layer.ts';

/** Lifts them in `tree`, and answers their names. A provider that is there under its own name stays as it is. */
export function liftNestedProviders(tree: Tree): readonly string[] {
  const { providers } = tree;
  if (!isTree(providers) || !isTree(providers['providers'])) return [];
  const nested = Object.entries(providers['providers']);
  // A provider may be called so.
  if (nested.length === 0 || !nested.every(([, value]) => isTree(value)) || 'options' in providers['providers']) return [];
  delete providers['providers'];
  for (const [name, value] of nested) {
    const own = Object.hasOwn(providers, name) ? providers[name] : {};
    // Of a wrong type: it stays, to be told.
    setKey(providers, name, isTree(own) ? { ...(value as Tree), ...own } : own);
  }
  return nested.map(([name]) => name);
}

/** Findings about a lifted provider stand where it was written. */
export function liftLines(lines: Map<string, number>): void {
  const nested = ['providers', 'providers', ''].join('\0');
  for (const [key, line] of [...lines]) {
    const lifted = `providers\0${key.slice(nested.length)}`;
    if (key.startsWith(nested) && !lines.has(lifted)) lines.set(lifted, line);
  }
}
