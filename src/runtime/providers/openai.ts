/**
 * OpenAI's own API (`/responses`) and the chat protocol that many servers have copied from it (`/chat/completions`): two ways to make a
 * model for `ai`, each from the same settings.
 */
import type { LanguageModel } from 'ai';
import { observedFetch } from '../http/observed-fetch.ts';
import type { Fetch } from '../http/transport.ts';
import { streamWithAi } from './ai-stream.ts';
import { providerFailure, type RequestFacts } from './failures.ts';
import type { Provider } from './provider.ts';

export const OPENAI_URL = 'https://api.openai.com/v1';

export interface ConnectionSettings {
  readonly facts: Omit<RequestFacts, 'model'>;
  readonly apiKey: string | undefined;
  readonly fetch: () => Promise<Fetch>;
}

type MakeModel = (settings: ConnectionSettings, fetch: Fetch, model: string) => Promise<LanguageModel>;

const responsesModel: MakeModel = async ({ facts, apiKey }, fetch, model) => {
  const { createOpenAI } = await import('@ai-sdk/openai');
  return createOpenAI({ baseURL: facts.baseUrl, apiKey: apiKey ?? '', fetch })(model);
};

const chatModel: MakeModel = async ({ facts, apiKey }, fetch, model) => {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const key = apiKey === undefined ? {} : { apiKey };
  return createOpenAICompatible({ name: facts.config.name, baseURL: facts.baseUrl, fetch, includeUsage: true, ...key })(model);
};

const provider = (settings: ConnectionSettings, makeModel: MakeModel): Provider => ({
  name: settings.facts.config.name,
  async *stream(request, call) {
    try {
      const fetch = observedFetch(await settings.fetch(), call);
      const model = await makeModel(settings, fetch, request.model);
      yield* streamWithAi(model, request, call.signal);
    } catch (error) {
      call.signal.throwIfAborted();
      throw providerFailure(error, { ...settings.facts, model: request.model });
    }
  },
});

export const openaiProvider = (settings: ConnectionSettings): Provider => provider(settings, responsesModel);
export const openaiCompatibleProvider = (settings: ConnectionSettings): Provider => provider(settings, chatModel);
