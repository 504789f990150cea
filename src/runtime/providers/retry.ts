/**
 * Asks again when a provider was too busy or failed on its side, and nothing of the answer had arrived yet. Waits as long as the server says,
 * else twice as long each time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderConfig } from '../../base/config/index.ts';
import { HttpStatusError } from './failures.ts';
import { MAX_TIMER_MS } from '../countdown.ts';
import type { Provider } from './provider.ts';

const isTransient = (error: unknown): error is HttpStatusError => error instanceof HttpStatusError && (error.status === 429 || error.status === 408 || error.status >= 500);

export function withRetries(provider: Provider, { maxRetries, retry }: Pick<ProviderConfig, 'maxRetries' | 'retry'>): Provider {
  return {
    name: provider.name,
    async *stream(request, call) {
      for (let attempt = 0; ; attempt++) {
        let begun = false;
        try {
          for await (const part of provider.stream(request, call)) {
            begun = true;
            yield part;
          }
          return;
        } catch (error) {
          if (begun || attempt >= maxRetries || !isTransient(error)) throw error;
          const delay = Math.min(error.retryAfterMs ?? Math.min(retry.initialDelayMs * 2 ** attempt, retry.maxDelayMs), MAX_TIMER_MS);
          await sleep(delay, undefined, { signal: call.signal }).catch(() => call.signal.throwIfAborted());
        }
      }
    },
  };
}
