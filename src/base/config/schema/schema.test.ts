import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config.ts';
import { allVariables } from '../layers/variable-names.ts';
import { parseConfig } from '../load.ts';
import { tomlHeader, tomlKey, tomlValue } from '../toml-text.ts';
import { ANY_NAME, allKeys, keyAt, knownKeys, type KeyInfo } from './walk.ts';

const keys = allKeys();
const fixed = keys.filter((key) => key.kind === 'value' && !key.path.includes(ANY_NAME));

/** One table for each key, as TOML may not open a table twice in one document. */
const assignment = ({ path }: KeyInfo, value: unknown): string => `${path.length > 1 ? `${tomlHeader(path.slice(0, -1))}\n` : ''}${tomlKey(path.at(-1)!)} = ${tomlValue(value)}\n`;

describe('the schema', () => {
  it('describes every key', () => {
    expect(keys.filter((key) => key.description === '').map((key) => key.path.join('.'))).toEqual([]);
    expect(keys.length).toBeGreaterThan(200);
  });

  it.each(fixed.filter((key) => key.default !== undefined).map((key) => [key.path.join('.'), key] as const))('tells the default of %s that holds', async (_name, key) => {
    const { config, warnings } = await parseConfig('/c.toml', assignment(key, key.default));
    expect({ ...config, raw: {}, file: undefined, files: [], logging: { ...config.logging, level: undefined } }).toEqual(defaultConfig);
    expect(warnings.filter(({ message }) => !message.includes('[rag]'))).toEqual([]);
  });

  it.each(keys.filter((key) => key.aliasOf !== undefined).map((key) => [key.path.join('.'), key.aliasOf!] as const))('%s is another name of a key that is there', (_name, target) => {
    expect(keyAt(target.split('.'))?.path.join('.')).toBe(target);
  });

  it('knows the keys of tables whose names are free', () => {
    expect(knownKeys(['providers', 'mine'])).toContain('base_url');
    expect(knownKeys(['fleet', 'kernels', 'a'])).toEqual(['id', 'port', 'priority']);
    expect(knownKeys(['providers'])).toEqual(['default_provider']);
    expect(knownKeys(['nothing', 'here'])).toEqual([]);
    expect(keyAt(['providers', 'mine', 'api_key'])?.secret).toBe(true);
    expect(keyAt(['providers', 'mine', 'options', 'x'])).toBeUndefined();
  });

  it('gives each key a variable of its own', () => {
    const names = allVariables().map(({ variable }) => variable);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

/** All sources but the configuration's own, for who reads what. */
const sources = sourcesIn(join(import.meta.dirname, '../../..'));

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path.endsWith(join('base', 'config')) || entry.name === 'generated' ? [] : sourcesIn(path);
    return /(?<!\.test)\.ts$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Paths in the `Config` where two differ. */
function differences(a: unknown, b: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => differences(a[name], b[name], [...path, name]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);

/** Whether some source names the member beside the table it lies in. */
const isRead = ([name, above]: readonly string[]): boolean => sources.some((source) => [name!, above ?? name!].every((word) => new RegExp(`\\b${word}\\b`).test(source)));

/** What keys that have an effect are given, so that a change must show. */
const OTHERS: Readonly<Record<string, unknown>> = { 'true or false': undefined, integer: 41, number: 41, text: 'changed', 'list of texts': ['changed'], 'text or list of texts': ['changed'], 'text or number': 41 };
const SPECIAL: Readonly<Record<string, unknown>> = {
  default_engine: undefined, // There is one.
  'logging.log_level': 'trace',
  'logging.level': 'trace',
  'global.log_level': 'trace',
  'debug.level': 'trace',
  'state.backend': 'memory',
  'runtime.state_persistence.backend_type': 'memory',
  'runtime.state_persistence.backup.compression_type': 'brotli',
  'runtime.security.allow_file_access': false,
  'runtime.security.allow_network_access': false,
};

const changed = (key: KeyInfo): unknown => {
  const name = key.path.join('.');
  if (name in SPECIAL) return SPECIAL[name];
  if (key.type === 'true or false') return key.default === undefined ? true : !(key.default as boolean);
  if (key.type === 'table') return { changed: 'x' };
  return OTHERS[key.type];
};

describe('the effect that is told', () => {
  const settable = fixed.filter((key) => !['profile', 'metadata'].includes(key.path[0]!) && changed(key) !== undefined);
  it.each(settable.map((key) => [key.path.join('.'), key.effect ? 'some' : 'none', key] as const))('of %s is %s, as it is', async (_name, _effect, key) => {
    const { config } = await parseConfig('/c.toml', assignment(key, changed(key)));
    // Names in a table of free names are the user's.
    const members = differences(defaultConfig, { ...config, raw: {}, file: undefined, files: [] }).map((member) => (key.type === 'table' ? member.slice(0, -1) : member));
    // A member is there when something reads it; what is read no longer is to be marked in the schema, what is read newly to be unmarked.
    if (key.effect) {
      expect(members).not.toEqual([]);
      expect(members.filter((member) => !isRead([...member].reverse())).map((member) => member.join('.'))).toEqual([]);
    } else {
      expect(members.map((member) => member.join('.'))).toEqual([]);
    }
  });
});
