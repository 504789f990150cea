import { beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { createEngine } from '../../engine/index.ts';
import { parseAccessPath, readAccessPath } from './access-path.ts';

describe('paths', () => {
  test('are names, fields, and literals in brackets', () => {
    expect(parseAccessPath('a')).toEqual({ root: 'a', keys: [] });
    expect(parseAccessPath('a.b:c[1]["d e"].f')).toMatchObject({ root: 'a', keys: ['b', 'c', 1, Buffer.from('d e'), 'f'].map((key) => (Buffer.isBuffer(key) ? new Uint8Array(key) : key)) });
  });

  test.each(['', '1', 'a + b', 'a()', 'a.b(1)', 'a[b]', 'a.', 'a b', '"s"', 'a = 1', 'a[1', '{}', 'not a', '-a', 'a..b'])('"%s" is none', (text) => {
    expect(parseAccessPath(text)).toBeUndefined();
  });
});

describe('reading', () => {
  let engine: Engine;
  const read = (text: string): string => engine.toText(readAccessPath(engine, text, undefined));
  beforeEach(() => {
    engine = createEngine({ memoryLimit: 0, handlers: {} });
    engine.evaluate(
      `
      ran = 0
      local function code() ran = ran + 1 return "ran" end
      local base = { inherited = "i" }
      t = setmetatable({ x = 1, [1] = "one", [2.5] = "two and a half", deep = { y = 2 } }, { __index = setmetatable({}, { __index = base }) })
      computed = setmetatable({ here = "raw" }, { __index = code, __call = code })
      circle = setmetatable({}, {}) getmetatable(circle).__index = circle
      s = "text"
    `,
      undefined,
      { deadlineMs: 1000 },
    );
  });

  test.each([
    ['t.x', '1'],
    ['t[1]', 'one'],
    ['t[2.5]', 'two and a half'],
    ['t["deep"].y', '2'],
    ['t.inherited', 'i'],
    ['t.absent', 'nil'],
    ['computed.here', 'raw'],
    ['nobody', 'nil'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('strings have their methods', () => {
    expect(engine.type(readAccessPath(engine, 's.upper', undefined))).toBe('function');
  });

  test.each([
    ['computed.absent', 'this needs __index'],
    ['t.x.y', 'attempt to index a number value'],
    ['nobody.at', 'attempt to index a nil value'],
    ['circle.absent', 'possibly a loop'],
    ['t()', 'not evaluated on hover'],
  ])('%s is refused and runs nothing', (text, why) => {
    expect(() => read(text)).toThrow(why);
    expect(read('ran')).toBe('0');
  });
});
