/** The parameter `auth` of `http-requester`: how a request proves whose it is. What it holds is a secret from then on. */
import type { HostValue } from '../../../common/values.ts';
import { didYouMean } from '../../../base/nearest.ts';
import type { RuntimeError } from '../../errors.ts';

type Invalid = (message: string) => RuntimeError;
type Fields = (name: string, otherwise?: string) => string;

type Headers = Readonly<Record<string, string>>;

const KINDS: Readonly<Record<string, (field: Fields) => Headers>> = {
  none: () => ({}),
  basic: (field) => ({ authorization: `Basic ${pair(field('username'), field('password', ''))}` }),
  bearer: (field) => ({ authorization: `Bearer ${field('token')}` }),
  api_key: (field) => ({ [field('header_name', 'X-API-Key')]: field('key') }),
};

const pair = (username: string, password: string): string => Buffer.from(`${username}:${password}`).toString('base64');

/** `{type = "bearer", token = "…"}`: the headers it means; those of `custom` are the script's own and unchecked as yet. */
export function proofIn(given: HostValue, invalid: Invalid): HostValue {
  if (given === undefined || given === null) return {};
  const table = given as { readonly [name: string]: HostValue };
  const kind = table['type'];
  const known = [...Object.keys(KINDS), 'custom'];
  if (typeof kind !== 'string') throw invalid(`parameter "auth": type: string expected, got ${kind === undefined ? 'nothing' : typeof kind}: use one of ${known.join(', ')}`);
  if (kind === 'custom') return table['headers'];
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (make === undefined) throw invalid(`parameter "auth": type: "${kind}" is not known${didYouMean(kind, known)}; known are ${known.join(', ')}`);
  return make((name, otherwise) => {
    const value = table[name] ?? otherwise;
    if (typeof value === 'string') return value;
    const hint = value === undefined || value === null ? ' (os.getenv answers nil for variables that hold secrets, and as its second result how to allow them)' : '';
    throw invalid(`parameter "auth": type "${kind}" needs ${name}: string expected, got ${value === undefined ? 'nothing' : typeof value}${hint}`);
  });
}

const OPEN_FIELDS: ReadonlySet<string> = new Set(['type', 'username', 'header_name']);

/** Everything in `auth` but what names things. */
export function secretsOfProof(parameters: HostValue): string[] {
  const auth = ((parameters ?? {}) as { readonly [name: string]: HostValue })['auth'];
  if (typeof auth !== 'object' || auth === null) return [];
  const { username, password, headers, ...fields } = auth as { readonly [name: string]: HostValue };
  const values = [...Object.entries(fields).flatMap(([name, value]) => (OPEN_FIELDS.has(name) ? [] : [value])), password, ...(Object.values(headers ?? {}) as HostValue[])];
  const basic = typeof username === 'string' && typeof password === 'string' ? [pair(username, password)] : [];
  return [...values.filter((value) => typeof value === 'string'), ...basic];
}
