import { describe, expect, test } from 'vitest';
import type { LuaValue } from '../../engine/engine.ts';
import { newEngine } from '../../engine/testing.ts';
import { TableView, TableViews } from './table-view.ts';
import { keyText } from './value-text.ts';

const engine = newEngine();
const lua = (text: string): LuaValue => engine.evaluate(text, undefined, { deadlineMs: 5000 })[0]!;
const keys = (table: LuaValue): string[] => new TableView(engine, table).keys().map((key) => keyText(engine, key));

describe('the keys beside the sequence', () => {
  test('are sorted: numbers by value, strings by their bytes, booleans, the rest', () => {
    const table = lua('{ "one", [10] = 1, [2^53] = 1, [math.maxinteger] = 1, [math.mininteger] = 1, [9.5] = 1, b = 1, B = 1, ["é"] = 1, ["a b"] = 1, [true] = 1, [false] = 1, [next] = 1 }');
    expect(keys(table)).toEqual([
      '[-9223372036854775808]', '[9.5]', '[10]', '[9007199254740992]', '[9223372036854775807]', 'B', '["a b"]', 'b', '["é"]', '[false]', '[true]',
      expect.stringMatching(/^\[function: /),
    ]);
  });

  test('that are tables come in the order in which they were made', () => {
    const sorted = keys(lua('(function() local t, all = {}, {} for i = 1, 300 do all[i] = {} end for i = 300, 1, -1 do t[all[i]] = i end return t end)()'));
    const addresses = sorted.map((key) => Number(/0x(\w+)/.exec(key)![0]));
    expect(addresses).toEqual([...addresses].sort((a, b) => a - b));
  });
});

describe('the sequence', () => {
  const counts = (text: string): { indexed: number; named: number } => {
    const { indexed, named } = new TableView(engine, lua(text));
    return { indexed, named };
  };

  test('ends before the first hole: only entries that are there are shown', () => {
    expect(counts('{ [3] = 1, [6] = 2 }')).toEqual({ indexed: 0, named: 2 });
    expect(counts('{ 1, nil, 3, nil, 5 }')).toEqual({ indexed: 1, named: 2 });
    expect(keys(lua('{ 1, nil, 3, nil, 5, x = 1 }'))).toEqual(['[3]', '[5]', 'x']);
  });

  test.each([
    ['(function() local t = {} for i = 1, 100000 do t[i] = i end return t end)()', 100_000, 0],
    ['(function() local t = {} for i = 1, 3000 do t[i] = i t["k" .. i] = i t[-i] = i end t[7] = nil return t end)()', 6, 8993],
    ['(function() local t = {} for i = 1, 2000 do t[i * 3] = i t["k" .. i] = i t["k" .. i] = nil end return t end)()', 0, 2000],
  ])('and the other entries are counted exactly: %s', (text, indexed, named) => {
    expect(counts(text)).toEqual({ indexed, named });
    expect(keys(lua(text))).toHaveLength(named);
  });
});

describe('views', () => {
  const table = lua('(function() local t = {} for i = 1, 2000 do t["k" .. i] = i end return t end)()');

  test('of one stop are one: nothing is sorted twice', () => {
    let evaluations = 0;
    const views = new TableViews(engine, () => evaluations);
    const view = views.of(table);
    expect(view.keys()).toHaveLength(2000);
    expect(views.of(table)).toBe(view);
    expect(views.of(table).keys()).toBe(view.keys());
    evaluations++;
    expect(views.of(table)).not.toBe(view);
  });

  test('end when the program has run or a table was written', () => {
    const views = new TableViews(engine, () => 0);
    const view = views.of(table);
    engine.call(engine.load(Buffer.from('for i = 1, 10 do end'), '=loop'), []);
    expect(views.of(table)).not.toBe(view);
    const next = views.of(table);
    views.clear();
    expect(views.of(table)).not.toBe(next);
  });
});
