/**
 * Takes secrets out of what leaves the process (events, logs, error messages): values under tell-tale names, and known values
 * wherever they appear. Applied where a text or event is made, never later.
 */
import type { Json } from '../common/json.ts';

export const REDACTED = '[redacted]';

const SECRET_NAME = /(^|[_\-.\s])(api[_-]?key|secret|token|password|passwd|authorization|credential|private[_-]?key|cookie)s?$/i;
const CAMEL_SECRET_NAME = /([aA]piKeys?|[a-z]Secrets?|[a-z]Token|[pP]asswords?|[pP]rivateKeys?|[cC]redentials?)$/;
/** Counts of tokens are no secrets. */
const HARMLESS = /(max|total|input|output|prompt|completion|cached|reasoning)[_-]?tokens?$/i;

/** After `Authorization:` whatever follows; elsewhere only what has a digit or is padded: `Basic understanding` is no secret. */
const CREDENTIALS = /(\bauthorization["']?\s*[:=]\s*["']?(?:Bearer|Basic)|\b(?:Bearer|Basic)(?=\s+[A-Za-z._~+/-]*[\d=]))\s+[A-Za-z0-9._~+/=-]{8,}/gi;

/** Shorter values would blot out ordinary words. */
const MIN_VALUE = 8;

/** Whether a key of this name holds a secret. */
export const isSecretName = (name: string): boolean => !HARMLESS.test(name) && (SECRET_NAME.test(name) || CAMEL_SECRET_NAME.test(name));

/** What stands before the password in an address, and the password: `https://me:secret@host`. */
const PASSWORD_IN_ADDRESS = /([a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:)([^/?#\s@]+)@/gi;

/** undefined: the text is no address with a password. */
export const passwordIn = (text: string): string | undefined => new RegExp(PASSWORD_IN_ADDRESS.source, 'i').exec(text)?.[2];

export const withoutPasswords = (text: string): string => text.replace(PASSWORD_IN_ADDRESS, `$1${REDACTED}@`);

export interface Redactor {
  /** A value that must never be shown from now on. Ignored when it is too short to be a secret. */
  add(value: string | undefined): void;
  text(text: string): string;
  /** How many characters at the end of `text` may be the beginning of a known secret, whose rest has not come yet. */
  openEnd(text: string): number;
  /** A copy without secrets; strings that are secret by their key's name or by their value are replaced. */
  json<T extends Json>(value: T): T;
}

export function createRedactor(values: Iterable<string> = []): Redactor {
  /** The longest first: one may begin with another, whose rest would stay. */
  let known: readonly string[] = [];
  const add = (value: string | undefined): void => {
    if (value === undefined || value.length < MIN_VALUE || known.includes(value)) return;
    known = [...known, value].sort((a, b) => b.length - a.length);
  };
  for (const value of values) add(value);

  const text = (input: string): string => {
    let output = input;
    for (const value of known) if (output.includes(value)) output = output.replaceAll(value, REDACTED);
    return output.replace(CREDENTIALS, `$1 ${REDACTED}`);
  };
  const openEnd = (input: string): number => {
    let longest = 0;
    for (const value of known) {
      for (let length = Math.min(value.length - 1, input.length); length > longest; length--) {
        if (input.endsWith(value.slice(0, length))) longest = length;
      }
    }
    return longest;
  };
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(walk);
    // Own properties, whatever their names (`__proto__`).
    return Object.fromEntries(Object.entries(value as Record<string, Json>).map(([key, entry]) => [key, typeof entry === 'string' && isSecretName(key) ? REDACTED : walk(entry)]));
  };
  return { add, text, openEnd, json: (value) => walk(value) as typeof value };
}

/** The values of environment variables that are secrets by their names (`OPENAI_API_KEY`), and the passwords in addresses (`DATABASE_URL`). */
export function secretsOf(vars: Readonly<Record<string, string>>): string[] {
  return Object.entries(vars)
    .map(([name, value]) => (isSecretName(name) ? value : passwordIn(value)))
    .filter((value) => value !== undefined && value.length >= MIN_VALUE) as string[];
}
