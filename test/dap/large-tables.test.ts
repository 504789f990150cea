/** Tables of 100 000 entries: every request answers with what a person can look at, and everything stays within reach. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { childrenOf, pairs, scopeOf, stopAt } from './stop-at.ts';

const text = `
local sequence, keyed, mixed = {}, {}, {}
for i = 1, 100000 do
  sequence[i] = i
  keyed[string.format("key%06d", i)] = i
  mixed[i % 2 == 0 and i // 2 or "k" .. i] = i
end
for i = 1, 100000 do _G[string.format("global%06d", i)] = i end
print("x") --@here
`;

const names = (variables: readonly DebugProtocol.Variable[]): string[] => variables.map(({ name }) => name);

describe('a client that does not page', () => {
  test('gets a long sequence in chunks, which open to their elements', async () => {
    const { dap, frame } = await stopAt(text);
    const chunks = await childrenOf(dap, frame, 'sequence');
    expect(chunks).toHaveLength(100);
    expect(chunks[0]).toMatchObject({ name: '[1..1000]', value: '', indexedVariables: 1000, presentationHint: { kind: 'virtual', attributes: ['readOnly'] } });
    expect(chunks.at(-1)!.name).toBe('[99001..100000]');
    const last = await dap.variables(chunks.at(-1)!.variablesReference);
    expect(last).toHaveLength(1000);
    expect(pairs(last.slice(-1))).toEqual(['[100000] = 100000']);
    expect(await dap.evaluate(last.at(-1)!.evaluateName!, frame.id, 'watch')).toBe('100000');
    await dap.request('setVariable', { variablesReference: chunks[1]!.variablesReference, name: '[1500]', value: '"set"' });
    expect(await dap.evaluate('sequence[1500]', frame.id, 'watch')).toBe('"set"');
  });

  test('gets many keys in chunks named by their ends', async () => {
    const { dap, frame } = await stopAt(text);
    const chunks = await childrenOf(dap, frame, 'keyed');
    expect(names(chunks.slice(0, 2))).toEqual(['key000001 … key001000', 'key001001 … key002000']);
    expect(chunks).toHaveLength(100);
    const second = await dap.variables(chunks[1]!.variablesReference);
    expect(pairs(second.slice(0, 1))).toEqual(['key001001 = 1001']);
    const parts = await childrenOf(dap, frame, 'mixed');
    expect([parts[0]!.name, parts.at(-1)!.name]).toEqual(['[1..1000]', 'k98201 … k99999']);
  });

  test('finds globals in chunks too', async () => {
    const { dap, frame } = await stopAt(text);
    const chunks = await dap.variables(await scopeOf(dap, frame, 'Globals'));
    expect(chunks).toHaveLength(101);
    const all = (await Promise.all(chunks.map((chunk) => dap.variables(chunk.variablesReference)))).flat();
    const found = new Map(all.map(({ name, value }) => [name, value]));
    expect(found.get('global000001')).toBe('1');
    expect(found.get('print')).toMatch(/^function/);
    expect([...found.keys()].filter((name) => name.startsWith('global'))).toHaveLength(100_000);
    const one = chunks.find(({ name }) => name.startsWith('global'))!;
    await dap.request('setVariable', { variablesReference: one.variablesReference, name: one.name.split(' ')[0]!, value: '-1' });
    expect(await dap.evaluate(one.name.split(' ')[0]!, frame.id, 'watch')).toBe('-1');
  });
});

describe('a client that pages', () => {
  test('gets the elements and keys of its page, in one order', async () => {
    const { dap, frame } = await stopAt(text);
    const sequence = await dap.request('evaluate', { expression: 'sequence', frameId: frame.id, context: 'watch' });
    expect(sequence.indexedVariables).toBe(100_000);
    const page = (args: object): Promise<DebugProtocol.Variable[]> => dap.variables(sequence.variablesReference, args);
    expect(pairs(await page({ filter: 'indexed', start: 99_998, count: 100 }))).toEqual(['[99999] = 99999', '[100000] = 100000']);
    expect(await page({ filter: 'named' })).toEqual([]);
    expect(names(await page({ start: 10, count: 2 }))).toEqual(['[11]', '[12]']);
    expect(pairs(await childrenOf(dap, frame, 'keyed', { filter: 'named', start: 50_000, count: 1 }))).toEqual(['key050001 = 50001']);
    expect(pairs(await childrenOf(dap, frame, 'mixed', { start: 49_999, count: 2 }))).toEqual(['[50000] = 100000', 'k1 = 1']);
    expect(await childrenOf(dap, frame, 'keyed', { start: 200_000, count: 5 })).toEqual([]);
  });

  test('that asks for everything at once gets chunks', async () => {
    const { dap, frame } = await stopAt(text);
    expect(names(await childrenOf(dap, frame, 'sequence', { filter: 'indexed', start: 0, count: 100_000 }))).toHaveLength(100);
    expect(names(await childrenOf(dap, frame, 'sequence', { filter: 'indexed', start: 500, count: 99_500 }))[0]).toBe('[501..1500]');
    expect(await childrenOf(dap, frame, 'sequence', { filter: 'indexed', start: 0, count: 5000 })).toHaveLength(5000);
  });
});

test('what the program or an evaluation has changed is sorted anew', async () => {
  const { dap, frame } = await stopAt(text);
  expect(pairs(await childrenOf(dap, frame, 'keyed', { start: 0, count: 1 }))).toEqual(['key000001 = 1']);
  await dap.evaluate('keyed.aaa = 0', frame.id);
  expect(pairs(await childrenOf(dap, frame, 'keyed', { start: 0, count: 1 }))).toEqual(['aaa = 0']);
  const { variablesReference } = await dap.request('evaluate', { expression: 'keyed', frameId: frame.id, context: 'watch' });
  await dap.request('setVariable', { variablesReference, name: 'aaa', value: 'nil' });
  expect(pairs(await childrenOf(dap, frame, 'keyed', { start: 0, count: 1 }))).toEqual(['key000001 = 1']);
});
