import { describe, expect, it } from 'vitest';
import { didYouMean, distance, nearest } from './nearest.ts';

describe('nearest', () => {
  it('counts edits, a swap of neighbours as one', () => {
    expect(distance('run', 'run')).toBe(0);
    expect(distance('rnu', 'run')).toBe(1);
    expect(distance('kernel', 'kernal')).toBe(1);
    expect(distance('', 'abc')).toBe(3);
  });
  it('finds what was meant, and nothing for what was not', () => {
    expect(nearest('timeot', ['timeout', 'temperature'])).toBe('timeout');
    expect(nearest('PORT', ['port', 'ip'])).toBe('port');
    expect(nearest('banana', ['port', 'ip'])).toBeUndefined();
    expect(didYouMean('prot', ['port'])).toBe(' (did you mean "port"?)');
    expect(didYouMean('x', [])).toBe('');
  });
});
