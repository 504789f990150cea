/**
 * One request of a web tool with its answer: through the network's guard, under a time limit that stands still in the debugger, tried again
 * where that helps. Refusals of the sandbox are thrown; what fails on the way is a failure of the tool.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostTable, RequestField } from '../../../common/host-points.ts';
import { limitSignal, type TimeLimit } from '../../agents/time-limit.ts';
import { RuntimeError, type RuntimeErrorCode } from '../../errors.ts';
import { connectionReason } from '../../http/connection-errors.ts';
import type { HttpHead } from '../../providers/provider.ts';
import type { GuardedAnswer, GuardedCall } from '../../sandbox/network/guarded-fetch.ts';
import type { NetworkRequest } from '../../sandbox/network/network.ts';
import type { Tool, ToolFailure, ToolRun } from '../tool.ts';
import { delayBeforeRetry, type RetryRule } from './retries.ts';

export interface Exchange {
  readonly request: NetworkRequest;
  readonly limit: TimeLimit;
  readonly retry: RetryRule;
}

/** What the script must know as an error: it asked for what may not be, or has ended. */
const THROWN: ReadonlySet<RuntimeErrorCode> = new Set(['host_not_allowed', 'request_too_large', 'invalid_argument', 'cancelled']);

const FIELDS: readonly RequestField[] = [
  { name: 'tool', type: 'string', fixed: true },
  { name: 'method', type: 'string', fixed: true },
  { name: 'url', type: 'string', fixed: true },
];

export async function exchange(tool: Tool, { request, limit, retry }: Exchange, run: ToolRun): Promise<{ readonly answer: GuardedAnswer } | { readonly failure: ToolFailure }> {
  const { call, runtime, events, causationId } = run;
  const what = `${request.method} ${request.url.origin}${request.url.pathname}`;
  const limited = limitSignal(call.signal, [limit], call.stopTimes);
  const guarded: GuardedCall = { events, causationId, signal: limited.signal, env: call.context.env, headReceived: (head) => headReceived(tool, head, run) };
  const line = call.site === undefined ? '' : `, asked at ${call.site.file}:${call.site.line}`;
  try {
    return { answer: await runtime.inFlight(`tool "${tool.name}" (${what})${line}`, repeated(request, retry, () => runtime.network.fetch(request, guarded), limited.signal)) };
  } catch (error) {
    if (call.signal.aborted) throw new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: error });
    const reason: unknown = limited.signal.aborted ? limited.signal.reason : error;
    if (!(reason instanceof RuntimeError)) return { failure: { code: 'connection_failed', message: `${what}: ${connectionReason(reason)}` } };
    if (THROWN.has(reason.code)) throw new RuntimeError(reason.code, `Tool '${tool.name}' execution failed: ${reason.message}`, { cause: reason });
    return { failure: { code: reason.code, message: reason.message.includes(request.url.host) ? reason.message : `${what}: ${reason.message}` } };
  } finally {
    limited.done();
  }
}

async function repeated(request: NetworkRequest, rule: RetryRule, send: () => Promise<GuardedAnswer>, signal: AbortSignal): Promise<GuardedAnswer> {
  for (let done = 1; ; done++) {
    let delay: number | undefined;
    try {
      const answer = await send();
      delay = delayBeforeRetry(rule, done, request.method, answer.status, answer.headers.get('retry-after'));
      if (delay === undefined) return answer;
    } catch (error) {
      delay = error instanceof RuntimeError || signal.aborted ? undefined : delayBeforeRetry(rule, done, request.method, undefined, null);
      if (delay === undefined) throw error;
    }
    await sleep(delay, undefined, { signal });
  }
}

/** A debugger may stop at answers of servers, as it does for those that agents get. */
async function headReceived(tool: Tool, head: HttpHead, { call, events }: ToolRun): Promise<void> {
  const { points, signal, usage } = call;
  if (!points?.wants('http_error')) return;
  const { method, url, status, headers } = head;
  const response: HostTable = { status, method, url, headers, ...(status >= 400 && { body: events.redactor.text(await head.body()) }) };
  await points.reach({ filters: ['http_error'], description: `HTTP ${status} from ${method} ${url}`, request: { tool: tool.name, method, url }, fields: FIELDS, editable: false, tokens: usage?.total ?? 0, status, response }, signal);
}
