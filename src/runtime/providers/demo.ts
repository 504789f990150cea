/** The provider `demo`: needs no key and no network, answers any model name with canned text, streamed slowly enough to be watched. */
import { setTimeout as sleep } from 'node:timers/promises';
import { demoAnswer, demoChunks, demoTokens } from './demo-text.ts';
import type { ChatPart, ChatRequest, Provider, ProviderCall } from './provider.ts';

export interface DemoDelays {
  /** Milliseconds before the first chunk. */
  readonly first: number;
  /** Milliseconds between chunks. */
  readonly between: number;
}

const WATCHABLE: DemoDelays = { first: 60, between: 20 };

export function demoProvider(delays: DemoDelays = WATCHABLE): Provider {
  return {
    name: 'demo',
    async *stream(request: ChatRequest, call: ProviderCall): AsyncGenerator<ChatPart> {
      const answer = demoAnswer(request.messages.at(-1)?.content ?? '');
      let delay = delays.first;
      for (const text of demoChunks(answer)) {
        await pause(delay, call.signal);
        yield { type: 'text', text };
        delay = delays.between;
      }
      const input = [request.system ?? '', ...request.messages.map((message) => message.content)].join('\n');
      yield {
        type: 'finish',
        finishReason: 'stop',
        inputTokens: demoTokens(input),
        outputTokens: demoTokens(answer),
        model: request.model,
        responseId: undefined,
        costUsd: 0,
      };
    },
  };
}

/** Ends early, with the signal's reason, when the call is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
