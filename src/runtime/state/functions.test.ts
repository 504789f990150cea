import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../base/config/index.ts';
import { testHost } from '../testing.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const one = { $exact: Uint8Array.of(1) };

describe('the events of the state', () => {
  it('tell of writes only when the configuration asks', async () => {
    const quiet = testHost();
    await quiet.call('State.set', [bytes('global'), bytes('k'), one]);
    expect(quiet.types()).toEqual([]);

    const told = testHost({ config: { ...defaultConfig, raw: { events: { emit_state_events: true } } } });
    await told.call('State.set', [bytes('mine'), bytes('k'), one]);
    await told.call('State.compare_and_swap', [bytes('mine'), bytes('k'), null, one]);
    await told.call('State.compare_and_swap', [bytes('mine'), bytes('k'), one, null]);
    await told.call('State.delete', [bytes('mine'), bytes('k')]);
    expect(told.events.map(({ event_type, causation_id, data }) => [event_type, causation_id, data])).toEqual([
      ['state.written', 'parent-1', { scope: 'custom:mine', key: 'k', bytes: 1 }],
      ['state.deleted', 'parent-1', { scope: 'custom:mine', key: 'k' }],
    ]);
  });
});

describe('what the worker gets', () => {
  it('is a value in memory of its own, not a part of a larger buffer', async () => {
    const { call } = testHost();
    await call('State.set', [bytes('global'), bytes('k'), one]);
    const [value] = (await call('State.get', [bytes('global'), bytes('k')])) as [{ $exact: Uint8Array }];
    expect(value.$exact.buffer.byteLength).toBe(1);
  });
});
