import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../base/redact.ts';
import { SecretFilter, redactCut } from './secret-filter.ts';

const redactor = createRedactor(['sk-planted-secret', 'other-secret-value']);
const pass = (...pieces: string[]): string[] => {
  const filter = new SecretFilter(redactor);
  return [...pieces.map((piece) => filter.push(piece)), filter.end()];
};

describe('a text in pieces', () => {
  it('hides a secret wherever it is split', () => {
    const text = 'see sk-planted-secret!';
    for (let i = 0; i <= text.length; i++) {
      for (let j = i; j <= text.length; j++) expect(pass(text.slice(0, i), text.slice(i, j), text.slice(j)).join('')).toBe('see [redacted]!');
    }
    expect(pass(...text).join('')).toBe('see [redacted]!');
  });
  it('holds back no more than what may be the beginning of one, and loses nothing', () => {
    expect(pass('a task', '-', ' done s')).toEqual(['a ta', '', 'sk- done ', 's']);
    expect(pass('no', 'thing')).toEqual(['n', 'othing', '']);
    expect(pass('sk-plant', 'ation')).toEqual(['', 'sk-plantation', '']);
  });
});

describe('a text that was cut off', () => {
  it('does not end in the larger part of a secret', () => {
    expect(redactCut('key: sk-planted-s', redactor)).toBe('key: [redacted]');
    expect(redactCut('a desk', redactor)).toBe('a desk');
    expect(redactCut('all of sk-planted-secret', redactor)).toBe('all of [redacted]');
  });
});
