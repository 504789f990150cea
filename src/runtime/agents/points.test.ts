import { describe, expect, it } from 'vitest';
import type { HostPoint, HostPointAnswer, HostPointFilter, HostTable } from '../../common/host-points.ts';
import type { HostValue } from '../../common/values.ts';
import { demoAnswer } from '../providers/demo-text.ts';
import type { HostCall } from '../host.ts';
import { testHost } from '../testing.ts';

interface Stops {
  readonly reached: HostPoint[];
  readonly call: Partial<HostCall>;
}

/** Somebody who wants to hear of these points, and answers them so. */
function stops(wanted: readonly HostPointFilter[], answer: (point: HostPoint) => HostPointAnswer | Promise<HostPointAnswer> = () => ({})): Stops {
  const reached: HostPoint[] = [];
  const call: Partial<HostCall> = {
    points: { wants: (filter) => wanted.includes(filter), reach: async (point) => (reached.push(point), answer(point)) },
    usage: { total: 100 },
  };
  return { reached, call };
}

const edited = (change: HostTable) => (point: HostPoint): HostPointAnswer => ({ request: { ...point.request, ...change } });

describe('the points of an agent’s call', () => {
  it('are not put together when nobody wants them', async () => {
    const t = testHost();
    const { reached, call } = stops([]);
    await t.call('AgentInstance:execute', [await t.agent('demo/echo'), { prompt: 'q' }], call);
    expect(reached).toEqual([]);
    expect(call.usage!.total).toBeGreaterThan(100);
  });

  it('before it, show all that will be sent; what is changed is sent, told and remembered', async () => {
    const t = testHost();
    const agent = await t.agent('demo/echo', { system_prompt: 'brief', temperature: 0.5 });
    const { reached, call } = stops(['agent_call'], edited({ model: 'other', prompt: 'changed', system_prompt: null, temperature: 1, max_tokens: 9, messages: [{ role: 'user', content: 'changed' }] }));
    const [answer] = (await t.call('AgentInstance:execute', [agent, { prompt: 'q' }], call)) as [Record<string, HostValue>];
    expect(answer['text']).toBe(demoAnswer('changed'));
    expect(reached).toMatchObject([
      { filters: ['agent_call'], description: 'before the call of agent "agent 1" (demo/echo)', editable: true, tokens: 100, request: { agent: 'agent 1', provider: 'demo', model: 'echo', prompt: 'q', system_prompt: 'brief', messages: [{ role: 'user', content: 'q' }], temperature: 0.5, max_tokens: undefined } },
    ]);
    const start = t.events.find(({ event_type: type }) => type === 'agent.start')!;
    expect(start).toMatchObject({ data: { prompt: 'changed', history: 0 }, attributes: { 'gen_ai.request.model': 'other', 'gen_ai.request.temperature': 1, 'gen_ai.request.max_tokens': 9 } });
    expect(start.data['system_prompt']).toBeUndefined();
    const next = stops(['agent_call']);
    await t.call('AgentInstance:execute', [agent, { prompt: 'more' }], next.call);
    expect(next.reached[0]!.request!['messages']).toEqual([{ role: 'user', content: 'changed' }, { role: 'assistant', content: demoAnswer('changed') }, { role: 'user', content: 'more' }]);
  });

  it('after it, show the answer once it is told, and count its tokens', async () => {
    const t = testHost();
    const { reached, call } = stops(['agent_response'], () => (expect(t.types().at(-1)).toBe('agent.end'), {}));
    await t.call('AgentInstance:execute', [await t.agent('demo/echo'), { prompt: 'q' }], call);
    expect(reached).toMatchObject([{ filters: ['agent_response', 'token_limit'], editable: false, response: { text: demoAnswer('q'), model: 'echo', finish_reason: 'stop', cost: 0, duration_ms: expect.any(Number) as number } }]);
    const { input, output, total } = reached[0]!.response!['tokens'] as { input: number; output: number; total: number };
    expect(total).toBe(input + output);
    expect(reached[0]!.tokens).toBe(100 + total);
  });

  it('when it failed, show why; what is missing for a provider is a failure of the call too', async () => {
    const t = testHost();
    const agent = await t.agent('openai/gpt');
    const { reached, call } = stops(['agent_call', 'agent_error']);
    await expect(t.call('AgentInstance:execute', [agent, { prompt: 'q' }], call)).rejects.toThrow('No API key');
    expect(reached.map(({ filters, error }) => [filters[0], error?.code])).toEqual([['agent_call', undefined], ['agent_error', 'missing_key']]);
    expect(t.types()).toEqual(['agent.start', 'agent.error']);
  });

  it('are over when the execution ends there: nothing is sent, nothing has failed', async () => {
    const t = testHost();
    const execution = new AbortController();
    const { reached, call } = stops(['agent_call', 'agent_error'], () => {
      execution.abort();
      throw new Error('the script was ended');
    });
    await expect(t.call('AgentInstance:execute', [await t.agent('demo/echo'), { prompt: 'q' }], { ...call, signal: execution.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(reached).toHaveLength(1);
    expect(t.types()).toEqual([]);
  });
});
