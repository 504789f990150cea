/**
 * Names of event attributes: OpenTelemetry's where one exists (GenAI and HTTP conventions), `llmspell.*` for our own.
 * The GenAI conventions are still in development: when a name changes there, it changes here and nowhere else.
 */
export const Attributes = {
  AgentName: 'gen_ai.agent.name',
  AgentId: 'gen_ai.agent.id',
  ConversationId: 'gen_ai.conversation.id',
  OperationName: 'gen_ai.operation.name',
  ProviderName: 'gen_ai.provider.name',
  RequestModel: 'gen_ai.request.model',
  RequestTemperature: 'gen_ai.request.temperature',
  RequestMaxTokens: 'gen_ai.request.max_tokens',
  ResponseId: 'gen_ai.response.id',
  ResponseModel: 'gen_ai.response.model',
  FinishReasons: 'gen_ai.response.finish_reasons',
  /** Milliseconds from the request to the first text. */
  TimeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  ToolName: 'gen_ai.tool.name',
  InputTokens: 'gen_ai.usage.input_tokens',
  OutputTokens: 'gen_ai.usage.output_tokens',

  HttpMethod: 'http.request.method',
  HttpRequestSize: 'http.request.body.size',
  HttpStatus: 'http.response.status_code',
  HttpResponseSize: 'http.response.body.size',
  UrlFull: 'url.full',
  /** The session of the Lua API that an event is about; the VM session is in `session_id`. */
  SessionId: 'session.id',
  ServerAddress: 'server.address',
  ServerPort: 'server.port',
  ErrorType: 'error.type',

  /** Whole milliseconds from the start of the span to this event. */
  DurationMs: 'llmspell.duration_ms',
  /** US dollars; absent when the price is not known. */
  CostUsd: 'llmspell.usage.cost_usd',
  /** Counts from 0 within its span. */
  ChunkIndex: 'llmspell.chunk.index',
  /** Bytes. */
  ChunkSize: 'llmspell.chunk.size',
  ChunkCount: 'llmspell.chunk.count',

  /** `omitted`: message content and bodies were left out of this event; the reason is in `data.content_omitted` where known. */
  Content: 'llmspell.content',
} as const;

/** `provider/model`, as scripts write it; what is known of it, else undefined. */
export function modelName(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const model = attributes[Attributes.ResponseModel] ?? attributes[Attributes.RequestModel];
  const provider = attributes[Attributes.ProviderName];
  if (typeof model !== 'string' || model === '') return undefined;
  return typeof provider === 'string' && provider !== '' ? `${provider}/${model}` : model;
}
