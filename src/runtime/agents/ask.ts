/**
 * One question to an agent: sends it with the conversation, tells every step as an event (`agent.start`, `agent.delta`…, `agent.end` or
 * `agent.error`) the moment it happens, and keeps question and answer when all went well.
 */
import { Attributes } from '../../common/attributes.ts';
import type { AgentDeltaData, AgentEndData, AgentErrorData, AgentStartData } from '../../common/event-data.ts';
import { EventTypes } from '../../common/events.ts';
import { RuntimeError, codeOf, messageOf } from '../errors.ts';
import type { CallEvents } from '../events/call-events.ts';
import { SecretFilter, redactCut } from '../events/secret-filter.ts';
import { openProvider, type ProviderContext } from '../providers/registry.ts';
import type { ChatFinish, ChatRequest } from '../providers/provider.ts';
import type { Agent } from './agent.ts';
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
  const { agent, prompt, events, signal } = question;
  const { spec } = agent;
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  const start = events.emit(EventTypes.AgentStart, {
    causationId: question.causationId,
    attributes: startAttributes(agent),
    data: startData(question),
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
    const { provider, config, apiKey } = openProvider(spec.provider, question.providers, spec);
    question.keepSecret(apiKey);
    const limit = limitSignal(signal, [
      { seconds: spec.maxExecutionSeconds ?? 0, setting: `max_execution_time of agent "${spec.name}"` },
      { seconds: config.timeoutSeconds, setting: `timeout_seconds in [providers.${config.name}]` },
    ]);
    try {
      for await (const part of provider.stream(request(question, config), { events, causationId: start.id, signal: limit.signal })) {
        if (part.type === 'finish') {
          finish = part;
          continue;
        }
        firstChunkMs ??= elapsed();
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
      attributes: { [Attributes.AgentName]: spec.name, [Attributes.ErrorType]: data.code, [Attributes.ChunkCount]: chunks, [Attributes.DurationMs]: elapsed() },
      data,
    });
    throw failure;
  }

  const rest = shown.end();
  if (rest !== '') delta(rest);
  agent.remember(prompt, text);
  const durationMs = elapsed();
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
  return { text, provider: spec.provider, requestedModel: spec.model, durationMs, chunks, finish };
}

/** The agent's own settings come before the provider's. */
function request({ agent, prompt }: Question, defaults: { readonly temperature: number | undefined; readonly maxTokens: number | undefined }): ChatRequest {
  return {
    model: agent.spec.model,
    system: agent.spec.systemPrompt,
    messages: [...agent.conversation, { role: 'user', content: prompt }],
    temperature: agent.spec.temperature ?? defaults.temperature,
    maxTokens: agent.spec.maxTokens ?? defaults.maxTokens,
  };
}

const startAttributes = ({ id, spec }: Agent) => ({
  [Attributes.OperationName]: 'invoke_agent',
  [Attributes.AgentName]: spec.name,
  [Attributes.AgentId]: id,
  [Attributes.ConversationId]: id,
  [Attributes.ProviderName]: spec.provider,
  [Attributes.RequestModel]: spec.model,
  [Attributes.RequestTemperature]: spec.temperature,
  [Attributes.RequestMaxTokens]: spec.maxTokens,
});

const startData = ({ agent, prompt, events }: Question): AgentStartData => ({
  agent: agent.spec.name,
  history: agent.conversation.length,
  ...optional('prompt', events.content(prompt)),
  ...optional('system_prompt', events.content(agent.spec.systemPrompt)),
});

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

const asCancelled = (reason: unknown): Error =>
  reason instanceof RuntimeError ? reason : new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: reason });
