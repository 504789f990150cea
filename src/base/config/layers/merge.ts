/** Lays layers on each other: tables are merged key by key, every other value of an upper layer replaces the lower one's. */
import { isTree, setKey, type Layer, type Origin, type Tree } from './layer.ts';

export interface Merged {
  readonly tree: Tree;
  /** The origin of a key or table; of the nearest table around it where it has none; undefined: nobody set it. */
  readonly originOf: (path: readonly string[]) => Origin | undefined;
}

export function mergeLayers(layers: readonly Layer[]): Merged {
  const origins = new Map<string, Origin>();
  const tree: Tree = {};
  for (const layer of layers) lay(tree, layer.tree, [], layer, origins);
  return {
    tree,
    originOf(path) {
      for (let length = path.length; length > 0; length--) {
        const origin = origins.get(keyOf(path.slice(0, length)));
        if (origin !== undefined) return origin;
      }
      return undefined;
    },
  };
}

const keyOf = (path: readonly string[]): string => path.join('\0');

function lay(below: Tree, above: Tree, path: readonly string[], layer: Layer, origins: Map<string, Origin>): void {
  for (const [name, value] of Object.entries(above)) {
    const here = [...path, name];
    origins.set(keyOf(here), layer.originOf(here));
    if (!isTree(value)) {
      setKey(below, name, plain(value));
      continue;
    }
    const existing = Object.hasOwn(below, name) ? below[name] : undefined;
    const table: Tree = isTree(existing) ? existing : {};
    setKey(below, name, table);
    lay(table, value, here, layer, origins);
  }
}

/** Dates are kept as their text, so that all of it is JSON; tables in lists are copied. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (!isTree(value)) return value;
  const copy: Tree = {};
  for (const [name, entry] of Object.entries(value)) setKey(copy, name, plain(entry));
  return copy;
}
