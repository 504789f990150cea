/** The small things of the text itself: lines, string values, file heads. */
import { describe, expect, it } from 'vitest';
import { lex } from './lexer.ts';
import { LineIndex } from './line-index.ts';
import { parse } from './parser.ts';
import { stringBytes, stringText } from './string-value.ts';

describe('lines are counted as Lua counts them', () => {
  it.each([
    ['a\nb', 2],
    ['a\r\nb', 2],
    ['a\n\rb', 2],
    ['a\rb', 2],
    ['a\r\rb', 3],
    ['a\n\n', 3],
    ['', 1],
  ])('%j', (text, lines) => {
    expect(new LineIndex(text).lineCount).toBe(lines);
  });
  it('offsets and positions are each other\'s inverse', () => {
    const text = 'one\r\ntwo\n\n\u{1F600}x';
    const index = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) {
      const { line, column } = index.positionOf(offset);
      expect(index.offsetOf(line, column)).toBe(offset);
    }
    expect(index.positionOf(text.indexOf('x'))).toEqual({ line: 4, column: 3 });
    expect([index.offsetOf(99, 1), index.offsetOf(0, 1), index.offsetOf(1, 99)]).toEqual([text.length, 0, 5]);
  });
});

describe('the value of a string', () => {
  it.each<[literal: string, value: string]>([
    ['"a\\tb\\n"', 'a\tb\n'],
    ["'\\65\\0661'", 'AB1'],
    ['"\\x41\\u{20AC}"', 'A€'],
    ['"a\\z  \n  b"', 'ab'],
    ['"a\\\r\nb"', 'a\nb'],
    ['[[\na\r\nb]]', 'a\nb'],
    ['[==[ ]] ]==]', ' ]] '],
    ['"é\u{1F600}"', 'é\u{1F600}'],
    ['"open', 'open'],
    ['"\\', ''],
    ['[[open', 'open'],
    ['"\\"', '"'],
  ])('%j', (literal, value) => {
    expect(stringText(literal)).toBe(value);
  });
  it('any bytes', () => {
    expect([...stringBytes('"\\255\\0\\u{D800}"')]).toEqual([255, 0, 0xed, 0xa0, 0x80]);
  });
});

describe('the head of a file', () => {
  it('may be a #! line, behind a byte order mark or not', () => {
    for (const text of ['#!/usr/bin/env lua\nx = 1', '\uFEFF# note\r\nx = 1', '\uFEFFx = 1']) {
      const parsed = parse(text);
      expect(parsed.diagnostics).toEqual([]);
      expect(parsed.body.statements).toHaveLength(1);
    }
    expect(lex('#!lua\nx = 1').comments).toEqual([{ start: 0, end: 5, kind: 'shebang' }]);
  });
  it('may not in a string for load', () => {
    expect(parse('#!lua\nx = 1', { chunk: 'string' }).diagnostics).not.toEqual([]);
  });
});
