/** The tool `http-requester`: one HTTP request with method, headers, body and authorization. Any answer of a server is a success. */
import { MAX_JSON_DEPTH, type HostValue } from '../../../common/values.ts';
import type { Json } from '../../../common/json.ts';
import { answerText, isJson } from '../web/answer-body.ts';
import { proofIn, secretsOfProof } from '../web/authorization.ts';
import { exchange } from '../web/exchange.ts';
import { addressIn, addressParameters, headersIn, secretsOfRequest, sharedParameters, timeoutIn } from '../web/request-parameters.ts';
import { configuredRetries, retriesIn } from '../web/retries.ts';
import type { RuntimeError } from '../../errors.ts';
import { jsonText } from '../json-text.ts';
import { invalidCall } from '../parameters.ts';
import type { Tool, ToolParameters, ToolRun } from '../tool.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

export const httpRequester: Tool = {
  name: 'http-requester',
  description: 'Sends an HTTP request and answers status, headers and body.',
  category: 'api',
  version: '1.0.0',
  parameters: [
    ...addressParameters,
    { name: 'method', type: 'string', description: `One of ${METHODS.join(', ')}.`, default: 'GET' },
    ...sharedParameters,
    { name: 'body', type: 'any', description: 'The body: a text as it is, a table as JSON.' },
    { name: 'auth', type: 'object', description: '{type = "bearer", token} or {type = "basic", username, password} or {type = "api_key", key, header_name = "X-API-Key"} or {type = "custom", headers}.' },
    { name: 'retry', type: 'object', description: '{max_attempts = 3, initial_delay_ms = 1000, max_delay_ms = 30000, backoff_factor = 2, retry_on_status = {429, 500, 502, 503, 504}}. Default: max_retries in [tools.network].' },
    { name: 'follow_redirects', type: 'boolean', description: 'Whether redirects are followed.', default: true },
  ],
  secretsIn: (parameters) => [...secretsOfRequest(parameters), ...secretsOfProof(parameters)],
  async run(parameters, run) {
    const invalid = (message: string) => invalidCall(httpRequester, message);
    const { http } = run.runtime.config.tools;
    const timeout = timeoutIn(parameters, invalid);
    const request = requestIn(parameters, run, invalid);
    const result = await exchange(
      httpRequester,
      {
        request: { ...request, maxRedirects: parameters['follow_redirects'] === false ? 0 : http.maxRedirects },
        limit: timeout === undefined ? { seconds: http.timeoutSeconds, setting: 'timeout_seconds in [tools.http_request]' } : { seconds: timeout, setting: 'timeout of the call' },
        retry: retriesIn(parameters['retry'], configuredRetries(http.maxRetries), invalid),
      },
      run,
    );
    const operation = request.method.toLowerCase();
    if ('failure' in result) return { operation, success: false, error: result.failure };
    const { answer } = result;
    const contentType = answer.headers.get('content-type');
    const { text, encoding } = answerText(answer.body, contentType);
    return {
      operation,
      success: true,
      message: `HTTP ${request.method} ${answer.url}: ${answer.status}${answer.statusText === '' ? '' : ` ${answer.statusText}`}`,
      result: {
        url: answer.url,
        status_code: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: (isJson(contentType) ? decoded(text) : undefined) ?? text,
        text,
        encoding,
      },
    };
  },
};

function requestIn(parameters: ToolParameters, run: ToolRun, invalid: (message: string) => RuntimeError) {
  const method = (parameters['method'] as string).toUpperCase();
  if (!METHODS.includes(method)) throw invalid(`parameter "method": "${method}" is not known; known are ${METHODS.join(', ')}`);
  const url = addressIn(parameters, invalid);
  const headers = headersIn(parameters['headers'], run.runtime.config.tools.http.headers, invalid);
  const proven = headersIn(proofIn(parameters['auth'], invalid), {}, invalid, 'auth');
  for (const [name, value] of proven) headers.set(name, value);
  const proof = new Set(proven.keys());
  const body = bodyIn(parameters['body'], invalid);
  if (body === undefined) return { method, url, headers, body, proof };
  if (method === 'GET' || method === 'HEAD') throw invalid(`parameter "body": a ${method} has none: use another method`);
  if (!headers.has('content-type')) headers.set('content-type', typeof parameters['body'] === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  return { method, url, headers, body, proof };
}

function bodyIn(given: HostValue, invalid: (message: string) => RuntimeError): string | Uint8Array<ArrayBuffer> | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return given;
  if (given instanceof Uint8Array) return new Uint8Array(given);
  if (typeof given === 'bigint') return given.toString();
  try {
    return jsonText(given);
  } catch (error) {
    throw invalid(`parameter "body": it cannot be written as JSON: ${(error as Error).message}`);
  }
}

/** To be decoded where the script runs; undefined for what is no JSON, or nested deeper than a table can be handed over. */
function decoded(text: string): HostValue {
  try {
    const value = JSON.parse(text) as Json;
    return value !== null && depthOf(value, MAX_JSON_DEPTH / 2) ? { $json: text } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is nested no deeper than `most`. */
const depthOf = (value: Json, most: number): boolean => typeof value !== 'object' || value === null || (most > 0 && Object.values(value).every((entry) => depthOf(entry, most - 1)));
