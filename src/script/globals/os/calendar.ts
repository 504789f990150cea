/** Times taken apart and put together, as C's `tm` has them, in UTC or in the time zone of the machine. */

export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly min: number;
  readonly sec: number;
  /** 1 is Sunday. */
  readonly wday: number;
  /** 1 is 1 January. */
  readonly yday: number;
  readonly isdst: boolean;
  /** Minutes east of UTC. */
  readonly offset: number;
  /** `UTC`, or the name of the machine's zone. */
  readonly zone: string;
}

const DAY_MS = 86_400_000;

/** `seconds` since 1970; undefined when a date cannot hold it. */
export function takeApart(seconds: number, utc: boolean): CalendarTime | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const offset = utc ? 0 : -date.getTimezoneOffset();
  // The zone's wall clock, read as if it were UTC.
  const wall = new Date(date.getTime() + offset * 60_000);
  const year = wall.getUTCFullYear();
  const startOfYear = utcDate(year, 0, 1);
  return {
    year,
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    min: wall.getUTCMinutes(),
    sec: wall.getUTCSeconds(),
    wday: wall.getUTCDay() + 1,
    yday: Math.floor((wall.getTime() - startOfYear) / DAY_MS) + 1,
    isdst: !utc && isSummerTime(date),
    offset,
    zone: utc ? 'UTC' : zoneName(date),
  };
}

/** Seconds since 1970 of a wall clock in the machine's zone; fields outside of their ranges carry over. */
export function putTogether(fields: Pick<CalendarTime, 'year' | 'month' | 'day' | 'hour' | 'min' | 'sec'>): number | undefined {
  // Not the constructor: it takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setFullYear(fields.year, fields.month - 1, fields.day);
  date.setHours(fields.hour, fields.min, fields.sec, 0);
  const ms = date.getTime();
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

/** The offset of summer is the larger one of January's and July's, where the two differ. */
function isSummerTime(date: Date): boolean {
  const year = date.getFullYear();
  const offsets = [0, 6].map((month) => -new Date(year, month, 1).getTimezoneOffset());
  return offsets[0] !== offsets[1] && -date.getTimezoneOffset() === Math.max(...offsets);
}

const zoneName = (date: Date): string =>
  new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? '';

function utcDate(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
