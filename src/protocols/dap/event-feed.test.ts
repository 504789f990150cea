import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventTypes, type SpellEvent } from '../../common/events.ts';
import { EventBus } from '../../runtime/events/bus.ts';
import { EventFeed } from './event-feed.ts';

let events: EventBus;
let taken: (() => void)[];
let stream: Writable;
let batches: number[][];
let feed: EventFeed;
const emit = (): SpellEvent => events.emit({ type: EventTypes.AgentDelta });

beforeEach(() => {
  vi.useFakeTimers();
  events = new EventBus({ kernelId: 'k' });
  emit();
  taken = [];
  stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void taken.push(done) });
  batches = [];
  feed = new EventFeed(events, stream, (sent) => batches.push(sent.map(({ sequence }) => sequence)));
});
afterEach(() => vi.useRealTimers());

test('a client that asks gets what happened since it came, then what happens, in batches; before, nothing is put together', async () => {
  emit();
  await vi.runAllTimersAsync();
  expect(batches).toEqual([]);
  feed.begin();
  expect(batches).toEqual([[2]]);
  emit();
  emit();
  feed.begin();
  await vi.runAllTimersAsync();
  expect(batches).toEqual([[2], [3, 4]]);
});

test('a client that does not read is waited for, and the last events go out before the end all the same', async () => {
  feed.begin();
  stream.write('full');
  emit();
  await vi.runAllTimersAsync();
  emit();
  await vi.runAllTimersAsync();
  expect(batches).toEqual([]);
  taken.shift()!();
  await vi.runAllTimersAsync();
  expect(batches).toEqual([[2, 3]]);
  emit();
  feed.flush();
  expect(batches).toEqual([[2, 3], [4]]);
  await vi.runAllTimersAsync();
  expect(batches).toHaveLength(2);
});

test('nothing comes after the end', async () => {
  feed.begin();
  emit();
  feed.end();
  emit();
  await vi.runAllTimersAsync();
  feed.flush();
  expect(batches).toEqual([]);
});
