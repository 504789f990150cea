import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../describe.ts';
import { initText } from '../init-text.ts';
import { loadConfig, parseConfig } from '../load.ts';
import { BUILTIN_PROFILES, ABSENT_PROFILES } from '../profiles/builtin.ts';
import { readEnvironment } from '../../env.ts';
import { formatProblem } from '../problem.ts';
import { generatedFiles } from './files.ts';
import { jsonSchema } from './json-schema.ts';

const ROOT = join(import.meta.dirname, '../../../..');

describe('generated files', () => {
  it.each([...generatedFiles()])('%s is up to date (npm run generate:config)', (path, content) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(content);
  });

  it('the JSON schema refuses unknown keys and says what has no effect', () => {
    const schema = JSON.parse(jsonSchema()) as { properties: Record<string, { additionalProperties: unknown; description: string; properties: Record<string, { description: string; default?: unknown }> }> };
    expect(schema.properties['kernel']!.additionalProperties).toBe(false);
    expect(schema.properties['kernel']!.properties['port']).toMatchObject({ type: 'integer', minimum: 0, maximum: 65535, default: 9555 });
    expect(schema.properties['fleet']!.description).toMatch(/No effect in this version/);
    expect(jsonSchema()).not.toMatch(/"(aliasOf|effect|instead|secret)"/);
  });
});

describe('the file of config init', () => {
  it('loads without findings', async () => {
    const { warnings, notices, config } = await parseConfig('/c.toml', initText());
    expect([...warnings, ...notices]).toEqual([]);
    expect(config.raw['profile']).toBeUndefined();
  });

  it('holds no unknown key when its comments are taken away', async () => {
    const text = initText()
      .replace(/^# ?(\w+ = .*|\[[\w.]+\])$/gm, '$1')
      .replaceAll('"…"', '"memory"');
    expect(text).toMatch(/^port = 9555$/m);
    const { warnings, notices, config } = await parseConfig('/c.toml', text);
    expect([...warnings, ...notices].map(formatProblem).filter((line) => !/log level/.test(line))).toEqual([]);
    expect(config.providers.get('local')).toMatchObject({ type: 'openai_compatible' });
  });

  it('stands on profiles', async () => {
    const { config } = await parseConfig('/c.toml', initText(['bases/cli', 'envs/perf']));
    expect(config.logging.level).toBe('error');
  });
});

describe('built-in profiles', () => {
  const environment = { ...readEnvironment(), cwd: '/nowhere', home: '/nowhere', vars: {} };
  it.each(Object.keys(BUILTIN_PROFILES))('%s loads without findings', async (profile) => {
    const { warnings, config } = await loadConfig(environment, { profile });
    expect(warnings).toEqual([]);
    expect(config.defaultProvider === undefined || config.providers.has(config.defaultProvider)).toBe(true);
  });

  it('are none of those that are said to be absent', () => {
    expect(Object.keys(BUILTIN_PROFILES).filter((name) => name in ABSENT_PROFILES)).toEqual([]);
  });
});

describe('what is shown', () => {
  it('has values with their origin, defaults where none is set, and no secret', async () => {
    const shown = settings(
      await parseConfig('/c.toml', '[providers.x]\nprovider_type = "openai"\napi_key = "sk-planted-secret"\n[providers.x.options]\nauth_token = "planted-token-1"\n[kernel]\nhmac_key = "planted-hmac"\nport = 1\n[fleet]\nmax_kernels = 3\n'),
    );
    expect(JSON.stringify(shown)).not.toMatch(/planted/);
    const of = (path: string) => shown.find((setting) => setting.path.join('.') === path);
    expect(of('providers.x.api_key')).toMatchObject({ value: '[redacted]', origin: '/c.toml:3' });
    expect(of('kernel.port')).toMatchObject({ value: 1, origin: '/c.toml:8', effect: true });
    expect(of('kernel.ip')).toMatchObject({ value: '127.0.0.1', origin: 'default' });
    expect(of('fleet.max_kernels')).toMatchObject({ value: 3, effect: false });
    expect(of('fleet.auto_spawn')).toBeUndefined();
  });

  it('tells no default where another name of the key is set', async () => {
    const shown = settings(await parseConfig('/c.toml', '[kernel]\nmemory_limit_mb = 7\n'));
    expect(shown.filter(({ path }) => path[0] === 'kernel' && path.join('.').endsWith('memory_limit_mb') || path.join('.').endsWith('max_memory_mb')).map(({ path, value }) => [path.join('.'), value])).toEqual([['kernel.memory_limit_mb', 7]]);
  });
});
