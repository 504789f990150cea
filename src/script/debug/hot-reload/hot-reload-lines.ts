/** Which lines of a text are which lines of its next version: what stays is found, what was changed in place is taken for the same lines. */

export interface LineMap {
  /** Where a line is now; the next one that is left, when it was taken away. */
  toNow(line: number): number;
  /** Which line it was; undefined for a line that is new or changed. */
  toOld(line: number): number | undefined;
  /** No line has another number. */
  readonly keepsLines: boolean;
}

/** Above this many comparisons the middle part of a text counts as changed altogether. */
const MAX_WORK = 4_000_000;

export function mapLines(old: string, now: string): LineMap {
  const before = old.split(/\r?\n/);
  const after = now.split(/\r?\n/);
  const pairs = unchanged(before, after);
  const nowOf = new Map(pairs);
  const oldOf = new Map(pairs.map(([a, b]) => [b, a]));
  return {
    keepsLines: before.length === after.length && pairs.every(([a, b]) => a === b),
    toOld: (line) => shifted(oldOf.get(line - 1)),
    toNow(line) {
      const exact = nowOf.get(line - 1);
      if (exact !== undefined) return exact + 1;
      const above = pairs.findLast(([a]) => a < line - 1) ?? [-1, -1];
      const below = pairs.find(([a]) => a > line - 1) ?? [before.length, after.length];
      return Math.min(above[1] + (line - 1 - above[0]), below[1], after.length - 1) + 1;
    },
  };
}

const shifted = (index: number | undefined): number | undefined => (index === undefined ? undefined : index + 1);

/** Pairs of indexes of lines that are the same, ascending. */
function unchanged(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const pairs: (readonly [number, number])[] = [];
  for (let index = 0; index < head; index++) pairs.push([index, index]);
  const middle = longestCommon(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  for (const [a, b] of middle) pairs.push([head + a, head + b]);
  for (let index = tail; index > 0; index--) pairs.push([before.length - index, after.length - index]);
  return pairs;
}

/** The longest common subsequence of two lists, as pairs of indexes. */
export function longestCommon<T>(a: readonly T[], b: readonly T[]): (readonly [number, number])[] {
  if (a.length * b.length > MAX_WORK) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1]! + 1 : Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
