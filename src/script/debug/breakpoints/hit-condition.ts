/**
 * Hit counts of breakpoints: `3` and `==3` the third hit only, `>=3`, `>3`, `<3`, `<=3`, `%3` every third. A hit is an arrival at the line
 * with the condition, if there is one, true.
 */
import { badHitCondition } from '../errors.ts';

export type HitTest = (hits: number) => boolean;

const pattern = /^\s*(==|=|>=|<=|>|<|%)?\s*(\d+)\s*$/;

/** Throws DebugError `bad_hit_condition`. */
export function parseHitCondition(text: string): HitTest {
  const match = pattern.exec(text);
  if (match === null) throw badHitCondition(text);
  const count = Number(match[2]);
  switch (match[1]) {
    case '>=':
      return (hits) => hits >= count;
    case '>':
      return (hits) => hits > count;
    case '<=':
      return (hits) => hits <= count;
    case '<':
      return (hits) => hits < count;
    case '%':
      if (count === 0) throw badHitCondition(text);
      return (hits) => hits % count === 0;
    default:
      return (hits) => hits === count;
  }
}
