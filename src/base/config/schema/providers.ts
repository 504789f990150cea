/** `[providers.X]`: who answers agents. */
import { z } from 'zod';
import { anything, count, flag, key, seconds, table, text } from './key.ts';

const retry = table('Waits between tries of a request.', {
  max_retries: key(count, 'Tries after the first.', { aliasOf: 'providers.<name>.max_retries' }),
  initial_delay_ms: key(count, 'Wait before the first retry, in milliseconds.', { default: 1000 }),
  max_delay_ms: key(count, 'Longest wait between two tries, in milliseconds.', { default: 30_000 }),
  backoff_multiplier: key(z.number(), 'Factor by which the wait grows.', { effect: false, default: 2 }),
});

export const provider = z
  .strictObject({
    provider_type: key(text, 'Which API it speaks: `openai`, `anthropic`, `openai_compatible`, `ollama`, `gemini` or `demo`.'),
    name: key(text, "The original's other name of `provider_type`: taken for it when that is missing, with a warning.", { aliasOf: 'providers.<name>.provider_type' }),
    enabled: key(flag, 'false: the provider is refused.', { default: true }),
    base_url: key(text, 'Address of the API, without the last part of the path (`/chat/completions`), which is appended.'),
    api_base: key(text, 'Other name of `base_url`.', { aliasOf: 'providers.<name>.base_url' }),
    api_key: key(text, 'The key itself. Better kept outside of the file: see `api_key_env`.', { secret: true }),
    api_key_env: key(text, 'Name of the environment variable that holds the key.'),
    default_model: key(text, 'Model that is used when an agent names only the provider.'),
    model: key(text, 'Other name of `default_model`.', { aliasOf: 'providers.<name>.default_model' }),
    temperature: key(z.number(), 'Default temperature of its agents.'),
    max_tokens: key(count, 'Default limit of the tokens of an answer.'),
    timeout_seconds: key(seconds, 'Time for one request until its answer is whole; 0: no limit, as answers may take long.', { default: 0 }),
    timeout: key(seconds, 'Other name of `timeout_seconds`.', { aliasOf: 'providers.<name>.timeout_seconds' }),
    max_retries: key(count, 'Tries after the first, when the request may be repeated.', { default: 2 }),
    retry,
    rate_limit: table(
      'How many requests may be made.',
      {
        requests_per_minute: key(count, 'Requests in a minute.', { default: 60 }),
        tokens_per_minute: key(count, 'Tokens in a minute.'),
        auto_retry: key(flag, 'Wait and try again when the limit is reached.', { default: true }),
      },
      { effect: false },
    ),
    circuit_breaker: table(
      'Stops asking a provider that keeps failing.',
      {
        enabled: key(flag, 'Whether it is watched at all.', { default: true }),
        failures: key(count, 'Failures within the window that open the circuit.', { default: 5 }),
        reset_secs: key(seconds, 'Seconds until it is tried again.', { default: 60 }),
        window_secs: key(seconds, 'Seconds in which failures are counted.', { default: 300 }),
      },
      { effect: false },
    ),
    options: key(anything, 'Passed to the provider as they are.'),
  })
  .meta({ description: 'One provider; its models are `<name>/model`.' });

export type ProviderToml = z.infer<typeof provider>;

/** `[providers]` holds tables by name, and the name of the default one. */
export const providers = z
  .object({ default_provider: key(text, 'The provider of agents that name only a model.') })
  .catchall(provider)
  .meta({ description: 'Who answers agents. `demo` is always there and needs no key.' })
  .optional();
