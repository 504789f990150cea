import { describe, expect, it } from 'vitest';
import { Attributes } from '../../common/attributes.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { HostValue, ObjectRef } from '../../common/values.ts';
import { demoAnswer } from '../providers/demo-text.ts';
import { configWith, context, provider, testHost } from '../testing.ts';

type Table = Record<string, HostValue>;
const textOf = (events: readonly SpellEvent[]): string =>
  events
    .filter((event) => event.event_type === 'agent.delta')
    .map((event) => event.data['text'] as string)
    .join('');
const build = (t: ReturnType<typeof testHost>, spec: Table) => t.call('AgentBuilder:build', [spec]).then(([agent]) => agent as ObjectRef);

describe('making agents', () => {
  it('splits the model at the first slash and fills in defaults', async () => {
    const t = testHost();
    const agent = await build(t, { model: 'demo/echo/2' });
    expect(agent).toMatchObject({ $object: 'AgentInstance', fields: { name: 'agent_1', provider: 'demo', model: 'echo/2', type: 'llm' } });
  });

  it('takes a bare model for openai unless a provider is set', async () => {
    const t = testHost();
    expect((await build(t, { model: 'gpt-x' })).fields).toMatchObject({ provider: 'openai', model: 'gpt-x' });
    expect((await build(t, { model: 'any', provider: 'demo' })).fields).toMatchObject({ provider: 'demo', model: 'any' });
    expect((await build(t, { model: 'meta/llama', provider: 'demo' })).fields).toMatchObject({ provider: 'demo', model: 'meta/llama' });
    expect((await build(t, { model: 'demo/echo', provider: 'demo' })).fields).toMatchObject({ provider: 'demo', model: 'echo' });
  });

  it('takes the model of the configuration when only the provider is named', async () => {
    const t = testHost({ config: { ...configWith([provider('local', { defaultModel: 'tiny/2' })]), defaultProvider: 'local' } });
    expect((await build(t, { provider: 'local' })).fields).toMatchObject({ provider: 'local', model: 'tiny/2' });
    expect((await build(t, {})).fields).toMatchObject({ provider: 'local', model: 'tiny/2' });
    expect((await build(t, { model: 'other' })).fields).toMatchObject({ provider: 'local', model: 'other' });
    await expect(build(t, { provider: 'demo' })).rejects.toThrow('Model is required');
  });

  it('refuses what makes no sense, and says what to do', async () => {
    const t = testHost();
    await expect(build(t, {})).rejects.toThrow('Model is required: call :model("provider/model")');
    await expect(build(t, { model: 'demo/x', name: '' })).rejects.toThrow('the name of an agent must not be empty');
    await expect(build(t, { model: 'demo/' })).rejects.toThrow('not of the form "provider/model"');
    await expect(build(t, { model: 'demo/a', max_tokens: 0 })).rejects.toThrow('max_tokens must be at least 1, got 0');
    await expect(build(t, { model: 'nosuch/a' })).rejects.toThrow(/unknown provider "nosuch".*known are demo, openai.*\[providers\.nosuch\].*\/conf\/llmspell\.toml/);
    await expect(build(t, { model: 'dem/a' })).rejects.toThrow('did you mean "demo"?');
    await build(t, { model: 'demo/a', name: 'poet' });
    await expect(build(t, { model: 'demo/a', name: 'poet' })).rejects.toThrow('an agent named "poet" exists already');
  });

  it('lists and finds the agents of the session, which forgets them at its end', async () => {
    const t = testHost();
    const poet = await build(t, { model: 'demo/a', name: 'poet' });
    await t.call('Agent.create', ['critic', { model: 'demo/b' }]);
    expect(await t.call('Agent.list')).toMatchObject([[{ name: 'poet' }, { name: 'critic', model: 'b' }]]);
    expect(await t.call('Agent.get', ['poet'])).toEqual([poet]);
    expect(await t.call('Agent.get', ['nobody'])).toEqual([undefined]);
    expect(await t.call('Agent.list', [], { context: context({ sessionId: 'other' }) })).toEqual([[]]);
    t.host.endSession('session-1');
    expect(await t.call('Agent.list')).toEqual([[]]);
    await expect(t.call('AgentInstance:execute', [poet, { prompt: 'x' }])).rejects.toThrow('this agent is gone');
  });
});

describe('asking', () => {
  it('answers with text and metadata', async () => {
    const t = testHost();
    const agent = await t.agent('demo/echo');
    const [answer] = (await t.call('AgentInstance:execute', [agent, { prompt: 'What is Lua?' }])) as [Table];
    expect(answer['text']).toBe(demoAnswer('What is Lua?'));
    const metadata = answer['metadata'] as Record<string, number>;
    expect(metadata).toMatchObject({ provider: 'demo', model: 'echo', finish_reason: 'stop', cost_usd: 0 });
    expect(metadata['token_count']).toBe(metadata['input_tokens']! + metadata['output_tokens']!);
  });

  it('takes prompt or text, and the bare text in complete', async () => {
    const t = testHost();
    const agent = await t.agent('demo/echo');
    const ask = async (name: string, input: HostValue) => ((await t.call(name, [agent, input]))[0] as Table)['text'];
    expect(await ask('AgentInstance:execute', { text: 'q' })).toBe(demoAnswer('q'));
    expect(await ask('AgentInstance:execute', { text: 'q', prompt: 'q' })).toBe(demoAnswer('q'));
    expect(await ask('AgentInstance:complete', 'q')).toBe(demoAnswer('q'));
    await expect(ask('AgentInstance:execute', { text: 'q', prompt: 'p' })).rejects.toThrow('prompt and text are two names for the question, but they differ');
    await expect(ask('AgentInstance:execute', { promt: 'p' })).rejects.toThrow('AgentInstance:execute: no question: pass { prompt = "..." } (got a table with promt)');
  });

  it('tells every step as an event, with the Lua line and the parent', async () => {
    const t = testHost();
    const agent = await t.agent('demo/echo', { system_prompt: 'be kind' });
    await t.call('AgentInstance:execute', [agent, { prompt: 'hello' }], { site: { file: '/s.lua', line: 7 } });
    const [start, ...rest] = t.events;
    const end = rest.at(-1)!;
    expect(start).toMatchObject({
      event_type: 'agent.start',
      causation_id: 'parent-1',
      correlation_id: 'correlation-1',
      session_id: 'session-1',
      execution_id: 'execution-1',
      source: { file: '/s.lua', line: 7 },
      attributes: { [Attributes.AgentName]: 'agent 1', [Attributes.ProviderName]: 'demo', [Attributes.RequestModel]: 'echo' },
      data: { agent: 'agent 1', prompt: 'hello', system_prompt: 'be kind', history: 0 },
    });
    const deltas = rest.slice(0, -1);
    expect(deltas.length).toBeGreaterThan(5);
    expect(deltas.every((event) => event.event_type === 'agent.delta' && event.causation_id === start!.id && event.source?.line === 7)).toBe(true);
    expect(textOf(deltas)).toBe(demoAnswer('hello'));
    expect(deltas.map((event) => event.data['index'])).toEqual(deltas.map((_, index) => index));
    expect(end).toMatchObject({ event_type: 'agent.end', causation_id: start!.id, data: { text: demoAnswer('hello') } });
    expect(end.attributes[Attributes.ChunkCount]).toBe(deltas.length);
    expect(end.attributes[Attributes.OutputTokens]).toBeGreaterThan(10);
  });

  it('leaves message content out when capture is off', async () => {
    const t = testHost({ captureContent: false });
    const agent = await t.agent('demo/echo', { system_prompt: 'be kind' });
    await t.call('AgentInstance:execute', [agent, { prompt: 'hello' }]);
    expect(t.types()).toContain('agent.delta');
    expect(JSON.stringify(t.events)).not.toMatch(/hello|be kind|\[demo\]/);
  });

  it('keeps the conversation, as long as it may be', async () => {
    const t = testHost();
    const agent = await t.agent('demo/echo', { max_conversation_length: 2 });
    for (const prompt of ['one', 'two', 'three']) await t.call('AgentInstance:execute', [agent, { prompt }]);
    const histories = t.events.filter((event) => event.event_type === 'agent.start').map((event) => event.data['history']);
    expect(histories).toEqual([0, 2, 2]);
  });
});

describe('streaming', () => {
  const stream = async (t: ReturnType<typeof testHost>, onChunk: (chunk: string) => Promise<void>, signal = new AbortController().signal) =>
    t.call('AgentInstance:invokeStream', [await t.agent('demo/echo'), { prompt: 'hello' }, { $function: 1 }], {
      signal,
      callback: async (_fn, [chunk]) => {
        await onChunk(chunk as string);
        return [];
      },
    });

  it('calls back with every piece, one at a time, in order', async () => {
    const t = testHost();
    const chunks: string[] = [];
    let running = 0;
    const [result] = await stream(t, async (chunk) => {
      expect((running += 1)).toBe(1);
      await new Promise(setImmediate);
      chunks.push(chunk);
      running -= 1;
    });
    expect(chunks.join('')).toBe(demoAnswer('hello'));
    expect(result).toMatchObject({ success: true, chunks_received: chunks.length, text: demoAnswer('hello') });
  });

  it('goes on streaming while the callback is stopped', async () => {
    const t = testHost();
    let resume = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (resume = resolve));
    const ended = new Promise<void>((resolve) => t.bus.subscribe('agent.end', () => resolve()));
    let calls = 0;
    const result = stream(t, async () => {
      calls += 1;
      if (calls === 1) await stopped;
    });
    await ended;
    expect(calls).toBe(1);
    expect(textOf(t.events)).toBe(demoAnswer('hello'));
    resume();
    expect((await result)[0]).toMatchObject({ chunks_received: calls });
  });

  it('ends the request when the callback fails, with its error', async () => {
    const t = testHost({ demoDelays: { first: 0, between: 1 } });
    let calls = 0;
    await expect(
      stream(t, () => {
        calls += 1;
        return Promise.reject(new Error('the script failed'));
      }),
    ).rejects.toThrow('the script failed');
    expect(calls).toBe(1);
    expect(t.events.at(-1)).toMatchObject({ event_type: 'agent.error', data: { code: 'callback_failed', message: 'the function that takes the pieces failed: the script failed' } });
    expect(t.host.requestsInFlight).toEqual([]);
  });

  it('ends with the execution', async () => {
    const t = testHost({ demoDelays: { first: 0, between: 60_000 } });
    const execution = new AbortController();
    const result = stream(t, async () => execution.abort(), execution.signal);
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    expect(t.events.at(-1)).toMatchObject({ event_type: 'agent.error', data: { code: 'cancelled' } });
    expect(t.events.at(-1)!.data['text']).toMatch(/^\[demo\]/);
  });

  it('counts the requests in flight', async () => {
    const t = testHost();
    const seen: string[] = [];
    await stream(t, async () => void seen.push(...t.host.requestsInFlight));
    expect(new Set(seen)).toEqual(new Set(['agent "agent 1" (demo/echo)']));
    expect(t.host.requestsInFlight).toEqual([]);
  });
});

describe('limits', () => {
  it('ends a call that takes longer than the agent allows, naming the setting', async () => {
    const t = testHost({ demoDelays: { first: 60_000, between: 0 } });
    const agent = await t.agent('demo/echo', { max_execution_time: 0.01 });
    await expect(t.call('AgentInstance:execute', [agent, { prompt: 'x' }])).rejects.toThrow('no complete answer within 0.01 s (max_execution_time of agent "agent 1")');
  });
});
