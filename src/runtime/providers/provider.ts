/** What an agent needs of a provider of language models. One file per provider implements it. */
import type { CallEvents } from '../events/call-events.ts';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  /** Without the provider. */
  readonly model: string;
  readonly system: string | undefined;
  /** Ends with the question. */
  readonly messages: readonly ChatMessage[];
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
}

/** What the provider tells at the end of an answer; what it does not know is undefined. */
export interface ChatFinish {
  readonly finishReason: string;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** As the provider names the model that answered. */
  readonly model: string | undefined;
  readonly responseId: string | undefined;
  /** US dollars. */
  readonly costUsd: number | undefined;
}

export type ChatPart = { readonly type: 'text'; readonly text: string } | ({ readonly type: 'finish' } & ChatFinish);

/** Status line and headers of an answer, without secrets. */
export interface HttpHead {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Reads the body before anybody else does, shortened beyond BODY_LIMIT characters; only for failures, whose bodies are short. */
  readonly body: () => Promise<string>;
}

/** The call a request is made for. */
export interface ProviderCall {
  /** For the HTTP events, which are children of `causationId` (the agent's start). */
  readonly events: CallEvents;
  readonly causationId: string;
  readonly signal: AbortSignal;
  /** The answer's head is there; its body is read once this has resolved. */
  readonly headReceived?: (head: HttpHead) => Promise<void>;
}

export interface Provider {
  readonly name: string;
  /** Text parts, then exactly one `finish`. Throws RuntimeError; ends with the signal's reason when that is aborted. */
  stream(request: ChatRequest, call: ProviderCall): AsyncIterable<ChatPart>;
}
