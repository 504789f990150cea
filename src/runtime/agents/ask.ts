/**
 * One question to an agent: sends it with the conversation, tells every step as an event (`agent.start`, `agent.delta`…, `agent.end` or
 * `agent.error`) the moment it happens, and keeps question and answer when all went well.
 */
import { isDeepStrictEqual } from 'node:util';
import { Attributes } from '../../common/attributes.ts';
import type { AgentDeltaData, AgentEndData, AgentErrorData, AgentStartData } from '../../common/event-data.ts';
import { EventTypes } from '../../common/events.ts';
import { RuntimeError, codeOf, messageOf } from '../errors.ts';
import type { CallEvents } from '../events/call-events.ts';
import { SecretFilter, redactCut } from '../events/secret-filter.ts';
import type { HostPoints, StopTimes, TokenUsage } from '../host.ts';
import { openProvider, type OpenedProvider, type ProviderContext } from '../providers/registry.ts';
import type { ChatFinish, ChatRequest, HttpHead } from '../providers/provider.ts';
import type { Agent } from './agent.ts';
import { AgentPoints } from './points.ts';
import { Stopwatch } from './stopwatch.ts';
import { limitSignal } from './time-limit.ts';

export interface Question {
  readonly agent: Agent;
  readonly prompt: string;
  readonly providers: ProviderContext;
  readonly events: CallEvents;
  readonly causationId: string | undefined;
  readonly signal: AbortSignal;
  /** Told each key before it is used, so that it appears in no event. */
  readonly keepSecret: (key: string | undefined) => void;
  /** Where a debugger may stop. */
  readonly points: HostPoints | undefined;
  readonly stopTimes: StopTimes | undefined;
  /** Of the execution; the answer's tokens are added. */
  readonly usage: TokenUsage;
  /** Called with each piece of text, after its event. Must not throw. */
  readonly onChunk?: (text: string) => void;
}

export interface Answer {
  readonly text: string;
  readonly provider: string;
  readonly requestedModel: string;
  /** Whole milliseconds. */
  readonly durationMs: number;
  readonly chunks: number;
  readonly finish: ChatFinish;
}

const UNKNOWN_FINISH: ChatFinish = { finishReason: 'unknown', inputTokens: undefined, outputTokens: undefined, model: undefined, responseId: undefined, costUsd: undefined };

export async function ask(question: Question): Promise<Answer> {
  const { agent, events, signal, usage } = question;
  const { spec } = agent;
  const points = new AgentPoints({ spec, points: question.points, signal, tokens: () => usage.total, redacted: (text) => events.redactor.text(text) });
  const opened = await tryToOpen(question);
  const history = agent.conversation;
  const request = await points.beforeCall(requestOf(question, opened.config)).catch((error: unknown) => {
    throw signal.aborted ? asCancelled(signal.reason) : error;
  });
  const stopwatch = new Stopwatch();
  const start = events.emit(EventTypes.AgentStart, {
    causationId: question.causationId,
    attributes: startAttributes(agent, request),
    data: startData(question, request),
  });

  let text = '';
  let chunks = 0;
  let firstChunkMs: number | undefined;
  let finish = UNKNOWN_FINISH;
  const shown = new SecretFilter(events.redactor);
  const delta = (piece: string): void => {
    const data: AgentDeltaData = { index: chunks, ...optional('text', events.content(piece)) };
    events.emit(EventTypes.AgentDelta, { causationId: start.id, attributes: { [Attributes.AgentName]: spec.name, [Attributes.ChunkIndex]: chunks }, data });
  };
  try {
    if (opened.failure !== undefined) throw opened.failure;
    const { provider, config } = opened;
    const limit = limitSignal(
      signal,
      [
        { seconds: spec.maxExecutionSeconds ?? 0, setting: `max_execution_time of agent "${spec.name}"` },
        { seconds: config.timeoutSeconds, setting: `timeout_seconds in [providers.${config.name}]` },
      ],
      question.stopTimes,
    );
    try {
      const call = { events, causationId: start.id, signal: limit.signal, headReceived: (head: HttpHead) => stopwatch.without(() => points.headReceived(head)) };
      for await (const part of provider.stream(request, call)) {
        if (part.type === 'finish') {
          finish = part;
          continue;
        }
        firstChunkMs ??= stopwatch.elapsed;
        text += part.text;
        delta(shown.push(part.text));
        chunks += 1;
        question.onChunk?.(part.text);
      }
    } finally {
      limit.done();
    }
  } catch (error) {
    const failure = signal.aborted ? asCancelled(signal.reason) : error;
    const data: AgentErrorData = { code: codeOf(failure), message: messageOf(failure), ...optional('text', events.content(redactCut(text, events.redactor))) };
    events.emit(EventTypes.AgentError, {
      causationId: start.id,
      attributes: { [Attributes.AgentName]: spec.name, [Attributes.ErrorType]: data.code, [Attributes.ChunkCount]: chunks, [Attributes.DurationMs]: stopwatch.elapsed },
      data,
    });
    if (!signal.aborted) await points.failed(failure);
    throw failure;
  }

  const rest = shown.end();
  if (rest !== '') delta(rest);
  const before = request.messages.slice(0, -1);
  agent.remember(request.messages.at(-1)!, text, isDeepStrictEqual(before, history) ? undefined : before);
  usage.total += (finish.inputTokens ?? 0) + (finish.outputTokens ?? 0);
  const durationMs = stopwatch.elapsed;
  const data: AgentEndData = optional('text', events.content(text));
  events.emit(EventTypes.AgentEnd, {
    causationId: start.id,
    attributes: {
      [Attributes.AgentName]: spec.name,
      [Attributes.ResponseModel]: finish.model,
      [Attributes.ResponseId]: finish.responseId,
      [Attributes.FinishReasons]: [finish.finishReason],
      [Attributes.InputTokens]: finish.inputTokens,
      [Attributes.OutputTokens]: finish.outputTokens,
      [Attributes.CostUsd]: finish.costUsd,
      [Attributes.TimeToFirstChunk]: firstChunkMs,
      [Attributes.ChunkCount]: chunks,
      [Attributes.DurationMs]: durationMs,
    },
    data,
  });
  const answer: Answer = { text, provider: spec.provider, requestedModel: request.model, durationMs, chunks, finish };
  await points.answered(answer);
  return answer;
}

type Opened = OpenedProvider & { readonly failure?: undefined };

/** What is missing for a provider is told as the call's failure, after its start. */
async function tryToOpen({ agent: { spec }, providers, keepSecret }: Question): Promise<Opened | { readonly failure: Error; readonly config?: undefined }> {
  try {
    const opened = await openProvider(spec.provider, providers, spec);
    keepSecret(opened.apiKey);
    return opened;
  } catch (failure) {
    return { failure: failure as Error };
  }
}

/** The agent's own settings come before the provider's. */
function requestOf({ agent, prompt }: Question, defaults: { readonly temperature: number | undefined; readonly maxTokens: number | undefined } | undefined): ChatRequest {
  return {
    model: agent.spec.model,
    system: agent.spec.systemPrompt,
    messages: [...agent.conversation, { role: 'user', content: prompt }],
    temperature: agent.spec.temperature ?? defaults?.temperature,
    maxTokens: agent.spec.maxTokens ?? defaults?.maxTokens,
  };
}

const startAttributes = ({ id, spec }: Agent, request: ChatRequest) => ({
  [Attributes.OperationName]: 'invoke_agent',
  [Attributes.AgentName]: spec.name,
  [Attributes.AgentId]: id,
  [Attributes.ConversationId]: id,
  [Attributes.ProviderName]: spec.provider,
  [Attributes.RequestModel]: request.model,
  [Attributes.RequestTemperature]: request.temperature,
  [Attributes.RequestMaxTokens]: request.maxTokens,
});

const startData = ({ agent, events }: Question, request: ChatRequest): AgentStartData => ({
  agent: agent.spec.name,
  history: request.messages.length - 1,
  ...optional('prompt', events.content(request.messages.at(-1)!.content)),
  ...optional('system_prompt', events.content(request.system)),
});

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

const asCancelled = (reason: unknown): Error =>
  reason instanceof RuntimeError ? reason : new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: reason });
