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
    expect({ ...config, raw: {}, file: undefined, logging: { ...config.logging, level: undefined } }).toEqual(defaultConfig);
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

describe('a key that claims an effect', () => {
  const claimed = fixed.filter((key) => key.effect && !['profile', 'metadata'].includes(key.path[0]!) && changed(key) !== undefined);
  it.each(claimed.map((key) => [key.path.join('.'), key] as const))('%s changes the configuration', async (_name, key) => {
    const { config } = await parseConfig('/c.toml', assignment(key, changed(key)));
    expect({ ...config, raw: {}, file: undefined }).not.toEqual(defaultConfig);
  });
});
