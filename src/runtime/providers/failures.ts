/** Turns what went wrong between us and a provider into an error that says what to do next. */
import type { ProviderConfig } from '../../base/config/index.ts';
import { RuntimeError, messageOf } from '../errors.ts';
import { connectionErrorCode, connectionReason } from '../http/connection-errors.ts';

export interface RequestFacts {
  readonly config: ProviderConfig;
  readonly model: string;
  readonly baseUrl: string;
  /** Where the key comes from, in words for the user; undefined: none was sent. */
  readonly keySource: string | undefined;
}

/** An HTTP status, with what a retry needs to know. */
export class HttpStatusError extends RuntimeError {
  constructor(
    message: string,
    readonly status: number,
    /** Milliseconds the server asks to wait. */
    readonly retryAfterMs: number | undefined,
    cause: unknown,
  ) {
    super('http_status', message, { cause });
  }
}

export function providerFailure(error: unknown, facts: RequestFacts): Error {
  if (error instanceof RuntimeError) return error;
  const { statusCode } = error as { statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 300) return statusFailure(error, statusCode, facts);
  const code = connectionErrorCode(error);
  if (code !== undefined) return connectionFailure(error, code, facts);
  if ((error as Error | null)?.name === 'AI_APICallError') return connectionFailure(error, undefined, facts);
  return new RuntimeError('provider_failed', `provider "${facts.config.name}" failed: ${reasonOf(error, facts)}`, { cause: error });
}

const SHOWN_TEXT = 100;

/** The SDK's errors tell of its own steps; what they mean for the user depends on the server. */
function reasonOf(error: unknown, { baseUrl }: RequestFacts): string {
  const { name, text } = error as { name?: unknown; text?: unknown };
  const message = messageOf(error);
  const notTheProtocol = `if this happens each time, ${baseUrl} does not speak the OpenAI protocol: check base_url`;
  if (name === 'AI_JSONParseError' && typeof text === 'string') return `the server sent what is no JSON: ${text.slice(0, SHOWN_TEXT)} (${notTheProtocol})`;
  if (name === 'AI_NoOutputGeneratedError' || message.includes('without a finish reason')) return `the server ended the answer before it was complete (ask again; ${notTheProtocol})`;
  return message;
}

function statusFailure(error: unknown, status: number, facts: RequestFacts): HttpStatusError {
  const { responseHeaders } = error as { responseHeaders?: Record<string, string> };
  const message = `provider "${facts.config.name}" answered HTTP ${status} for model "${facts.model}": ${serverMessage(error)}${statusHint(status, facts)}`;
  return new HttpStatusError(message, status, retryAfter(responseHeaders?.['retry-after']), error);
}

const SHOWN_BODY = 300;

/** The SDK finds the message of servers that follow the protocol; of others the body's beginning is what there is. */
function serverMessage(error: unknown): string {
  const { data, responseBody } = error as { data?: unknown; responseBody?: unknown };
  if (data !== undefined || typeof responseBody !== 'string' || responseBody.trim() === '') return messageOf(error) || 'no message';
  return responseBody.trim().slice(0, SHOWN_BODY);
}

function statusHint(status: number, { config, baseUrl, keySource }: RequestFacts): string {
  // Others are followed.
  if (status < 400) return ' (it redirects, and an address that a script gives is not left for another: give base_url the address that it leads to)';
  if (status === 401 || status === 403) return keySource === undefined ? ` (no key was sent: \`llmspell keys add ${config.name}\` adds one)` : ` (check the key: it comes from ${keySource})`;
  if (status === 404) return ` (check the model's name, and base_url in [providers.${config.name}]: ${baseUrl})`;
  if (status === 429) return ` (too many requests: wait, or raise max_retries in [providers.${config.name}])`;
  return status >= 500 ? ' (the server failed: try again later)' : '';
}

/** Seconds or a date. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function connectionFailure(error: unknown, code: string | undefined, { config, baseUrl }: RequestFacts): RuntimeError {
  const reason = code === undefined ? messageOf(error) : connectionReason(error);
  return new RuntimeError(
    'connection_failed',
    `cannot talk to provider "${config.name}" at ${baseUrl}: ${reason}. Check that the server runs and that base_url in [providers.${config.name}] is right`,
    { cause: error },
  );
}
