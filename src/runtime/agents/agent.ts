/** One agent of a script: its settings and its conversation. */
import type { ObjectRef } from '../../common/values.ts';
import type { ChatMessage } from '../providers/provider.ts';
import type { AgentSpec } from './spec.ts';

export class Agent {
  private history: readonly ChatMessage[] = [];

  constructor(
    /** Unique in its VM session. */
    readonly id: string,
    readonly spec: AgentSpec,
  ) {}

  /** What goes before the next question. */
  get conversation(): readonly ChatMessage[] {
    return this.history;
  }

  /** Keeps a question with its answer; the oldest messages go when there are too many. `before` takes the place of what was said until then. */
  remember(question: ChatMessage, answer: string, before: readonly ChatMessage[] = this.history): void {
    const all: ChatMessage[] = [...before, question, { role: 'assistant', content: answer }];
    this.history = newest(all, this.spec.maxConversationLength);
  }

  /** What Lua holds. */
  get ref(): ObjectRef {
    const { name, provider, model, description, type, systemPrompt } = this.spec;
    return {
      $object: 'AgentInstance',
      id: this.id,
      fields: { name, provider, model, description, type, ...(systemPrompt !== undefined && { system_prompt: systemPrompt }) },
    };
  }
}

/** The last `count` messages, from a question on: providers refuse a conversation that begins with an answer. */
function newest(messages: readonly ChatMessage[], count: number | undefined): readonly ChatMessage[] {
  if (count === undefined || messages.length <= count) return messages;
  const kept = messages.slice(messages.length - count);
  return kept[0]?.role === 'assistant' ? kept.slice(1) : kept;
}
