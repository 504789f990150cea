import { deflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory-store.ts';
import { EphemeralEntries } from './ephemeral.ts';
import { MAX_NAME_BYTES } from './keys.ts';
import { globalScope, parseScope, scopeOf } from './scope.ts';
import { State } from './state.ts';

const packr = new Packr({ useRecords: false });
const exact = (value: unknown): Uint8Array => packr.pack(value);
const plain = (value: Uint8Array | undefined): unknown => value && (packr.unpack(value) as unknown);

function scene({ maxValueBytes = 1_000_000, maxBytes = 100_000 } = {}) {
  const store = memoryStore();
  const clock = { now: 1_000_000 };
  const ephemeral = new EphemeralEntries(maxBytes);
  const state = new State({ store, ephemeral, maxValueBytes, now: () => clock.now });
  return { store, clock, ephemeral, state, all: () => store.keys({ prefix: '' }), read: async (key: string) => plain((await state.get(globalScope, key))?.value) };
}

const own = (name: string) => scopeOf('custom', name);

describe('state', () => {
  it('keeps values by scope and key, and lists both', async () => {
    const { state } = scene();
    await state.set(globalScope, 'b', exact(1));
    await state.set(globalScope, 'a', exact(2));
    await state.set(own('x'), 'a', exact(3));
    await state.set(own('x\0y'), 'k\0\u0001z', exact(4));
    expect(plain((await state.get(own('x'), 'a'))?.value)).toBe(3);
    expect(await state.get(own('y'), 'a')).toBeUndefined();
    expect(await state.keys(globalScope)).toEqual(['a', 'b']);
    expect(await state.keys(own('x\0y'))).toEqual(['k\0\u0001z']);
    expect(await state.scopes()).toEqual(['custom:x', 'custom:x\0y', 'global']);
    expect(await state.delete(own('x'), 'a')).toBe(true);
    expect(await state.delete(own('x'), 'a')).toBe(false);
    expect(await state.scopes()).toEqual(['custom:x\0y', 'global']);
  });

  it('removes what is set to nothing', async () => {
    const { state, all } = scene();
    await state.set(globalScope, 'a', exact(1), { ttlSeconds: 5 });
    expect(await state.set(globalScope, 'a', undefined)).toBeUndefined();
    expect(await all()).toEqual(['state/revision']);
  });

  it('gives every write a version, and refuses a writer that has not seen the last one', async () => {
    const { state } = scene();
    const first = (await state.set(globalScope, 'a', exact(1)))!;
    const second = (await state.set(globalScope, 'a', exact(2), { version: first }))!;
    expect(second).toBeGreaterThan(first);
    await expect(state.set(globalScope, 'a', exact(3), { version: first })).rejects.toThrow(
      `"a" in "global" has version ${second}, not version ${first}: somebody else has written it; read it again with State.get_versioned and decide anew`,
    );
    await expect(state.delete(globalScope, 'a', first)).rejects.toThrow(`has version ${second}, not version ${first}`);
    expect(await state.delete(globalScope, 'a', second)).toBe(true);
    await expect(state.set(globalScope, 'a', exact(3), { version: second })).rejects.toThrow(`"a" in "global" is not there (version 0), not version ${second}`);
    const third = (await state.set(globalScope, 'a', exact(3), { version: 0 }))!;
    expect(third).toBeGreaterThan(second);
    await expect(state.set(globalScope, 'a', exact(3), { version: 0 })).rejects.toThrow('not version 0');
  });

  it('swaps only what is as expected: by value, with 1 equal to 1.0, and nothing for nothing', async () => {
    const { state, read } = scene();
    const swap = (expected: unknown, value: unknown) => state.compareAndSwap(globalScope, 'a', expected === undefined ? undefined : exact(expected), value === undefined ? undefined : exact(value), {});
    expect((await swap(5, 6)).swapped).toBe(false);
    expect((await swap(undefined, { x: [1, 2] })).swapped).toBe(true);
    const refused = await swap({ x: [1, 3] }, 1);
    expect([refused.swapped, plain(refused.current)]).toEqual([false, { x: [1, 2] }]);
    expect((await swap({ x: [1, 2] }, 5)).swapped).toBe(true);
    const float = Buffer.from([0xcb, 0x40, 0x14, 0, 0, 0, 0, 0, 0]); // 5.0
    expect((await state.compareAndSwap(globalScope, 'a', float, exact(6), {})).swapped).toBe(true);
    expect((await swap(6, undefined)).swapped).toBe(true);
    expect(await read('a')).toBeUndefined();
  });

  it('lets one of many win each swap', async () => {
    const { state, read } = scene();
    await state.set(globalScope, 'n', exact(0));
    const add = async (): Promise<void> => {
      for (;;) {
        const { value, version } = (await state.get(globalScope, 'n'))!;
        try {
          await state.set(globalScope, 'n', exact((plain(value) as number) + 1), { version });
          return;
        } catch (error) {
          if ((error as { code?: string }).code !== 'state_conflict') throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 40 }, add));
    expect(await read('n')).toBe(40);
  });

  it('forgets what has a time when it is over, and cleans up behind it', async () => {
    const { state, clock, all, read } = scene();
    await state.set(globalScope, 'short', exact(1), { ttlSeconds: 10 });
    await state.set(globalScope, 'renewed', exact(1), { ttlSeconds: 10 });
    await state.set(globalScope, 'renewed', exact(2), { ttlSeconds: 100 });
    await state.set(globalScope, 'kept', exact(1), { ttlSeconds: 10 });
    clock.now += 9_999;
    expect(await state.keys(globalScope)).toEqual(['kept', 'renewed', 'short']);
    clock.now += 1;
    expect(await read('short')).toBeUndefined();
    expect(await state.keys(globalScope)).toEqual(['renewed']);
    expect(await state.set(globalScope, 'kept', exact(3), { version: 0 })).toBeGreaterThan(0);
    expect(await state.keys(globalScope)).toEqual(['kept', 'renewed']);
    expect((await all()).filter((key) => key.includes('short'))).toEqual([]);
    clock.now += 200_000;
    expect(await state.keys(globalScope)).toEqual(['kept']);
    expect(await state.scopes()).toEqual(['global']);
    await state.delete(globalScope, 'kept');
    expect(await state.scopes()).toEqual([]);
  });

  it('compresses values over a kibibyte, and gives them back whole', async () => {
    const { state, store, read } = scene();
    const text = 'the same again '.repeat(10_000);
    const small = 'x'.repeat(1000);
    await state.set(globalScope, 'large', exact(text));
    await state.set(globalScope, 'small', exact(small));
    const sizeOf = async (key: string): Promise<number> => (await store.get(`state/value/global\0${key}`))!.length;
    expect(await sizeOf('large')).toBeLessThan(deflateRawSync(exact(text), { level: 1 }).length + 20);
    expect(await sizeOf('small')).toBeGreaterThan(1000);
    expect(await read('large')).toBe(text);
    expect(await read('small')).toBe(small);
  });

  it('refuses values and names that are too large', async () => {
    const { state } = scene({ maxValueBytes: 100 });
    await expect(state.set(globalScope, 'a', exact('x'.repeat(200)))).rejects.toThrow(
      'the value of "a" in "global" has 202 bytes, 100 are allowed: keep less, or raise runtime.state_persistence.max_state_size_bytes',
    );
    await expect(state.get(globalScope, '')).rejects.toThrow('the key is empty: give it a name');
    await expect(state.get(globalScope, 'k'.repeat(2000))).rejects.toThrow(`the key is too long: scope and key have 2007 bytes together, ${MAX_NAME_BYTES} are possible`);
    const longest = 'k'.repeat(MAX_NAME_BYTES - 'global'.length - 1);
    await state.set(globalScope, longest, exact(1), { ttlSeconds: 100 });
    expect(await state.keys(globalScope)).toEqual([longest]);
  });

  it('says which value is damaged, and lets it be replaced', async () => {
    const { state, store, read } = scene();
    await state.set(globalScope, 'a', exact('x'.repeat(5000)));
    await store.transaction((tx) => tx.put('state/value/global\0a', tx.get('state/value/global\0a')!.subarray(0, 20)));
    await expect(read('a')).rejects.toThrow('the value of "a" in "global" cannot be read: it was damaged; delete it, or restore a backup');
    await expect(state.compareAndSwap(globalScope, 'a', exact(1), exact(2), {})).rejects.toThrow('it was damaged');
    await store.transaction((tx) => tx.put('state/value/global\0a', Uint8Array.of(255)));
    await expect(read('a')).rejects.toThrow('it was damaged');
    await state.set(globalScope, 'a', exact(1));
    expect(await read('a')).toBe(1);
  });

  describe('ephemeral entries', () => {
    it('never touch the store, and are read, listed, swapped and removed like others', async () => {
      const { state, all, read, clock } = scene();
      const version = (await state.set(globalScope, 'e', exact(1), { ephemeral: true }))!;
      expect(await read('e')).toBe(1);
      expect(await state.keys(globalScope)).toEqual(['e']);
      expect(await state.scopes()).toEqual(['global']);
      await expect(state.set(globalScope, 'e', exact(2), { ephemeral: true, version: version + 1 })).rejects.toThrow(`has version ${version}, not version ${version + 1}`);
      expect((await state.compareAndSwap(globalScope, 'e', exact(1), exact(2), { ephemeral: true })).swapped).toBe(true);
      await state.set(globalScope, 'short', exact(1), { ephemeral: true, ttlSeconds: 1 });
      expect(await all()).toEqual([]);
      clock.now += 1000;
      expect(await state.keys(globalScope)).toEqual(['e']);
      expect(await state.delete(globalScope, 'e')).toBe(true);
      expect(await read('e')).toBeUndefined();
    });

    it('give way to what is written to the store, and the other way round', async () => {
      const { state, all, read, ephemeral } = scene();
      await state.set(globalScope, 'a', exact('memory'), { ephemeral: true });
      await state.set(globalScope, 'a', exact('store'));
      expect([await read('a'), ephemeral.count]).toEqual(['store', 0]);
      await state.set(globalScope, 'a', exact('memory again'), { ephemeral: true });
      expect(await read('a')).toBe('memory again');
      expect((await all()).filter((key) => key.startsWith('state/value'))).toEqual([]);
    });

    it('are bounded: the one that was not used for longest goes first', async () => {
      const { state, read, ephemeral } = scene({ maxBytes: 3000 });
      for (const key of ['a', 'b', 'c']) await state.set(globalScope, key, exact('x'.repeat(600)), { ephemeral: true });
      await read('a');
      await state.set(globalScope, 'd', exact('x'.repeat(600)), { ephemeral: true });
      expect([await read('a'), await read('b')].map((value) => value !== undefined)).toEqual([true, false]);
      expect(ephemeral.bytes).toBeLessThanOrEqual(3000);
      const few = new EphemeralEntries(1_000_000, 2);
      for (const name of ['a', 'b', 'c']) few.set(name, exact(1), undefined);
      expect(few.names(0)).toEqual(['b', 'c']);
      expect(few.get('c', 0)?.value).toEqual(exact(1));
      few.clear();
      expect([few.count, few.bytes]).toEqual([0, 0]);
    });
  });
});

describe('scopes', () => {
  const name = (text: string, current?: string) => parseScope(text, () => current).name;

  it('are global, of a session, agent, workflow, tool, or of the script\'s own', () => {
    expect([name('global'), name('session:1'), name('session', 's'), name('agent:a:b'), name('workflow:w'), name('tool:t')]).toEqual(['global', 'session:1', 'session:s', 'agent:a:b', 'workflow:w', 'tool:t']);
    expect([name('custom:x'), name('x'), name('x:y'), name('custom'), name('globally')]).toEqual(['custom:x', 'custom:x', 'custom:x:y', 'custom:custom', 'custom:globally']);
  });

  it('say what is wrong with them', () => {
    expect(() => name('')).toThrow('the scope "" has no name: use "global"');
    expect(() => name('agent')).toThrow('the scope "agent" names no agent: write "agent:<id>"');
    expect(() => name('tool:')).toThrow('the scope "tool:" names no tool: write "tool:<id>"');
    expect(() => name('custom:')).toThrow('has no name: write "custom:<name>"');
    expect(() => name('session')).toThrow('is the current session, and there is none: choose one with Session.set_current(id)');
  });
});
