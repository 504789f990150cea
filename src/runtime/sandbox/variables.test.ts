import { describe, expect, it } from 'vitest';
import { configWith, context, provider } from '../testing.ts';
import { variablePolicy, type VariablePolicy } from './variables.ts';

const env = {
  HOME: '/home/me', PATH: '/bin', LC_ALL: 'C', EDITOR: 'vi', OPENAI_API_KEY: 'k', AWS_SECRET_ACCESS_KEY: 'k', AWS_ACCESS_KEY_ID: 'k', GITHUB_TOKEN: 'k', DB_PASSWORD: 'k', SIGNING_KEY: 'k', SENTRY_DSN: 'k', MY_MODEL: 'k',
  MAX_TOKENS: '5', KEYBOARD: 'de', MONKEY: 'no',
};
const policy = (allowedEnvVars?: readonly string[]): VariablePolicy => {
  const config = configWith([provider('mine', { apiKeyEnv: 'MY_MODEL' })]);
  return variablePolicy({ ...config, tools: { ...config.tools, system: { ...config.tools.system, allowedEnvVars } } }, context({ env }));
};
const OPEN = ['HOME', 'PATH', 'LC_ALL', 'EDITOR', 'MAX_TOKENS', 'KEYBOARD', 'MONKEY'];

describe('the variables of a script', () => {
  it('are all but secrets, by their names and by the configuration', () => {
    expect(Object.keys(policy().visible)).toEqual(OPEN);
    expect(policy().refuse('MY_MODEL')).toBe('MY_MODEL: holds a secret by its name, and may not be read: add "MY_MODEL" to allowed_env_vars under [tools.system] in /conf/llmspell.toml');
    expect(policy().refuse('EDITOR')).toBeUndefined();
  });

  it('are no secrets that are called otherwise, or that stand in an address', () => {
    const secrets = {
      PGPASSWORD: 'k', MYSQL_PWD: 'k', SSHPASS: 'k', SMTP_PASS: 'k', SECRET_KEY_BASE: 'k', SESSION_JWT: 'k', STORAGE_CONNECTION_STRING: 'k', SLACK_WEBHOOK_URL: 'https://x/y', LLMSPELL_EDITOR_ATTACH: '/s',
      DATABASE_URL: 'postgres://me:hunter2@db/x', CACHE: 'redis://:hunter2@cache', HTTPS_PROXY: 'http://me:hunter2@proxy:3128',
    };
    const open = { PWD: '/x', OLDPWD: '/y', COMPASS: 'n', PASSAGE: 'p', SITE: 'https://me@example.com/a:b@c', HTTP_PROXY: 'http://proxy:3128' };
    const { visible, refuse } = variablePolicy(configWith([]), context({ env: { ...secrets, ...open } }));
    expect(visible).toEqual(open);
    expect(refuse('DATABASE_URL')).toBe('DATABASE_URL: holds a secret, and may not be read: add "DATABASE_URL" to allowed_env_vars under [tools.system] in /conf/llmspell.toml');
  });

  it.each<[string[], string[]]>([
    [['EDITOR', 'GITHUB_TOKEN'], ['EDITOR', 'GITHUB_TOKEN']],
    [['*', 'GITHUB_TOKEN'], ['HOME', 'PATH', 'LC_ALL', 'EDITOR', 'GITHUB_TOKEN', 'MAX_TOKENS', 'KEYBOARD', 'MONKEY']],
    [['AWS_*', 'MA*TOKENS'], ['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'MAX_TOKENS']],
    [['EDITO.'], []],
    [[], []],
  ])('are those of the list when there is one: %j', (list, names) => {
    expect(Object.keys(policy(list).visible)).toEqual(names);
  });

  it('and what no program can do without are those of its programs', () => {
    expect(Object.keys(policy([]).forProcess())).toEqual(['HOME', 'PATH', 'LC_ALL']);
    expect(Object.keys(policy().forProcess())).toEqual(OPEN);
    expect(policy(['EXTRA']).forProcess({ EXTRA: '1' })).toMatchObject({ EXTRA: '1', PATH: '/bin' });
  });

  it('are set for a program only when the list names them', () => {
    expect(policy(['A_*']).refuseSetting('A_B')).toBeUndefined();
    for (const list of [undefined, ['*']]) expect(policy(list).refuseSetting('LD_PRELOAD')).toContain('LD_PRELOAD: may not be set for a program: add "LD_PRELOAD" to allowed_env_vars');
  });
});
