import { expect, it } from 'vitest';
import { RememberedArguments, type Store } from './remembered-arguments.ts';

function store(): Store {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, otherwise: T): T => (values.get(key) as T | undefined) ?? otherwise,
    update: async (key, value) => void values.set(key, value),
  };
}

it('remembers the last line of each file, also in the next window on the folder', async () => {
  const kept = store();
  const remembered = new RememberedArguments(kept);
  await remembered.remember('/a.lua', 'one "two"');
  await remembered.remember('/b.lua', 'three');
  await remembered.remember('/a.lua', 'four');
  expect(new RememberedArguments(kept).of('/a.lua')).toBe('four');
  expect(new RememberedArguments(kept).of('/b.lua')).toBe('three');
  expect(new RememberedArguments(kept).of('/c.lua')).toBe('');
});

it('forgets the files that were started longest ago', async () => {
  const remembered = new RememberedArguments(store());
  for (let i = 0; i <= 200; i++) await remembered.remember(`/${i}.lua`, `line ${i}`);
  await remembered.remember('/1.lua', 'again');
  await remembered.remember('/new.lua', 'x');
  expect(remembered.of('/0.lua')).toBe('');
  expect(remembered.of('/2.lua')).toBe('');
  expect(remembered.of('/1.lua')).toBe('again');
});
