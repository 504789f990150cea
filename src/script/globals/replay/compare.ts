/** Compares two values as JSON has them, place by place; integers beyond JavaScript's own are BigInts. */

export interface Difference {
  /** As JSON paths are written: `$.answer[2].text`. */
  readonly path: string;
  readonly description: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Differences that are not listed. */
  readonly further: number;
  /** Values that are no containers, and empty containers, in either of the two. */
  readonly places: number;
  readonly same: number;
}

const MAX_DIFFERENCES = 1000;
const MAX_SHOWN = 80;

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

export function compareJson(before: unknown, after: unknown): Comparison {
  const comparison = { differences: [] as Difference[], further: 0, places: 0, same: 0 };
  const differ = (path: string, description: string, places: number): void => {
    comparison.places += places;
    if (comparison.differences.length < MAX_DIFFERENCES) comparison.differences.push({ path, description });
    else comparison.further += 1;
  };
  const walk = (a: unknown, b: unknown, path: string): void => {
    if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
      if (isEmptyPair(a, b) || a === b) {
        comparison.places += 1;
        comparison.same += 1;
      } else differ(path, `was ${shown(a)}, is ${shown(b)}`, Math.max(placesIn(a), placesIn(b)));
      return;
    }
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    if (keys.size === 0) {
      comparison.places += 1;
      comparison.same += 1;
    }
    for (const key of keys) {
      const step = Array.isArray(a) ? `${path}[${Number(key) + 1}]` : `${path}.${key}`;
      if (!Object.hasOwn(a, key)) differ(step, `was not there, is ${shown(at(b, key))}`, placesIn(at(b, key)));
      else if (!Object.hasOwn(b, key)) differ(step, `was ${shown(at(a, key))}, is gone`, placesIn(at(a, key)));
      else walk(at(a, key), at(b, key), step);
    }
  };
  walk(before, after, '$');
  return comparison;
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;
const at = (container: Container, key: string): unknown => (container as Readonly<Record<string, unknown>>)[key];
/** Lua has one empty table for `[]` and `{}`. */
const isEmptyPair = (a: unknown, b: unknown): boolean => isContainer(a) && isContainer(b) && Object.keys(a).length === 0 && Object.keys(b).length === 0;

function placesIn(value: unknown): number {
  if (!isContainer(value)) return 1;
  const entries = Object.values(value);
  return entries.length === 0 ? 1 : entries.reduce<number>((sum, entry) => sum + placesIn(entry), 0);
}

function shown(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
