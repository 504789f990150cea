/** What every backend of the store must do; called by the test of each backend. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { compareKeys } from './key-order.ts';
import { MAX_KEY_BYTES, type EntryRange, type Store, type StoreTransaction } from './store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined): string | undefined => value && new TextDecoder().decode(value);

export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}, as every store`, () => {
    const opened: Store[] = [];
    const fresh = async (): Promise<Store> => {
      const store = await open();
      opened.push(store);
      return store;
    };
    const filled = async (...keys: string[]): Promise<Store> => {
      const store = await fresh();
      await store.transaction((tx) => keys.forEach((key) => tx.put(key, bytes(`value of ${key}`))));
      return store;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    it('keeps bytes, the empty ones included, and overwrites and removes', async () => {
      const store = await fresh();
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.transaction((tx) => {
        tx.put('all', every);
        tx.put('none', new Uint8Array());
      });
      expect([...(await store.get('all'))!]).toEqual([...every]);
      expect((await store.get('none'))!.length).toBe(0);
      await store.transaction((tx) => tx.put('all', bytes('new')));
      expect(text(await store.get('all'))).toBe('new');
      expect(await store.transaction((tx) => [tx.remove('all'), tx.remove('all'), tx.remove('never')])).toEqual([true, false, false]);
      expect(await store.get('all')).toBeUndefined();
    });

    it('keeps large values whole', async () => {
      const store = await fresh();
      const large = new Uint8Array(3_000_000).map((_, i) => i * 7);
      await store.transaction((tx) => tx.put('large', large));
      expect(Buffer.compare((await store.get('large'))!, large)).toBe(0);
    });

    it('hands out copies: a change to what was given or got does not reach the store', async () => {
      const store = await fresh();
      const given = bytes('abc');
      await store.transaction((tx) => {
        tx.put('key', given);
        given[0] = 0;
      });
      (await store.get('key'))![1] = 0;
      expect(text(await store.get('key'))).toBe('abc');
    });

    it('walks ranges by prefix, place, limit, both ways', async () => {
      const store = await filled('a', 'a/1', 'a/2', 'a/3', 'b', 'b/1');
      const keys = (range: EntryRange) => store.keys(range);
      expect(await keys({ prefix: '' })).toEqual(['a', 'a/1', 'a/2', 'a/3', 'b', 'b/1']);
      expect(await keys({ prefix: 'a/' })).toEqual(['a/1', 'a/2', 'a/3']);
      expect(await keys({ prefix: 'a/', limit: 2 })).toEqual(['a/1', 'a/2']);
      expect(await keys({ prefix: 'a/', limit: 0 })).toEqual([]);
      expect(await keys({ prefix: 'a/', after: 'a/1' })).toEqual(['a/2', 'a/3']);
      expect(await keys({ prefix: 'a/', after: 'a/15' })).toEqual(['a/2', 'a/3']);
      expect(await keys({ prefix: 'a/', after: 'a' })).toEqual(['a/1', 'a/2', 'a/3']);
      expect(await keys({ prefix: 'a/', after: 'b' })).toEqual([]);
      expect(await keys({ prefix: 'a/', reverse: true })).toEqual(['a/3', 'a/2', 'a/1']);
      expect(await keys({ prefix: 'a/', reverse: true, after: 'a/3', limit: 1 })).toEqual(['a/2']);
      expect(await keys({ prefix: 'a/', reverse: true, after: 'b' })).toEqual(['a/3', 'a/2', 'a/1']);
      expect(await keys({ prefix: 'a/', reverse: true, after: 'a' })).toEqual([]);
      expect(await keys({ prefix: 'c' })).toEqual([]);
      expect((await store.entries({ prefix: 'b' })).map((entry) => [entry.key, text(entry.value)])).toEqual([
        ['b', 'value of b'],
        ['b/1', 'value of b/1'],
      ]);
    });

    it('orders keys by their UTF-8 bytes, also with zero bytes and beyond the basic plane', async () => {
      const keys = ['a', 'a\0', 'a\0b', 'a\u0001', 'ab', 'é', '\ud7ff', '\uffff', '😀', '\u{10ffff}'];
      const store = await filled(...[...keys].reverse());
      expect(await store.keys({ prefix: '' })).toEqual(keys);
      expect(await store.keys({ prefix: '', reverse: true })).toEqual([...keys].reverse());
      expect(await store.keys({ prefix: 'a\0' })).toEqual(['a\0', 'a\0b']);
      expect(await store.keys({ prefix: '\u{10ffff}', reverse: true })).toEqual(['\u{10ffff}']);
    });

    it('refuses keys that cannot be, and writes nothing of that transaction', async () => {
      const store = await fresh();
      const put = (key: string) =>
        store.transaction((tx) => {
          tx.put('before', bytes('x'));
          tx.put(key, bytes('x'));
        });
      await expect(put('')).rejects.toThrow('a key must not be empty');
      await expect(put('ü'.repeat(MAX_KEY_BYTES / 2 + 1))).rejects.toThrow(`a key of ${MAX_KEY_BYTES + 2} bytes is too long: ${MAX_KEY_BYTES} are possible`);
      await expect(put('\ud800')).rejects.toThrow('a key must be well-formed text');
      expect(await store.keys({ prefix: '' })).toEqual([]);
      const longest = 'k'.repeat(MAX_KEY_BYTES);
      await put(longest);
      expect(await store.keys({ prefix: 'k' })).toEqual([longest]);
    });

    it('sees its own writes inside of a transaction, in ranges too', async () => {
      const store = await filled('a', 'c', 'e');
      const seen = await store.transaction((tx) => {
        tx.put('b', bytes('B'));
        tx.put('c', bytes('C'));
        tx.remove('e');
        return { keys: tx.keys({ prefix: '' }), back: tx.keys({ prefix: '', reverse: true, limit: 2 }), b: text(tx.get('b')), c: text(tx.entries({ prefix: 'c' })[0]!.value), e: tx.get('e') };
      });
      expect(seen).toEqual({ keys: ['a', 'b', 'c'], back: ['c', 'b'], b: 'B', c: 'C', e: undefined });
      expect(await store.keys({ prefix: '' })).toEqual(['a', 'b', 'c']);
    });

    it('writes nothing of a transaction that throws, and answers its error', async () => {
      const store = await filled('a');
      const failing = store.transaction((tx) => {
        tx.remove('a');
        tx.put('b', bytes('b'));
        throw new Error('changed my mind');
      });
      const other = store.transaction((tx) => tx.put('c', bytes('c')));
      await expect(failing).rejects.toThrow('changed my mind');
      await other;
      expect(await store.keys({ prefix: '' })).toEqual(['a', 'c']);
    });

    it('lets no transaction come between the reads and the writes of another', async () => {
      const store = await fresh();
      const increment = (tx: StoreTransaction): void => tx.put('count', bytes(String(Number(text(tx.get('count')) ?? 0) + 1)));
      await Promise.all(Array.from({ length: 200 }, () => store.transaction(increment)));
      expect(text(await store.get('count'))).toBe('200');
    });

    it('shows in a snapshot what was there when it was taken', async () => {
      const store = await filled('a', 'b');
      const snapshot = await store.snapshot();
      await store.transaction((tx) => {
        tx.put('a', bytes('changed'));
        tx.remove('b');
        tx.put('c', bytes('new'));
      });
      expect(snapshot.keys({ prefix: '' })).toEqual(['a', 'b']);
      expect(snapshot.entries({ prefix: 'a' }).map((entry) => text(entry.value))).toEqual(['value of a']);
      expect(snapshot.keys({ prefix: '', after: 'a', limit: 1 })).toEqual(['b']);
      snapshot.release();
      expect(await store.keys({ prefix: '' })).toEqual(['a', 'c']);
    });

    it('finishes what is under way when it is closed, and refuses what comes later', async () => {
      const store = await fresh();
      const last = store.transaction((tx) => {
        tx.put('last', bytes('x'));
        return 'done';
      });
      await store.close();
      expect(await last).toBe('done');
      await expect(store.get('last')).rejects.toThrow('is closed');
      await expect(store.keys({ prefix: '' })).rejects.toThrow('is closed');
      await expect(store.transaction((tx) => tx.get('last'))).rejects.toThrow('is closed');
      await store.close();
    });

    it('is an ordered map, whatever is done in whatever order', async () => {
      const key = fc.constantFrom('a', 'a\0', 'a/1', 'a/2', 'b', 'é', '😀', '\uffff');
      const step = fc.oneof(
        fc.record({ do: fc.constant('put' as const), key, value: fc.uint8Array({ maxLength: 5 }) }),
        fc.record({ do: fc.constant('remove' as const), key }),
        fc.record({ do: fc.constant('walk' as const), prefix: fc.constantFrom('', 'a', 'a/', 'b'), after: fc.option(key, { nil: undefined }), limit: fc.option(fc.nat(4), { nil: undefined }), reverse: fc.boolean() }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(fc.record({ steps: fc.array(step, { maxLength: 6 }), fails: fc.boolean() }), { maxLength: 5 }), async (transactions) => {
          const store = await fresh();
          let model = new Map<string, string>();
          for (const { steps, fails } of transactions) {
            const changed = new Map(model);
            const run = store.transaction((tx) => {
              for (const one of steps) {
                if (one.do === 'put') {
                  tx.put(one.key, one.value);
                  changed.set(one.key, [...one.value].join());
                } else if (one.do === 'remove') {
                  expect(tx.remove(one.key)).toBe(changed.delete(one.key));
                } else {
                  expect(tx.entries(one).map((entry) => [entry.key, [...entry.value].join()])).toEqual(walk(changed, one));
                }
              }
              if (fails) throw new Error('fails');
            });
            if (fails) await expect(run).rejects.toThrow(/^fails$/);
            else await run;
            if (!fails) model = changed;
            expect((await store.entries({ prefix: '' })).map((entry) => [entry.key, [...entry.value].join()])).toEqual(walk(model, { prefix: '' }));
          }
          await store.close();
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** The range of a plain map, the slow and plain way. */
function walk(model: ReadonlyMap<string, string>, { prefix, after, limit, reverse }: EntryRange): [string, string][] {
  const ordered = [...model].sort(([a], [b]) => (reverse ? compareKeys(b, a) : compareKeys(a, b)));
  const within = ordered.filter(([key]) => key.startsWith(prefix) && (after === undefined || (reverse ? compareKeys(key, after) < 0 : compareKeys(key, after) > 0)));
  return within.slice(0, limit ?? within.length);
}
