import { describe, expect, it } from 'vitest';
import { Attributes } from '../common/attributes.ts';
import { EventTypes } from '../common/events.ts';
import { SpanTree } from './model.ts';
import { story } from './testing.ts';

const source = { file: '/spells/agents.lua', line: 12 };

function agentCall(make = story()) {
  return [
    make(EventTypes.ExecutionStart, { id: 'run', at: 0, data: { program: '/spells/agents.lua', origin: 'dap', debug: true } }),
    make(EventTypes.AgentStart, {
      id: 'call',
      at: 10,
      causation_id: 'run',
      source,
      attributes: { [Attributes.AgentName]: 'poet', [Attributes.ProviderName]: 'demo', [Attributes.RequestModel]: 'poem' },
      data: { agent: 'poet', prompt: 'the sea', history: 0 },
    }),
    make(EventTypes.HttpRequest, {
      id: 'request',
      at: 20,
      causation_id: 'call',
      source,
      attributes: { [Attributes.HttpMethod]: 'POST', [Attributes.UrlFull]: 'http://127.0.0.1:1/chat' },
      data: { headers: { accept: '*/*' }, body: '{"a":1}' },
    }),
    make(EventTypes.HttpResponse, { at: 30, causation_id: 'request', attributes: { [Attributes.HttpStatus]: 200 } }),
    make(EventTypes.HttpChunk, { at: 31, causation_id: 'request', attributes: { [Attributes.ChunkSize]: 100 } }),
    make(EventTypes.AgentDelta, { at: 32, causation_id: 'call', data: { index: 0, text: 'Salt ' } }),
    make(EventTypes.AgentDelta, { at: 33, causation_id: 'call', data: { index: 1, text: 'and' } }),
  ];
}

describe('the tree of spans', () => {
  it('nests requests in agent calls in executions and grows the answer', () => {
    const tree = new SpanTree();
    tree.apply(agentCall());
    const run = tree.roots[0]!;
    const call = run.children[0]!;
    const request = call.children[0]!;
    expect([run, call, request].map((span) => [span.kind, span.title, span.status])).toEqual([
      ['execution', 'agents.lua', 'running'],
      ['agent', 'poet', 'running'],
      ['http', 'POST http://127.0.0.1:1/chat', 'running'],
    ]);
    expect(call).toMatchObject({ text: 'Salt and', chunks: 2, model: 'demo/poem', source });
    expect(request).toMatchObject({ httpStatus: 200, received: 100, chunks: 1 });
  });

  it('ends a span with times, tokens and the whole text', () => {
    const tree = new SpanTree();
    const make = story();
    tree.apply([
      ...agentCall(make),
      make(EventTypes.AgentEnd, {
        at: 110,
        causation_id: 'call',
        attributes: { [Attributes.InputTokens]: 3, [Attributes.OutputTokens]: 9, [Attributes.ResponseModel]: 'poem-2' },
        data: { text: 'Salt and stars' },
      }),
      make(EventTypes.ExecutionEnd, { at: 120, causation_id: 'run', data: { exit_code: 0, reason: 'done' } }),
    ]);
    const call = tree.get('call')!;
    expect(call).toMatchObject({ status: 'ok', text: 'Salt and stars', inputTokens: 3, outputTokens: 9, model: 'demo/poem-2' });
    expect(call.endedAt! - call.startedAt).toBe(100);
    expect(tree.get('run')).toMatchObject({ status: 'ok' });
  });

  it('tells failed, cancelled and refused apart', () => {
    const tree = new SpanTree();
    const make = story();
    tree.apply([
      ...agentCall(make),
      make(EventTypes.HttpResponse, { causation_id: 'request', attributes: { [Attributes.HttpStatus]: 503 } }),
      make(EventTypes.HttpEnd, { causation_id: 'request' }),
      make(EventTypes.AgentError, { causation_id: 'call', data: { code: 'provider_error', message: 'overloaded' } }),
      make(EventTypes.ExecutionEnd, { causation_id: 'run', data: { exit_code: 1, reason: 'terminated' } }),
    ]);
    expect(tree.get('request')).toMatchObject({ status: 'error', httpStatus: 503 });
    expect(tree.get('call')).toMatchObject({ status: 'error', error: 'overloaded' });
    expect(tree.get('run')).toMatchObject({ status: 'cancelled' });
  });

  it('marks an execution that waits in the debugger, whatever event names as cause', () => {
    const tree = new SpanTree();
    const make = story();
    tree.apply([...agentCall(make), make(EventTypes.DebugStopped, { data: { reason: 'breakpoint', thread: 1 } })]);
    expect(tree.get('run')!.status).toBe('stopped');
    tree.apply([make(EventTypes.DebugContinued)]);
    expect(tree.get('run')!.status).toBe('running');
  });

  it('makes a root of what lost its parent and leaves out ends without a start', () => {
    const tree = new SpanTree();
    tree.apply(agentCall().slice(1));
    expect(tree.roots.map((span) => span.id)).toEqual(['call']);
    const make = story();
    const lone = new SpanTree();
    lone.apply([make(EventTypes.AgentEnd, { causation_id: 'nobody' })]);
    expect(lone.size).toBe(0);
  });

  it('ends everything when the kernel stops, and only of that kernel', () => {
    const tree = new SpanTree();
    const make = story();
    const other = story('kernel-2');
    tree.apply([...agentCall(make), other(EventTypes.ExecutionStart, { id: 'other', execution_id: 'execution-2' }), make(EventTypes.KernelStop, { at: 500 })]);
    expect([tree.get('run')!.status, tree.get('call')!.status, tree.get('other')!.status]).toEqual(['cancelled', 'cancelled', 'running']);
  });

  it('says that content was left out, and that events were dropped', () => {
    const tree = new SpanTree();
    const make = story();
    tree.apply([
      make(EventTypes.AgentStart, { id: 'call', attributes: { [Attributes.Content]: 'omitted' } }),
      make(EventTypes.KernelEventsDropped, { data: { count: 12 } }),
    ]);
    expect(tree.get('call')!.contentOmitted).toBe(true);
    expect(tree.roots[1]!).toMatchObject({ kind: 'notice', title: expect.stringContaining('12 events were dropped') as string });
  });

  it('forgets the oldest executions that have ended, never one that runs', () => {
    const tree = new SpanTree(10);
    const make = story();
    const events = [make(EventTypes.ExecutionStart, { id: 'long', execution_id: 'long' })];
    for (let i = 0; i < 30; i++) {
      events.push(make(EventTypes.ExecutionStart, { id: `run-${i}`, execution_id: `x-${i}` }));
      events.push(make(EventTypes.ExecutionEnd, { causation_id: `run-${i}`, execution_id: `x-${i}`, data: { exit_code: 0, reason: 'done' } }));
    }
    tree.apply(events);
    expect(tree.size).toBe(10);
    expect(tree.roots[0]!.id).toBe('long');
    expect(tree.roots.at(-1)!.id).toBe('run-29');
  });
});
