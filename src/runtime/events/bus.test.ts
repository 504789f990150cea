import { describe, expect, it } from 'vitest';
import { REDACTED } from '../../base/redact.ts';
import { EventTypes, type SpellEvent } from '../../common/events.ts';
import { EventBus } from './bus.ts';

const bus = (capacity?: number) => new EventBus({ kernelId: 'k1', ...(capacity !== undefined && { capacity }) });

describe('EventBus', () => {
  it('numbers events from 1 without gaps and fills in the envelope', () => {
    const events = bus();
    const first = events.emit({ type: EventTypes.AgentStart, sessionId: 's', executionId: 'e', correlationId: 'c', source: { file: '/a.lua', line: 3 } });
    const second = events.emit({ type: EventTypes.AgentEnd, causationId: first.id });
    expect([first.sequence, second.sequence, events.sequence]).toEqual([1, 2, 2]);
    expect(first).toMatchObject({ kernel_id: 'k1', session_id: 's', execution_id: 'e', correlation_id: 'c', source: { file: '/a.lua', line: 3 }, schema_version: '1.0' });
    expect(second.causation_id).toBe(first.id);
    expect(new Date(first.timestamp).toISOString()).toBe(first.timestamp);
  });

  it('leaves out what is undefined', () => {
    const event = bus().emit({ type: EventTypes.AgentEnd, attributes: { a: 1, b: undefined }, data: { text: undefined, n: null } });
    expect(event.attributes).toEqual({ a: 1 });
    expect(event.data).toEqual({ n: null });
    expect('session_id' in event).toBe(false);
  });

  it('calls subscribers by prefix, in order, before emit returns, until they leave', () => {
    const events = bus();
    const seen: string[] = [];
    const leave = events.subscribe('agent.', (event) => seen.push(event.event_type));
    events.subscribe('', (event) => seen.push(`*${event.event_type}`));
    events.emit({ type: EventTypes.AgentStart });
    events.emit({ type: EventTypes.HttpEnd });
    leave();
    events.emit({ type: EventTypes.AgentEnd });
    expect(seen).toEqual(['agent.start', '*agent.start', '*http.end', '*agent.end']);
  });

  it('goes on when a subscriber throws', () => {
    const errors: unknown[] = [];
    const events = new EventBus({ kernelId: 'k', onListenerError: (error) => errors.push(error) });
    const seen: SpellEvent[] = [];
    events.subscribe('', () => {
      throw new Error('broken');
    });
    events.subscribe('', (event) => seen.push(event));
    events.emit({ type: EventTypes.KernelStart });
    expect(seen).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });

  it('keeps the last events only', () => {
    const events = bus(3);
    for (let i = 0; i < 5; i++) events.emit({ type: EventTypes.AgentDelta, data: { index: i } });
    expect(events.since(0).map((event) => event.sequence)).toEqual([3, 4, 5]);
    expect(events.since(4).map((event) => event.sequence)).toEqual([5]);
    expect(events.since(5)).toEqual([]);
  });

  it('gives an event of another kernel its place here, and leaves the rest of it', () => {
    const events = bus();
    const seen: SpellEvent[] = [];
    events.subscribe('agent.', (event) => seen.push(event));
    const first = events.emit({ type: EventTypes.AgentStart });
    const foreign = new EventBus({ kernelId: 'other' }).emit({ type: EventTypes.AgentEnd, causationId: 'cause', data: { text: 'hi' } });
    events.relay(foreign);
    expect(seen).toEqual([first, { ...foreign, kernel_id: 'k1', sequence: 2 }]);
    expect(events.since(1)).toEqual(seen.slice(1));
  });

  it('takes secrets out where the event is made', () => {
    const events = bus();
    events.redactor.add('sk-planted-secret');
    const seen: SpellEvent[] = [];
    events.subscribe('', (event) => seen.push(event));
    events.emit({ type: EventTypes.AgentStart, attributes: { 'url.full': 'http://x/?k=sk-planted-secret' }, data: { prompt: 'my key is sk-planted-secret', api_key: 'anything' } });
    expect(JSON.stringify([seen, events.since(0)])).not.toContain('sk-planted-secret');
    expect(seen[0]!.data['prompt']).toBe(`my key is ${REDACTED}`);
    expect(seen[0]!.data['api_key']).toBe(REDACTED);
  });
});
