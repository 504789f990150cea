/**
 * The one way in which tools and scripts ask a host: every request and every redirect of it is judged by the policy, told as events, and
 * bounded in size; what a redirect takes to another host is no secret of the first.
 */
import type { SettingSource } from '../../../base/config/index.ts';
import { RuntimeError } from '../../errors.ts';
import type { ProviderCall } from '../../providers/provider.ts';
import { observedFetch } from '../../http/observed-fetch.ts';
import { refusal } from '../refusal.ts';
import { readBounded } from './bounded-body.ts';
import type { Connections } from './connections.ts';
import { redirected, type HttpRequest } from './redirects.ts';

export interface GuardedRequest extends HttpRequest {
  /** 0: a redirect is an answer like any other. */
  readonly maxRedirects: number;
  readonly limits: SizeLimits;
}

/** With the configuration they are from, for the messages. */
export interface SizeLimits extends SettingSource {
  readonly maxRequestBytes: number;
  readonly maxResponseBytes: number;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where the answer came from, after redirects; without credentials. */
  readonly url: string;
  readonly redirects: number;
}

export interface GuardedCall extends ProviderCall {
  readonly env: Readonly<Record<string, string>>;
}

/** Nobody reads the page that comes with a redirect. */
const REDIRECT_BODY_LIMIT = 64 * 1024;

export async function guardedFetch(first: GuardedRequest, call: GuardedCall, connections: Connections): Promise<GuardedAnswer> {
  const fetch = observedFetch((input, init) => connections.fetch(new URL(input), init ?? {}, call.env), call);
  const { maxRedirects, limits } = first;
  checkSize(first, limits);
  let request: HttpRequest = withCredentials(first);
  for (let redirects = 0; ; redirects++) {
    const { method, url, headers, body } = request;
    // What is refused has not been asked: it makes no event of a request.
    connections.check(url, call.env);
    const response = await fetch(url.href, { method, headers, ...(body !== undefined && { body }), signal: call.signal });
    const next = maxRedirects > 0 ? nextRequest(request, response) : undefined;
    if (next === undefined) {
      const bytes = await readBounded(response, limits.maxResponseBytes, (size) => answerTooLarge(url, size, limits));
      return { status: response.status, statusText: response.statusText, headers: response.headers, body: bytes, url: url.href, redirects };
    }
    await readBounded(response, REDIRECT_BODY_LIMIT, (size) => answerTooLarge(url, size, limits)).catch(() => call.signal.throwIfAborted());
    if (redirects === maxRedirects) {
      const rule = { section: 'tools.http_request', key: 'max_redirects', change: 'raise' };
      throw new RuntimeError('too_many_redirects', refusal(limits, first.url.href, `redirected more than ${maxRedirects} times, now to ${next.url.href}`, rule));
    }
    request = next;
  }
}

/** A user and a password in the address are a header: fetch takes no other. */
function withCredentials(request: HttpRequest): HttpRequest {
  const { username, password } = request.url;
  if (username === '' && password === '') return request;
  const url = new URL(request.url);
  url.username = '';
  url.password = '';
  const headers = new Headers(request.headers);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  if (!headers.has('authorization')) headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  return { ...request, url, headers };
}

function nextRequest(request: HttpRequest, response: Response): HttpRequest | undefined {
  const location = response.headers.get('location');
  try {
    return redirected(request, response.status, location);
  } catch (error) {
    throw new RuntimeError('connection_failed', `${request.url.href} redirects to what is no address: ${location ?? ''}`, { cause: error });
  }
}

function checkSize({ url, body }: HttpRequest, limits: SizeLimits): void {
  const size = body === undefined ? 0 : Buffer.byteLength(body);
  if (size <= limits.maxRequestBytes) return;
  const rule = { section: 'tools.http_request', key: 'max_request_size', change: 'raise' };
  throw new RuntimeError('request_too_large', refusal(limits, url.href, `the body has ${size} bytes, ${limits.maxRequestBytes} are allowed`, rule));
}

function answerTooLarge(url: URL, size: string, limits: SizeLimits): RuntimeError {
  const rule = { section: 'tools.http_request', key: 'max_response_size', change: 'raise' };
  return new RuntimeError('response_too_large', refusal(limits, url.href, `the answer has ${size}, ${limits.maxResponseBytes} are allowed`, rule));
}
