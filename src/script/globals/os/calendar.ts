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
  /** `GMT` as C calls UTC, or the name of the machine's zone. */
  readonly zone: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** `seconds` since 1970; undefined when a date cannot hold it. */
export function takeApart(seconds: number, utc: boolean): CalendarTime | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const wall = utc ? date : new Date(wallClock(date));
  const year = wall.getUTCFullYear();
  const startOfYear = asUtc({ year, month: 1, day: 1, hour: 0, min: 0, sec: 0 });
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
    offset: Math.trunc((wall.getTime() - date.getTime()) / MINUTE_MS),
    // Only when asked for: the name takes longer than all the rest.
    get zone() {
      return utc ? 'GMT' : zoneName(date);
    },
  };
}

/** What a time is put together from. `isdst` says which clock was read: it decides in the hour that comes twice. */
export type WallClock = Pick<CalendarTime, 'year' | 'month' | 'day' | 'hour' | 'min' | 'sec'> & { readonly isdst?: boolean | undefined };

/** Seconds since 1970 of a wall clock in the machine's zone; fields outside of their ranges carry over. */
export function putTogether(fields: WallClock): number | undefined {
  // Not the constructor: it takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setFullYear(fields.year, fields.month - 1, fields.day);
  date.setHours(fields.hour, fields.min, fields.sec, 0);
  const ms = fields.isdst === undefined ? date.getTime() : onClock(date, asUtc(fields), fields.isdst);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

/** `date` where it shows that wall clock in that season; else, as C does it, what the clock of the other season would mean. */
function onClock(date: Date, wall: number, isdst: boolean): number {
  if (isSummerTime(date) === isdst && wallClock(date) === wall) return date.getTime();
  const [standard, summer] = seasons(date);
  return wall - (isdst ? (summer === standard ? standard + 60 : summer) : standard) * MINUTE_MS;
}

/** The zone's wall clock, read as if it were UTC: exact also where the zone's offset has seconds. */
function wallClock(date: Date): number {
  const fields = { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate(), hour: date.getHours(), min: date.getMinutes(), sec: date.getSeconds() };
  return asUtc(fields) + (((date.getTime() % 1000) + 1000) % 1000);
}

function asUtc(fields: WallClock): number {
  const date = new Date(0);
  date.setUTCFullYear(fields.year, fields.month - 1, fields.day);
  date.setUTCHours(fields.hour, fields.min, fields.sec, 0);
  return date.getTime();
}

/** The offset of summer is the larger one of January's and July's, where the two differ. */
function isSummerTime(date: Date): boolean {
  const [standard, summer] = seasons(date);
  return standard !== summer && -date.getTimezoneOffset() === summer;
}

/** Minutes east of UTC in the two seasons of the year, which may be the same. */
function seasons(date: Date): readonly [standard: number, summer: number] {
  const offsets = [0, 6].map((month) => -new Date(date.getFullYear(), month, 1).getTimezoneOffset());
  return [Math.min(...offsets), Math.max(...offsets)];
}

/** A short name of a zone is known where it is in use: the United States do not know CET. */
const ENGLISH = ['en-US', 'en-GB', 'en-IE', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

/** As C names zones: `CET`, or `+0530` for those that have no name. */
function zoneName(date: Date): string {
  let name = '';
  for (const locale of ENGLISH) {
    name = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (!/^GMT[+-]/.test(name)) return name;
  }
  return name.replace(/^GMT([+-])(\d+)(?::(\d\d))?.*/, (_whole, sign: string, hours: string, minutes: string | undefined) => `${sign}${hours.padStart(2, '0')}${minutes ?? ''}`);
}

