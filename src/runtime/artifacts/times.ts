/** Points in time as queries give them: seconds as `os.time()` answers them, or RFC 3339; a date alone is its first moment, in UTC. */
import { badTime } from './errors.ts';

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`\d{2}:\d{2}(:\d{2}(\.\d+)?)?`;
const FORM = new RegExp(`^${DATE}([Tt ]${TIME}([Zz]|[+-]\\d{2}:\\d{2})?)?$`);

/** Milliseconds since 1970. */
export function readTime(field: string, value: string | number): number {
  if (typeof value === 'number') return value * 1000;
  const form = FORM.exec(value);
  const hasZone = form?.[4] !== undefined || form?.[1] === undefined;
  const time = form === null ? NaN : Date.parse((hasZone ? value : `${value}Z`).toUpperCase().replace(' ', 'T'));
  if (Number.isNaN(time)) throw badTime(field, value);
  return time;
}
