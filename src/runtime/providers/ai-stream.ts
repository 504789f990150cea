/** Streams an answer through the `ai` package, whatever the model behind it. Loaded on first use: it is large. */
import type { LanguageModel } from 'ai';
import { RuntimeError } from '../errors.ts';
import type { ChatPart, ChatRequest } from './provider.ts';

export async function* streamWithAi(model: LanguageModel, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
  // The package would print warnings to the console, which belongs to the script's output and to protocols on stdio.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const { streamText } = await import('ai');
  const { fullStream } = streamText({
    model,
    messages: [...request.messages],
    ...(request.system !== undefined && { system: request.system }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.maxTokens !== undefined && { maxOutputTokens: request.maxTokens }),
    abortSignal: signal,
    maxRetries: 0, // retry.ts does it, with the configured delays and visible in the events
    onError: () => undefined, // errors come as parts of the stream; the default prints them
  });
  let response: { id?: string; modelId?: string } = {};
  for await (const part of fullStream) {
    switch (part.type) {
      case 'text-delta':
        if (part.text !== '') yield { type: 'text', text: part.text };
        break;
      case 'error':
        throw part.error;
      case 'abort':
        signal.throwIfAborted();
        throw new RuntimeError('cancelled', 'the request was cancelled');
      case 'finish-step':
        response = part.response;
        break;
      case 'finish':
        yield {
          type: 'finish',
          finishReason: part.finishReason,
          inputTokens: part.totalUsage.inputTokens,
          outputTokens: part.totalUsage.outputTokens,
          model: response.modelId,
          responseId: response.id,
          costUsd: undefined,
        };
        break;
      default: // starts, ends and kinds of content this version has no use for
    }
  }
}
