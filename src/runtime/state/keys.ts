/**
 * Where entries lie in the store: `state/value/<scope>\0<key>`. A second set of keys, `state/expiry/<time>\0<scope>\0<key>`, lists those that
 * expire by their time, so that what is over is found without reading everything.
 */
import { MAX_KEY_BYTES, type EntryRange } from '../store/store.ts';
import { badKey } from './errors.ts';
import type { Scope } from './scope.ts';

export const VALUES = 'state/value/';
const EXPIRIES = 'state/expiry/';
/** Counts the writes; each entry's version is the number of the write that made it. */
export const REVISION_KEY = 'state/revision';

/** Digits of a time in milliseconds, beyond the year 10000. */
const TIME_DIGITS = 16;
/** What is left for scope and key together: the longest prefix goes before them. */
export const MAX_NAME_BYTES = MAX_KEY_BYTES - EXPIRIES.length - TIME_DIGITS - 2;

/** A zero byte separates: in a name it is written as two characters. */
const escape = (text: string): string => text.replaceAll('\u0001', '\u0001b').replaceAll('\0', '\u0001a');
const unescape = (text: string): string => text.replaceAll('\u0001a', '\0').replaceAll('\u0001b', '\u0001');

/** `<scope>\0<key>`. Throws when it is too long. */
export function entryName(scope: Scope, key: string): string {
  if (key === '') throw badKey('is empty: give it a name');
  const name = `${escape(scope.name)}\0${escape(key)}`;
  const bytes = Buffer.byteLength(name);
  if (bytes > MAX_NAME_BYTES) throw badKey(`is too long: scope and key have ${bytes} bytes together, ${MAX_NAME_BYTES} are possible`);
  return name;
}

export const valueKey = (name: string): string => VALUES + name;
export const expiryKey = (expiresAt: number, name: string): string => `${EXPIRIES}${String(Math.trunc(expiresAt)).padStart(TIME_DIGITS, '0')}\0${name}`;

export const prefixOfScope = (scope: Scope): string => `${VALUES}${escape(scope.name)}\0`;
export const keyOfValueKey = (storeKey: string): string => unescape(storeKey.slice(storeKey.indexOf('\0') + 1));
export const scopeNameOfValueKey = (storeKey: string): string => unescape(storeKey.slice(VALUES.length, storeKey.indexOf('\0')));

/** The first key behind all of a scope's. */
export const behindScope = (storeKey: string): string => `${storeKey.slice(0, storeKey.indexOf('\0'))}\u0001`;

export const allExpiries: EntryRange = { prefix: EXPIRIES };
/** Undefined when the time is not over at `now`. */
export function expiredName(storeKey: string, now: number): string | undefined {
  const [time, name] = [storeKey.slice(EXPIRIES.length, EXPIRIES.length + TIME_DIGITS), storeKey.slice(EXPIRIES.length + TIME_DIGITS + 1)];
  return Number(time) <= now ? name : undefined;
}
