import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../env.ts';
import { configSecrets, MEGABYTE, type Config } from './config.ts';
import { findConfigFile } from './find.ts';
import { loadConfig, parseConfig } from './load.ts';
import { keyLines, lineOf } from './locate.ts';
import { ConfigError, formatProblem } from './problem.ts';
import { parseBytes } from './resolve/units.ts';

async function read(text: string): Promise<{ config: Config | undefined; problems: string[] }> {
  try {
    const { config, warnings } = await parseConfig('/c.toml', text);
    return { config, problems: warnings.map(formatProblem) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { config: undefined, problems: error.problems.map(formatProblem) };
  }
}

describe('configuration', () => {
  it('reads providers under their own names, aliases included', async () => {
    const { config, problems } = await read(`
[providers]
default_provider = "mine"
[providers.mine]
provider_type = "openai_compatible"
api_base = "http://127.0.0.1:1/v1"
api_key = "sk-planted"
model = "small"
timeout = 5
max_retries = 1
[providers.mine.retry]
initial_delay_ms = 7
`);
    expect(problems).toEqual([]);
    expect(config!.defaultProvider).toBe('mine');
    expect(config!.providers.get('mine')).toMatchObject({
      type: 'openai_compatible',
      baseUrl: 'http://127.0.0.1:1/v1',
      defaultModel: 'small',
      timeoutSeconds: 5,
      maxRetries: 1,
      retry: { initialDelayMs: 7 },
    });
    expect(config!.providers.has('demo')).toBe(true);
    expect(configSecrets(config!)).toEqual(['sk-planted']);
  });

  it('takes a missing provider_type from the name, and says so with the line', async () => {
    const { config, problems } = await read('[providers.x]\nname = "OpenAI-Compatible"\n');
    expect(config!.providers.get('x')!.type).toBe('openai_compatible');
    expect(problems).toEqual(['/c.toml:2: warning: "name" is taken as the provider\'s type: write provider_type = "openai_compatible"']);
    expect((await read('[providers.anthropic]\napi_key = "k"\n')).config!.providers.get('anthropic')!.type).toBe('anthropic');
  });

  it("takes the original's nested providers for what they are, and begins files as Windows does", async () => {
    const { config, problems } = await read('\ufeff[providers]\ndefault_provider = "a"\n\n[providers.providers.a]\nname = "openai"\n[providers.providers.b]\nprovider_type = "demo"\nmodle = "x"\n');
    expect([...config!.providers.keys()]).toEqual(['demo', 'a', 'b']);
    expect(problems).toEqual([
      '/c.toml:4: warning: [providers.providers.a] is taken for [providers.a]: write it so',
      '/c.toml:5: warning: "name" is taken as the provider\'s type: write provider_type = "openai"',
      '/c.toml:8: warning: unknown key "providers.b.modle" (did you mean "model"?); it is ignored',
    ]);
  });

  it('refuses a provider whose type nobody knows', async () => {
    expect((await read('[providers.x]\nprovider_type = "opnai"\n')).problems).toEqual([
      '/c.toml:2: error: unknown provider_type "opnai" (did you mean "openai"?): use one of openai, anthropic, openai_compatible, ollama, gemini, demo',
    ]);
    expect((await read('[providers.x]\napi_key = "k"\n')).problems[0]).toMatch(/^\/c.toml:1: error: \[providers.x\] has no provider_type/);
  });

  it('warns of unknown keys with line and nearest key, and reads the rest', async () => {
    const { config, problems } = await read('[kernel]\nprot = 1\nip = "0.0.0.0"\n[kernl]\nport = 1\n[providers.demo]\nmax_retrys = 3\n[tools.file_operations]\nallow = []\n');
    expect(config!.kernel.ip).toBe('0.0.0.0');
    expect(problems).toEqual([
      '/c.toml:2: warning: unknown key "kernel.prot" (did you mean "port"?); it is ignored',
      '/c.toml:4: warning: unknown key "kernl" (did you mean "kernel"?); it is ignored',
      '/c.toml:7: warning: unknown key "providers.demo.max_retrys" (did you mean "max_retries"?); it is ignored',
      '/c.toml:9: warning: unknown key "tools.file_operations.allow"; it is ignored',
    ]);
  });

  it('warns of a log level that is none, with line and nearest one, and leaves it out', async () => {
    const { config, problems } = await read('[logging]\nlog_level = "debgu"\n');
    expect(problems).toEqual(['/c.toml:2: warning: unknown log level "debgu" (did you mean "debug"?): use one of off, error, warn, info, debug, trace; it is ignored']);
    expect(config!.logging.level).toBeUndefined();
    expect((await read('[global]\nlog_level = "kernel=debug,info"\n')).config!.logging.level).toBe('kernel=debug,info');
  });

  it('refuses wrong types, with the line', async () => {
    const { config, problems } = await read('[kernel]\n\nport = "high"\n');
    expect(config).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\/c.toml:3: error: kernel.port: expected .*number/);
  });

  it('refuses broken TOML, with the line', async () => {
    const { problems } = await read('[kernel]\nport = \n');
    expect(problems[0]).toMatch(/^\/c.toml:2: error: broken TOML: /);
  });

  it('has one memory limit under several names', async () => {
    const bytes = async (text: string): Promise<number> => (await read(text)).config!.memoryLimitBytes;
    expect(await bytes('')).toBe(512 * MEGABYTE);
    expect(await bytes('[kernel.limits]\nmax_memory_mb = 64\n')).toBe(64 * MEGABYTE);
    expect(await bytes('[kernel]\nmemory_limit_mb = 0\n')).toBe(0);
    expect(await bytes('[resources.profiles.default]\nmemory_limit = "1GB"\n')).toBe(1024 * MEGABYTE);
    const both = await read('[kernel]\nmemory_limit_mb = 10\n[kernel.limits]\nmax_memory_mb = 20\n');
    expect(both.config!.memoryLimitBytes).toBe(20 * MEGABYTE);
    expect(both.problems).toEqual(['/c.toml:2: warning: kernel.limits.max_memory_mb sets the same limit and is used instead']);
    expect((await read('[resources.profiles.default]\nmemory_limit = "much"\n')).problems[0]).toMatch(/^\/c.toml:2: error: "much" is no amount of memory/);
  });

  it("accepts the original's sections, and says of RAG that it is not there", async () => {
    expect((await read('[rag]\nenabled = true\n[runtime.security]\nallow_file_access = true\n')).problems).toEqual([
      '/c.toml:1: warning: the [rag] section is read and kept, but this version has no RAG',
    ]);
  });

  it('finds the file by option, variable and folder, in this order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llmspell-config-'));
    try {
      const env = { ...readEnvironment(), cwd: folder, home: folder, vars: {} as Record<string, string> };
      expect(findConfigFile(env)).toBeUndefined();
      writeFileSync(join(folder, 'llmspell.toml'), '[kernel]\nport = 1\n');
      expect(findConfigFile(env)).toBe(join(folder, 'llmspell.toml'));
      expect(findConfigFile({ ...env, vars: { LLMSPELL_CONFIG: 'b.toml' } })).toBe(join(folder, 'b.toml'));
      expect(findConfigFile({ ...env, vars: { LLMSPELL_CONFIG: 'b.toml' } }, '/c.toml')).toBe('/c.toml');
      expect((await loadConfig(env)).config.kernel.port).toBe(1);
      await expect(loadConfig(env, { file: 'absent.toml' })).rejects.toThrow(/absent.toml: error: configuration file not found: check the path/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['512MB', 512 * MEGABYTE],
    ['1 GiB', 1024 * MEGABYTE],
    ['1.5k', 1536],
    [100, 100],
    ['-1', undefined],
  ])('reads %s as an amount of memory', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });
});

describe('lines of keys', () => {
  const lines = keyLines('# c\n[a."b c"]\nx = """\ny = 1\n"""\nz = [\n  "k = 1",\n]\nq.r = { s = 1 }\n[[list]]\nw = 1\n"q\\"\\u00e4" = \'\'\'\n[no]\n\'\'\'\n[ end . "x" ] # [not]\ny = """a\\"""""\nz = 1979-05-27 07:32:00\n');
  it.each([
    [['a', 'b c'], 2],
    [['a', 'b c', 'x'], 3],
    [['a', 'b c', 'y'], 2],
    [['a', 'b c', 'z'], 6],
    [['a', 'b c', 'k'], 2],
    [['a', 'b c', 'q', 'r', 's'], 9],
    [['list', 'w'], 11],
    [['list', 'q"ä'], 12],
    [['no'], undefined],
    [['end', 'x'], 15],
    [['end', 'x', 'z'], 17],
    [['absent'], undefined],
  ])('%j stands on line %s', (path, line) => {
    expect(lineOf(lines, path)).toBe(line);
  });
});

describe('hosts', () => {
  it('tells of entries that match none', async () => {
    const { problems } = await read('[tools.http_request]\nallowed_hosts = ["*", "*.a.org", "a.org:80", "10.0.0.0/8", "::1", "[::1]:80", "fd00::/8", "http://a.org/", "bücher.example"]\nblocked_hosts = ["a.org/page", "two words"]\n');
    expect(problems).toEqual(['a.org/page', 'two words'].map((entry) => `/c.toml:3: warning: "${entry}" can match no host: write a name (example.org), a wildcard (*.example.org), an address or a network (10.0.0.0/8)`));
  });
});

describe('commands that open every other', () => {
  const told = async (text: string) => (await parseConfig('/c.toml', `[tools.system]\n${text}\n`)).notices.map(({ line, message }) => `${line} ${message}`);
  const notice = (entry: string): string => `3 "${entry}" can start any other program, by its arguments or by files that it reads: a script that may start it may start everything`;
  it('are told of, where programs may be started at all', async () => {
    expect(await told('allow_process_execution = true\nallowed_commands = ["ls", "git log", "/usr/bin/python3.12", "gitk"]')).toEqual(['git log', '/usr/bin/python3.12'].map(notice));
    expect(await told('allow_process_execution = true\nallowed_commands = "ls, find"')).toEqual([notice('find')]);
    expect(await told('allowed_commands = ["git"]')).toEqual([]);
  });
});

describe('compression of backups', () => {
  const backup = async (text: string) => {
    const { config, notices, warnings } = await parseConfig('/c.toml', `[runtime.state_persistence.backup]\n${text}\n`);
    return { ...config.state.backup.compression, told: [...warnings, ...notices].map(({ line, severity, message }) => `${line} ${severity}: ${message}`) };
  };

  it('is what the file says, and gzip for what this version does not have', async () => {
    expect(await backup('compression_type = "brotli"\ncompression_level = 9')).toEqual({ encoding: 'brotli', level: 9, told: [] });
    expect(await backup('compression_type = "none"')).toEqual({ encoding: 'plain', level: 6, told: [] });
    expect(await backup('compression_enabled = false\ncompression_type = "gzip"')).toEqual({ encoding: 'plain', level: 6, told: [] });
    expect(await backup('\ncompression_type = "zstd"')).toEqual({ encoding: 'gzip', level: 6, told: ['3 notice: the compression "zstd" is not in this version: gzip is used'] });
    expect((await backup('compression_type = "gzpi"')).told).toEqual(['2 warning: unknown compression "gzpi" (did you mean "gzip"?): gzip is used; there are gzip, brotli, none']);
  });
});
