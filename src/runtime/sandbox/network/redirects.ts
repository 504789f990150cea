/** What a redirect makes of a request (Fetch standard, "HTTP-redirect fetch"): the next address, the method, and what it may take along. */
import { isSecretName } from '../../../base/redact.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** Of the headers that prove whose it is, in small letters: no other host gets them, nor those that are secrets by their names. */
  readonly proof?: ReadonlySet<string>;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** They describe a body. */
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type'];

/** undefined when the response is no redirect. Throws TypeError for a Location that is no address. */
export function redirected(request: HttpRequest, status: number, location: string | null): HttpRequest | undefined {
  if (!REDIRECTS.has(status) || location === null) return undefined;
  const url = new URL(location, request.url);
  // What a server writes there is not the user's.
  url.username = '';
  url.password = '';
  if (url.hash === '') url.hash = request.url.hash;
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) for (const name of [...headers.keys()]) if (isSecretName(name) || request.proof?.has(name)) headers.delete(name);
  const becomesGet = (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') || ((status === 301 || status === 302) && request.method === 'POST');
  if (!becomesGet) return { ...request, url, headers };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { ...request, method: 'GET', url, headers, body: undefined };
}
