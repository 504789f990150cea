/**
 * The points of an agent's call at which a debugger may stop: tells each in the words of `common/host-points.ts`, and takes back the request
 * as the user left it. While nobody asks for a point, nothing is put together for it.
 */
import type { HostPoint, HostPointFilter, HostTable, RequestField } from '../../common/host-points.ts';
import type { HostValue } from '../../common/values.ts';
import { codeOf, messageOf } from '../errors.ts';
import type { HostPoints } from '../host.ts';
import { HttpStatusError } from '../providers/failures.ts';
import type { ChatMessage, ChatRequest, HttpHead } from '../providers/provider.ts';
import type { AgentSpec } from './spec.ts';
import type { Answer } from './ask.ts';

const FIELDS: readonly RequestField[] = [
  { name: 'agent', type: 'string', fixed: true },
  { name: 'provider', type: 'string', fixed: true },
  { name: 'model', type: 'string' },
  { name: 'prompt', type: 'string' },
  { name: 'system_prompt', type: 'string', optional: true },
  { name: 'messages', type: 'messages' },
  { name: 'temperature', type: 'number', optional: true, least: 0 },
  { name: 'max_tokens', type: 'integer', optional: true, least: 1 },
];

export interface PointsOfCall {
  readonly spec: AgentSpec;
  /** Absent: nobody can stop here. */
  readonly points: HostPoints | undefined;
  readonly signal: AbortSignal;
  /** Tokens that the execution has used so far. */
  readonly tokens: () => number;
  /** What servers say may repeat secrets. */
  readonly redacted: (text: string) => string;
}

export class AgentPoints {
  readonly #call: PointsOfCall;
  readonly #who: string;
  #request: HostTable = {};
  #head: HttpHead | undefined;
  #body: string | undefined;

  constructor(call: PointsOfCall) {
    this.#call = call;
    this.#who = `agent "${call.spec.name}" (${call.spec.provider}/${call.spec.model})`;
  }

  /** Answers the request as it shall be sent. Rejects when the execution ends meanwhile. */
  async beforeCall(request: ChatRequest): Promise<ChatRequest> {
    this.#request = this.#table(request);
    if (!this.#wants('agent_call')) return request;
    const { points, signal } = this.#call;
    const point = this.#point(['agent_call'], `before the call of ${this.#who}`, { editable: true });
    const { request: edited } = await points!.reach(point, signal);
    if (edited === undefined) return request;
    this.#request = edited;
    return chatRequest(edited);
  }

  async headReceived(head: HttpHead): Promise<void> {
    this.#head = head;
    this.#body = head.status >= 400 && (this.#wants('http_error') || this.#wants('agent_error')) ? this.#call.redacted(await head.body()) : undefined;
    if (this.#wants('http_error')) await this.#reach(['http_error'], `HTTP ${head.status} from ${head.method} ${head.url}`, { response: this.#httpPart() });
  }

  async answered(answer: Answer): Promise<void> {
    if (!this.#wants('agent_response') && !this.#wants('token_limit')) return;
    await this.#reach(['agent_response', 'token_limit'], `after the answer of ${this.#who}`, { response: { ...answerTable(answer), ...this.#httpPart() } });
  }

  /** What was cancelled has not failed. */
  async failed(error: unknown): Promise<void> {
    if (!this.#wants('agent_error')) return;
    const status = error instanceof HttpStatusError ? error.status : undefined;
    const message = this.#call.redacted(messageOf(error));
    await this.#reach(['agent_error'], `after ${this.#who} failed`, {
      error: { code: codeOf(error), message },
      ...(this.#head !== undefined && { response: this.#httpPart() }),
      ...(status !== undefined && { status }),
    });
  }

  #wants(filter: HostPointFilter): boolean {
    return this.#call.points?.wants(filter) ?? false;
  }

  async #reach(filters: readonly HostPointFilter[], description: string, facts: Partial<HostPoint>): Promise<void> {
    await this.#call.points!.reach(this.#point(filters, description, facts), this.#call.signal);
  }

  #point(filters: readonly HostPointFilter[], description: string, facts: Partial<HostPoint>): HostPoint {
    const status = this.#head?.status;
    return { filters, description, request: this.#request, fields: FIELDS, editable: false, tokens: this.#call.tokens(), ...(status !== undefined && { status }), ...facts };
  }

  #httpPart(): HostTable {
    if (this.#head === undefined) return {};
    const { status, method, url, headers } = this.#head;
    return { status, method, url, headers, ...(this.#body !== undefined && { body: this.#body }) };
  }

  #table(request: ChatRequest): HostTable {
    return {
      agent: this.#call.spec.name,
      provider: this.#call.spec.provider,
      model: request.model,
      prompt: request.messages.at(-1)!.content,
      system_prompt: request.system,
      messages: request.messages.map(({ role, content }) => ({ role, content })),
      temperature: request.temperature,
      max_tokens: request.maxTokens,
    };
  }
}

/** The worker has judged each change by `FIELDS` already. */
function chatRequest(table: HostTable): ChatRequest {
  const given = (field: string): HostValue => table[field] ?? undefined;
  return {
    model: table['model'] as string,
    system: given('system_prompt') as string | undefined,
    messages: table['messages'] as unknown as readonly ChatMessage[],
    temperature: given('temperature') as number | undefined,
    maxTokens: given('max_tokens') as number | undefined,
  };
}

function answerTable({ text, requestedModel, durationMs, finish }: Answer): HostTable {
  const { inputTokens: input, outputTokens: output } = finish;
  return {
    text,
    model: finish.model ?? requestedModel,
    finish_reason: finish.finishReason,
    tokens: { input, output, total: (input ?? 0) + (output ?? 0) },
    cost: finish.costUsd,
    duration_ms: durationMs,
  };
}
