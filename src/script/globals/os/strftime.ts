/** C's `strftime` in the C locale, with the conversions Lua 5.3 allows. */
import type { CalendarTime } from './calendar.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

const two = (value: number): string => String(value).padStart(2, '0');
const spaced = (value: number): string => String(value).padStart(2, ' ');
const hour12 = ({ hour }: CalendarTime): number => ((hour + 11) % 12) + 1;

/** 1 is Monday, 7 is Sunday. */
const isoWeekday = ({ wday }: CalendarTime): number => ((wday + 5) % 7) + 1;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Weeks that begin on the weekday `first` (0 is Sunday); days before the first such day are in week 0. */
const weekOfYear = ({ yday, wday }: CalendarTime, first: number): number => Math.floor((yday + 6 - ((wday - 1 - first + 7) % 7)) / 7);

/** ISO 8601: week 1 is the one with the first Thursday. */
function isoWeek(time: CalendarTime): { readonly year: number; readonly week: number } {
  const week = Math.floor((time.yday - isoWeekday(time) + 10) / 7);
  if (week < 1) {
    const last = time.year - 1;
    return isoWeek({ ...time, year: last, yday: time.yday + (isLeap(last) ? 366 : 365) });
  }
  const thursdayOfNext = time.yday - isoWeekday(time) + 4 > (isLeap(time.year) ? 366 : 365);
  return thursdayOfNext ? { year: time.year + 1, week: 1 } : { year: time.year, week };
}

const offsetText = ({ offset }: CalendarTime): string => `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;

const CONVERSIONS: Readonly<Record<string, (time: CalendarTime) => string>> = {
  a: ({ wday }) => DAYS[wday - 1]!.slice(0, 3),
  A: ({ wday }) => DAYS[wday - 1]!,
  b: ({ month }) => MONTHS[month - 1]!.slice(0, 3),
  B: ({ month }) => MONTHS[month - 1]!,
  c: (time) => format('%a %b %e %H:%M:%S %Y', time),
  C: ({ year }) => two(Math.floor(year / 100)),
  d: ({ day }) => two(day),
  D: (time) => format('%m/%d/%y', time),
  e: ({ day }) => spaced(day),
  F: (time) => format('%Y-%m-%d', time),
  g: (time) => two(isoWeek(time).year % 100),
  G: (time) => String(isoWeek(time).year),
  h: ({ month }) => MONTHS[month - 1]!.slice(0, 3),
  H: ({ hour }) => two(hour),
  I: (time) => two(hour12(time)),
  j: ({ yday }) => String(yday).padStart(3, '0'),
  m: ({ month }) => two(month),
  M: ({ min }) => two(min),
  n: () => '\n',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  r: (time) => format('%I:%M:%S %p', time),
  R: (time) => format('%H:%M', time),
  S: ({ sec }) => two(sec),
  t: () => '\t',
  T: (time) => format('%H:%M:%S', time),
  u: (time) => String(isoWeekday(time)),
  U: (time) => two(weekOfYear(time, 0)),
  V: (time) => two(isoWeek(time).week),
  w: ({ wday }) => String(wday - 1),
  W: (time) => two(weekOfYear(time, 1)),
  x: (time) => format('%m/%d/%y', time),
  X: (time) => format('%H:%M:%S', time),
  y: ({ year }) => two(((year % 100) + 100) % 100),
  Y: ({ year }) => String(year),
  z: offsetText,
  Z: ({ zone }) => zone,
  '%': () => '%',
};

/** Conversions that take the modifiers E and O, which change nothing in the C locale. */
const MODIFIED: Readonly<Record<string, string>> = { E: 'cCxXyY', O: 'deHImMSuUVwWy' };

/** A conversion C does not have. */
export class UnknownConversion extends Error {}

export function format(text: string, time: CalendarTime): string {
  return text.replace(/%([EO]?)([^]?)/g, (whole, modifier: string, letter: string) => {
    const convert = CONVERSIONS[letter];
    if (convert === undefined || (modifier !== '' && !MODIFIED[modifier]!.includes(letter))) throw new UnknownConversion(`invalid conversion specifier '${whole}'`);
    return convert(time);
  });
}
