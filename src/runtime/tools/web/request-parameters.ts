/** The parameters of the web tools that both understand, and the checks that go beyond a type. */
import { isSecretName } from '../../../base/redact.ts';
import type { HostValue } from '../../../common/values.ts';
import type { RuntimeError } from '../../errors.ts';
import type { ToolParameter, ToolParameters } from '../tool.ts';

/** Both spellings; exactly one address is needed. */
export const addressParameters: readonly ToolParameter[] = [
  { name: 'url', type: 'string', description: 'The address: http:// or https://.' },
  { name: 'input', type: 'string', description: 'Other name of url.' },
];

export const sharedParameters: readonly ToolParameter[] = [
  { name: 'headers', type: 'object', description: 'Headers, as texts by name.' },
  { name: 'timeout', type: 'number', description: 'Seconds until the answer must be complete; 0: no limit. Default: the configuration\'s.' },
];

type Invalid = (message: string) => RuntimeError;

export function addressIn(parameters: ToolParameters, invalid: Invalid): URL {
  const { url, input } = parameters as { url?: string; input?: string };
  if (url !== undefined && input !== undefined && url !== input) throw invalid('url and input are two names of one parameter, and they differ: give one of them');
  const text = (url ?? input)?.trim();
  if (text === undefined || text === '') throw invalid('parameter "url" is missing (string expected: the address)');
  if (!URL.canParse(text)) throw invalid(`parameter "url": "${text}" is no web address: write it like "https://example.com/page"`);
  return new URL(text);
}

/** They belong to the connection, or would make a server take the request for one to another host. */
const OURS: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'keep-alive', 'te', 'trailer', 'expect', 'proxy-authorization', 'proxy-connection']);

const isText = (value: HostValue): value is string | number => typeof value === 'string' || typeof value === 'number';

/** `given` on top of the configured ones. */
export function headersIn(given: HostValue, configured: Readonly<Record<string, string>>, invalid: Invalid, parameter = 'headers'): Headers {
  const headers = new Headers(configured);
  for (const [name, value] of Object.entries((given ?? {}) as { readonly [name: string]: HostValue })) {
    if (OURS.has(name.toLowerCase())) throw invalid(`parameter "${parameter}": ${name} is set by the connection: leave it out`);
    if (!isText(value)) throw invalid(`parameter "${parameter}": ${name}: string expected, got ${Array.isArray(value) ? 'a list' : typeof value}`);
    try {
      headers.set(name, String(value));
    } catch {
      throw invalid(`parameter "${parameter}": ${name}: a header holds characters that none can: line ends, or letters beyond Latin-1`);
    }
  }
  return headers;
}

/** What the address and the headers hold that nobody else is to see. */
export function secretsOfRequest(parameters: HostValue): string[] {
  const { url, input, headers } = (parameters ?? {}) as { readonly [name: string]: HostValue };
  const named = Object.entries(headers ?? {}).flatMap(([name, value]) => (isSecretName(name) && typeof value === 'string' ? [value, value.replace(/^\S+\s+/, '')] : []));
  return [...named, ...[url, input].flatMap((address) => (typeof address === 'string' && URL.canParse(address) ? secretsOfAddress(new URL(address)) : []))];
}

/** As they stand there, and as they are sent. */
function secretsOfAddress({ password, username, searchParams }: URL): string[] {
  const own = password === '' ? [] : [password, decodeURIComponent(password), Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')];
  return [...own, ...[...searchParams].filter(([name]) => name === 'key' || isSecretName(name)).map(([, value]) => value)];
}

/** Seconds; undefined when it was not given. */
export function timeoutIn({ timeout }: ToolParameters, invalid: Invalid): number | undefined {
  if (timeout === undefined) return undefined;
  const seconds = Number(timeout);
  if (!(seconds >= 0)) throw invalid(`parameter "timeout": seconds expected, 0 or more, got ${seconds}`);
  return seconds;
}
