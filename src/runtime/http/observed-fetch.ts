/**
 * Makes a `fetch` whose requests can be watched: an event when a request goes out, when status and headers come back, for every piece of
 * the body, and at the end. The body itself passes through untouched and unbuffered.
 */
import { isSecretName, REDACTED, type Redactor } from '../../base/redact.ts';
import { Attributes } from '../../common/attributes.ts';
import { BODY_LIMIT } from '../../common/event-data.ts';
import { EventTypes } from '../../common/events.ts';
import { messageOf } from '../errors.ts';
import { redactCut } from '../events/secret-filter.ts';
import type { ProviderCall } from '../providers/provider.ts';
import type { Fetch } from './transport.ts';

export function observedFetch(fetch: Fetch, call: ProviderCall): Fetch {
  return async (input, init) => {
    const span = startSpan(call, input, init);
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      span.failed(error);
      throw error;
    }
    const { status, statusText } = response;
    const headers = span.responded(response);
    const { body } = response;
    let answer = body === null ? response : new Response(watchBody(body, span), { status, statusText, headers: response.headers });
    if (body === null) span.ended();
    await call.headReceived?.({
      method: span.method,
      url: span.url,
      status,
      headers,
      async body() {
        const bytes = await answer.arrayBuffer();
        answer = new Response(body === null ? null : bytes, { status, statusText, headers: response.headers });
        return shorten(new TextDecoder().decode(bytes), call.events.redactor);
      },
    });
    return answer;
  };
}

interface HttpSpan {
  readonly method: string;
  /** Without secrets. */
  readonly url: string;
  /** Answers the headers without those that are secret. */
  responded(response: Response): Record<string, string>;
  chunk(bytes: Uint8Array): void;
  ended(): void;
  failed(error: unknown): void;
}

function startSpan(call: ProviderCall, input: Parameters<Fetch>[0], init: RequestInit | undefined): HttpSpan {
  const { events } = call;
  const started = performance.now();
  const duration = (): Record<string, number> => ({ [Attributes.DurationMs]: Math.round(performance.now() - started) });
  const url = safeUrl(input instanceof Request ? input.url : String(input));
  const method = init?.method ?? 'GET';
  const body = typeof init?.body === 'string' ? init.body : undefined;
  const request = events.emit(EventTypes.HttpRequest, {
    causationId: call.causationId,
    attributes: {
      [Attributes.HttpMethod]: method,
      [Attributes.UrlFull]: url.href,
      [Attributes.ServerAddress]: url.hostname,
      [Attributes.ServerPort]: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
      [Attributes.HttpRequestSize]: body === undefined ? undefined : Buffer.byteLength(body),
    },
    data: { headers: safeHeaders(new Headers(init?.headers)), body: body === undefined ? undefined : events.content(shorten(body, events.redactor)) },
  });

  const decoder = new TextDecoder();
  let size = 0;
  let chunks = 0;
  let text = '';
  return {
    method,
    url: events.redactor.text(url.href),
    responded(response) {
      const headers = safeHeaders(response.headers);
      events.emit(EventTypes.HttpResponse, {
        causationId: request.id,
        attributes: { [Attributes.HttpStatus]: response.status, ...duration() },
        data: { headers },
      });
      return events.redactor.json(headers);
    },
    chunk(bytes) {
      size += bytes.byteLength;
      if (text.length <= BODY_LIMIT) text += decoder.decode(bytes, { stream: true });
      events.emit(EventTypes.HttpChunk, {
        causationId: request.id,
        attributes: { [Attributes.ChunkIndex]: chunks, [Attributes.ChunkSize]: bytes.byteLength },
      });
      chunks += 1;
    },
    ended() {
      events.emit(EventTypes.HttpEnd, {
        causationId: request.id,
        attributes: { [Attributes.HttpResponseSize]: size, [Attributes.ChunkCount]: chunks, ...duration() },
        data: { body: events.content(shorten(text, events.redactor)) },
      });
    },
    failed(error) {
      const code = errorCode(error);
      events.emit(EventTypes.HttpError, {
        causationId: request.id,
        attributes: { [Attributes.ErrorType]: code, ...duration() },
        data: { code, message: messageOf(error), received: size },
      });
    },
  };
}

/** Reports each piece as it is asked for; a reader that gives up (an aborted call) ends the span as a failure. */
function watchBody(body: ReadableStream<Uint8Array>, span: HttpSpan): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          span.ended();
          controller.close();
        } else {
          span.chunk(value);
          controller.enqueue(value);
        }
      } catch (error) {
        span.failed(error);
        controller.error(error);
      }
    },
    async cancel(reason) {
      span.failed(reason ?? new DOMException('the answer was no longer wanted', 'AbortError'));
      await reader.cancel(reason);
    },
  });
}

/** The system's code (`ECONNREFUSED`) is on the cause of fetch's own error. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) {
    if (error.name === 'AbortError') return 'cancelled';
    const code = (error as { code?: unknown }).code ?? (error.cause as { code?: unknown } | undefined)?.code;
    return typeof code === 'string' ? code : error.name;
  }
  return 'error';
}

/** Without user, password and secret parameters. */
function safeUrl(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) if (name === 'key' || isSecretName(name)) url.searchParams.set(name, REDACTED);
  return url;
}

function safeHeaders(headers: Headers): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of headers) if (!isSecretName(name)) safe[name] = value;
  return safe;
}

const shorten = (text: string, redactor: Redactor): string => (text.length > BODY_LIMIT ? `${redactCut(text.slice(0, BODY_LIMIT), redactor)}…` : text);
