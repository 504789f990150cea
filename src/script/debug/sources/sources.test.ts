import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, FunctionBody } from '../../engine/engine.ts';
import { createEngine } from '../../engine/index.ts';
import { lineTable } from './line-table.ts';
import { chunkTitle, Sources } from './sources.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

function scene(): { engine: Engine; sources: Sources; load(text: string, name: string): FunctionBody } {
  const engine = createEngine({ memoryLimit: 0, handlers: {} });
  return { engine, sources: new Sources(engine), load: (text, name) => engine.functionBody(engine.load(bytes(text), name))! };
}

describe('texts without a file', () => {
  const text = 'local a = 1\nreturn a';

  test('have one number for one text, in this VM and in the next', () => {
    const numbers = [scene(), scene()].map(({ sources, load }) => {
      const first = sources.register(load(text, '=chunk'), bytes(text));
      const second = sources.register(load(text, '=chunk'), bytes(text));
      expect(first.isNew).toBe(true);
      expect(second).toEqual({ source: first.source, isNew: false });
      return first.source.ref.sourceReference;
    });
    expect(numbers[0]).toBe(numbers[1]);
    expect(numbers[0]).toBeGreaterThan(0);
    expect(numbers[0]).toBeLessThan(2 ** 31);
  });

  test('have another number for another text or name', () => {
    const { sources, load } = scene();
    const number = (content: string, name: string) => sources.register(load(content, name), bytes(content)).source.ref.sourceReference;
    expect(new Set([number(text, '=a'), number(text, '=b'), number(`${text} `, '=a')]).size).toBe(3);
  });

  test('give their text back until too many others came', () => {
    const { sources, load } = scene();
    const { ref } = sources.register(load(text, '=first'), bytes(text)).source;
    expect(Buffer.from(sources.text(ref)).toString()).toBe(text);
    for (let count = 0; count < 1000; count++) sources.register(load(`return ${count}`, '=other'), bytes(`return ${count}`));
    expect(() => sources.text(ref)).toThrow('not kept any more');
    expect(sources.loaded()).toHaveLength(1000);
  });

  test('are titled as Lua does', () => {
    expect(chunkTitle('=name')).toBe('name');
    expect(chunkTitle('@relative.lua')).toBe('relative.lua');
    expect(chunkTitle('return 1')).toBe('[string "return 1"]');
    expect(chunkTitle('return 1\nreturn 2')).toBe('[string "return 1..."]');
    expect(chunkTitle(`return ${'1'.repeat(100)}`)).toBe(`[string "return ${'1'.repeat(33)}..."]`);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-sources-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are one source under every spelling, shown in the one the front end uses', () => {
    const { sources, load } = scene();
    const real = join(folder, 'real.lua');
    const link = join(folder, 'link.lua');
    writeFileSync(real, 'return 1');
    symlinkSync(real, link);
    const main = load('return 1', `@${real}`);
    sources.useSpelling(link);
    expect(sources.of(main)).toEqual({ ref: { path: link, name: 'link.lua' }, key: sources.keyOf({ path: `${folder}/../${folder.split('/').at(-1)}/real.lua`, name: '' }) });
    expect([...sources.chunksOf(sources.keyOf({ path: link, name: '' })!)]).toEqual([main]);
  });

  test('compiled by the debugger itself are nobody’s', () => {
    const { sources, load } = scene();
    const path = join(folder, 'a.lua');
    sources.unseen(() => sources.isUnseen(load('return 1', `@${path}`)));
    expect([...sources.chunks()]).toEqual([]);
  });
});

describe('the lines of a chunk', () => {
  const { load } = scene();
  const main = load('-- nothing\nlocal function f()\n  return 1\n\nend\nlocal x = f() + (function() return 2 end)()\n\n', '=lines');
  const table = lineTable(main);

  test('are those of all its functions', () => {
    expect(table.lines).toEqual([3, 5, 6]);
    expect(table.bodiesAt(6)).toHaveLength(2);
    expect(table.bodiesAt(4)).toEqual([]);
  });

  test.each([
    [1, 3],
    [3, 3],
    [4, 5],
    [6, 6],
    [7, undefined],
  ])('line %s moves to %s', (line, expected) => {
    expect(table.next(line)).toBe(expected);
  });
});

describe('a line that holds a whole function', () => {
  const { load } = scene();

  /** The first lines of the bodies that a breakpoint on line 2 stands in, after a first line that declares what is used. */
  const placesOf = (line: string): number[] => {
    const main = load(`local t, map = {}, print\n${line}\nlocal rest = 1`, '=one-liners');
    return lineTable(main).bodiesAt(2).map(({ lineDefined }) => lineDefined);
  };

  test.each([
    'local function f(x) return x + 1 end',
    'local add = function(a, b) return a + b end',
    'function add(a, b) return a + b end',
    'function t.add(a, b) return a + b end',
    'function t:add(a) return self + a end',
    't.a.add = function(a, b) return a + b end',
    'json.add = function(a, b) return a + b end',
    'map = function(a) return t, a end',
    'local function empty() end',
  ])('means its calls: %s', (line) => {
    expect(placesOf(line)).toEqual([2]);
  });

  test('means the calls of all functions that it makes', () => {
    expect(placesOf('local function f() return 1 end local function g() return 2 end')).toEqual([2, 2]);
    expect(placesOf('local function f() return function() return 1 end end')).toEqual([2, 2]);
  });

  test.each([
    'map(t, function(x) return x * 2 end)',
    'local function f() return 1 end map(f)',
    'local a, f = json, function() return 1 end',
    'local t = { add = function(a, b) return a + b end }',
    'if map then f = function() return 1 end end',
    'for i = 1, 3 do t[i] = function() return i end end',
    'do return function() return 1 end end',
    'local x = (function() return 1 end)()',
  ])('that also does something keeps both: %s', (line) => {
    expect(placesOf(line)).toEqual([0, 2]);
  });

  test('means its calls also as a part of a statement over several lines, and as the last line', () => {
    const table = lineTable(load('local t = {\n  add = function(a, b) return a + b end,\n  n = 1,\n}\nprint(t,\n  function() return 1 end)\nlocal function last() return t end', '=parts'));
    for (const line of [2, 6, 7]) expect(table.bodiesAt(line).map(({ lineDefined }) => lineDefined)).toEqual([line]);
  });
});
