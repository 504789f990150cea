import { expect, test } from 'vitest';
import { loadableText } from './program-text.ts';

const loaded = (text: string): string => Buffer.from(loadableText(Buffer.from(text))).toString();

test('a first line with #! is emptied, and lines still count right', () => {
  expect(loaded('#!/usr/bin/lua\nprint(1)\n')).toBe('\nprint(1)\n');
  expect(loaded('#')).toBe('');
  expect(loaded('print(1)')).toBe('print(1)');
});

test('a byte order mark is left out', () => {
  expect(loaded('\uFEFFprint(1)')).toBe('print(1)');
  expect(loaded('\uFEFF#!lua\nx')).toBe('\nx');
});

test.each([[[0x1b, 0x4c, 0x75, 0x61]], [[0x89, 0x50, 0x4e, 0x47, 0, 0]]])('%j is refused as binary', (bytes) => {
  expect(() => loadableText(Uint8Array.from(bytes))).toThrow('binary');
});
