import { describe, expect, it } from 'vitest';
import { ModuleFilters, type PatternType } from './module-filters.ts';

const lets = (pattern: string, type: PatternType, module: string): boolean => {
  const filters = new ModuleFilters();
  filters.defaultEnabled = false;
  filters.add(pattern, type, true);
  return filters.lets(module);
};

describe('a filter', () => {
  it.each([
    ['net', 'exact', 'net', true],
    ['net', 'exact', 'net.http', false],
    ['net', 'hierarchical', 'net', true],
    ['net', 'hierarchical', 'net.http.client', true],
    ['net', 'hierarchical', 'network', false],
    ['net.*', 'wildcard', 'net.http', true],
    ['net.*', 'wildcard', 'netxhttp', false],
    ['*.db', 'wildcard', 'user.db', true],
    ['a?c', 'wildcard', 'abc', true],
    ['a?c', 'wildcard', 'ac', false],
    ['a[b]+(c)|$', 'wildcard', 'a[b]+(c)|$', true],
    ['^net|db$', 'regex', 'my.db', true],
    ['^net|db$', 'regex', 'dbx', false],
  ] as const)('%s (%s) fits %s: %s', (pattern, type, module, expected) => {
    expect(lets(pattern, type, module)).toBe(expected);
  });
  it('that is no regular expression is refused', () => {
    expect(() => lets('(', 'regex', 'x')).toThrow(SyntaxError);
  });
});

describe('several filters', () => {
  it('hold from the last one that fits', () => {
    const filters = new ModuleFilters();
    filters.add('net', 'hierarchical', false);
    filters.add('net.http', 'exact', true);
    expect(['net', 'net.http', 'net.ftp', 'other'].map((module) => filters.lets(module))).toEqual([false, true, false, true]);
    filters.add('net', 'hierarchical', false);
    expect(filters.lets('net.http')).toBe(false);
    expect(filters.rules.map(({ pattern }) => pattern)).toEqual(['net.http', 'net']);
  });
  it('do not concern messages without a module', () => {
    const filters = new ModuleFilters();
    filters.add('*', 'wildcard', false);
    expect(filters.lets(undefined)).toBe(true);
    filters.defaultEnabled = false;
    expect(filters.lets(undefined)).toBe(false);
  });
  it('of one pattern go together', () => {
    const filters = new ModuleFilters();
    filters.add('a', 'exact', false);
    filters.add('b', 'exact', false);
    filters.add('a', 'regex', false);
    expect([filters.remove('a'), filters.remove('a'), filters.rules.length]).toEqual([true, false, 1]);
    filters.clear();
    expect(filters.lets('b')).toBe(true);
  });
});
