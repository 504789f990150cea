import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../base/logging.ts';
import { Attributes } from '../../common/attributes.ts';
import { EventTypes, type SpellEvent } from '../../common/events.ts';
import { EventBus } from '../../runtime/events/bus.ts';
import { withoutContent } from './content.ts';
import { decodeEvent, encodeEvent } from './frames.ts';
import { publishEvents } from './publisher.ts';
import { SequenceFiller, subscribeEvents } from './subscriber.ts';
import { loadZeroMQ } from './zeromq.ts';

const bus = (): EventBus => new EventBus({ kernelId: 'k' });
const buffers = (frames: readonly string[]): Buffer[] => frames.map((frame) => Buffer.from(frame));

describe('frames', () => {
  const event = bus().emit({ type: EventTypes.AgentStart, data: { agent: 'é' } });
  it('carry topic, signature and event', () => {
    const frames = encodeEvent(event, 'key');
    expect(frames[0]).toBe('agent.start');
    expect(frames[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(decodeEvent(buffers(frames), 'key')).toEqual({ event });
  });
  it('are refused when anything was changed', () => {
    const [topic, signature, body] = encodeEvent(event, 'key');
    expect(decodeEvent(buffers([topic, signature, body]), 'other')).toEqual({ refused: 'wrong signature' });
    expect(decodeEvent(buffers([topic, signature, body.replace('é', 'e')]), 'key')).toEqual({ refused: 'wrong signature' });
    expect(decodeEvent(buffers([topic, signature.slice(1), body]), 'key')).toEqual({ refused: 'wrong signature' });
    expect(decodeEvent(buffers(['agent.end', signature, body]), 'key')).toEqual({ refused: 'the topic is not the event type' });
    expect(decodeEvent(buffers([topic, signature]), 'key')).toEqual({ refused: '2 frames instead of 3' });
  });
});

describe('withoutContent', () => {
  it('keeps names, times and sizes, and says that content was left out', () => {
    const event = bus().emit({
      type: EventTypes.AgentStart,
      attributes: { [Attributes.RequestModel]: 'm', [Attributes.UrlFull]: 'http://h/p?key=1' },
      data: { agent: 'poet', history: 2, prompt: 'my diary', system_prompt: 'secret' },
    });
    const bare = withoutContent(event);
    expect(bare.data).toEqual({ agent: 'poet', history: 2, content_omitted: 'this socket can be reached by everyone on the machine' });
    expect(bare.attributes).toEqual({ [Attributes.RequestModel]: 'm', [Attributes.UrlFull]: 'http://h/p', [Attributes.Content]: 'omitted' });
    expect({ ...bare, data: 0, attributes: 0 }).toEqual({ ...event, data: 0, attributes: 0 });
  });
  it('lets through what has none', () => {
    const event = bus().emit({ type: EventTypes.ExecutionStart, data: { program: '/a.lua', origin: 'dap', debug: true } });
    expect(withoutContent(event)).toBe(event);
  });
  it.each(Object.values(EventTypes))('leaves no unknown field in %s', (type) => {
    const kernel = type.startsWith('kernel.');
    const bare = withoutContent(bus().emit({ type, data: { text: 'planted', body: 'planted', error: 'planted', headers: { a: 'planted' } } }));
    expect(JSON.stringify(bare).includes('planted')).toBe(kernel);
  });
});

describe('events socket', () => {
  async function open(omitContent: boolean): Promise<{ events: EventBus; endpoint: string; close(): Promise<void> }> {
    const events = bus();
    const publisher = await publishEvents({ events, endpoint: 'tcp://127.0.0.1:0', key: 'key', logger: silentLogger, omitContent });
    return { events, endpoint: publisher.endpoint, close: () => publisher.close() };
  }
  /** Subscribes, and resolves with the first `count` events of a run of `emit`, which is repeated until the subscription has arrived. */
  async function receive(endpoint: string, events: EventBus, count: number, prefixes?: string[]): Promise<SpellEvent[]> {
    const received: SpellEvent[] = [];
    let subscriber: Awaited<ReturnType<typeof subscribeEvents>> | undefined;
    const enough = new Promise<void>((resolve) => {
      void subscribeEvents({
        endpoint,
        key: 'key',
        ...(prefixes && { prefixes }),
        onEvent: (event) => {
          received.push(event);
          if (received.length >= count) resolve();
        },
      }).then((opened) => (subscriber = opened));
    });
    const timer = setInterval(() => {
      events.emit({ type: EventTypes.HttpEnd, data: { body: 'content' } });
      events.emit({ type: EventTypes.AgentEnd, data: { text: 'content' } });
    }, 5);
    await enough;
    clearInterval(timer);
    subscriber?.close();
    await subscriber?.ended;
    return received.slice(0, count);
  }

  it('delivers signed events in order', async () => {
    const { events, endpoint, close } = await open(false);
    const received = await receive(endpoint, events, 10);
    const first = received[0]!.sequence;
    expect(received.map((event) => event.sequence)).toEqual(Array.from({ length: 10 }, (_, i) => first + i));
    expect(received[0]!.data).not.toEqual({});
    await close();
  });

  it('delivers what was subscribed to, and no content where anyone may listen', async () => {
    const { events, endpoint, close } = await open(true);
    const received = await receive(endpoint, events, 4, ['agent.']);
    expect(new Set(received.map((event) => event.event_type))).toEqual(new Set([EventTypes.AgentEnd]));
    expect(JSON.stringify(received)).not.toContain('"content"');
    await close();
  });

  it('counts what a client that takes nothing has lost', async () => {
    const zeromq = await loadZeroMQ();
    const { events, endpoint, close } = await open(false);
    const stuck = new zeromq.Subscriber({ linger: 0, receiveHighWaterMark: 1, receiveBufferSize: 4096 });
    stuck.connect(endpoint);
    stuck.subscribe('');
    const hello = setInterval(() => events.emit({ type: EventTypes.AgentDelta }), 5);
    await stuck.receive();
    clearInterval(hello);
    const dropped = new Promise<SpellEvent>((resolve) => events.subscribe(EventTypes.KernelEventsDropped, resolve));
    const filler = 'x'.repeat(4000);
    for (let i = 0; i < 16_000; i++) events.emit({ type: EventTypes.HttpEnd, data: { body: filler } });
    stuck.close();
    expect((await dropped).data['count']).toBeGreaterThan(0);
    await close();
  });
});

describe('SequenceFiller', () => {
  const at = (sequence: number): SpellEvent => ({ sequence }) as SpellEvent;
  it('fills holes and leaves out what came twice', async () => {
    const delivered: number[] = [];
    const kept = [1, 2, 3, 4, 5].map(at);
    const filler = new SequenceFiller(
      async (after) => kept.filter((event) => event.sequence > after),
      (event) => delivered.push(event.sequence),
    );
    filler.push(at(3));
    filler.push(at(6));
    await filler.fill();
    filler.push(at(6));
    filler.push(at(7));
    expect(delivered).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
  it('goes on when the kernel has forgotten, or is gone', async () => {
    const delivered: number[] = [];
    const filler = new SequenceFiller(
      () => Promise.reject(new Error('gone')),
      (event) => delivered.push(event.sequence),
    );
    filler.push(at(5));
    await filler.fill();
    filler.push(at(6));
    expect(delivered).toEqual([5, 6]);
  });
});
