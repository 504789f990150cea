import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment, type Environment } from '../../env.ts';
import { defaultConfig } from '../config.ts';
import { loadConfig, type ConfigChoice, type LoadedConfig } from '../load.ts';
import { ConfigError, UnknownProfileError, formatProblem } from '../problem.ts';
import { originText } from './layer.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmspell-layers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const environment = (vars: Record<string, string> = {}): Environment => ({ ...readEnvironment(), cwd: join(root, 'project'), home: join(root, 'home'), vars });

function file(path: string, text: string): string {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

const load = (vars?: Record<string, string>, choice?: ConfigChoice): Promise<LoadedConfig> => loadConfig(environment(vars), choice);

async function findings(vars?: Record<string, string>, choice?: ConfigChoice): Promise<string[]> {
  try {
    return (await load(vars, choice)).warnings.map(formatProblem);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(formatProblem);
  }
}

const origin = ({ originOf }: LoadedConfig, path: string): string => originText(originOf(path.split('.')));

describe('precedence', () => {
  it('is defaults, profile, user, project, environment', async () => {
    const user = file('home/.llmspell/config.toml', '[kernel]\nip = "0.0.0.0"\nport = 2\nmax_execution_time_secs = 2\n');
    const project = file('project/llmspell.toml', '[kernel]\n\nport = 3\nmax_execution_time_secs = 3\n');
    const loaded = await load({ LLMSPELL_KERNEL_MAX_EXECUTION_TIME_SECS: '4' }, { profile: 'bases/testing' });
    expect(loaded.config.kernel).toEqual({ ...defaultConfig.kernel, ip: '0.0.0.0', port: 3, maxExecutionTimeSeconds: 4 });
    expect(loaded.config.logging.level).toBe('error');
    expect(loaded.config.file).toBe(project);
    expect(loaded.files).toEqual([user, project]);
    expect(['kernel.ip', 'kernel.port', 'kernel.max_execution_time_secs', 'logging.log_level', 'state.path'].map((path) => origin(loaded, path))).toEqual([
      `${user}:2`,
      `${project}:3`,
      'LLMSPELL_KERNEL_MAX_EXECUTION_TIME_SECS',
      'profile bases/testing',
      'default',
    ]);
  });

  it('merges tables and replaces lists', async () => {
    file('home/.llmspell.toml', '[providers.a]\nprovider_type = "demo"\nmax_tokens = 5\n[tools.file_operations]\nallowed_paths = ["/a", "/b"]\n');
    file('project/.llmspell.toml', '[providers.a]\ntemperature = 1\n[tools.file_operations]\nallowed_paths = ["/c"]\n');
    const { config } = await load();
    expect(config.providers.get('a')).toMatchObject({ type: 'demo', maxTokens: 5, temperature: 1 });
    expect(config.tools.fileOperations.allowedPaths).toEqual(['/c']);
  });

  it('lets a named file stand alone, above a profile', async () => {
    file('home/.llmspell.toml', '[kernel]\nport = 1\n');
    file('project/llmspell.toml', '[kernel]\nport = 2\n');
    file('project/other.toml', '[logging]\nlog_level = "debug"\n');
    const { config } = await load({}, { file: 'other.toml', profile: 'bases/testing' });
    expect(config.kernel.port).toBe(9555);
    expect(config.kernel.maxExecutionTimeSeconds).toBe(60);
    expect(config.logging.level).toBe('debug');
    expect(config.asked).toEqual({ file: 'other.toml', profile: 'bases/testing' });
  });

  it.each(['llmspell.toml', '.llmspell.toml', 'config/llmspell.toml', '.config/llmspell.toml'])("finds the project's %s", async (name) => {
    file(`project/${name}`, '[kernel]\nport = 7\n');
    expect((await load()).config.kernel.port).toBe(7);
  });

  it.each(['.llmspell.toml', '.config/llmspell.toml', '.config/llmspell/config.toml', '.llmspell/config.toml'])("finds the user's %s", async (name) => {
    file(`home/${name}`, '[kernel]\nport = 7\n');
    expect((await load()).config.kernel.port).toBe(7);
  });

  it('looks in XDG_CONFIG_HOME', async () => {
    file('xdg/llmspell/config.toml', '[kernel]\nport = 7\n');
    expect((await load({ XDG_CONFIG_HOME: join(root, 'xdg') })).config.kernel.port).toBe(7);
  });

  it('reads nothing where nothing is set', async () => {
    expect((await load({ LLMSPELL_LOG: 'info', LLMSPELL_EDITOR_ATTACH: 'x', LLMSPELL_KERNEL_PORT: '' })).config).toBe(defaultConfig);
  });

  it('tells findings of every layer at its place', async () => {
    const user = file('home/.llmspell.toml', '[kernel]\nprot = 1\n');
    const project = file('project/llmspell.toml', '\n[kernel.limits]\nmax_memory_mb = 1\n');
    expect(await findings({ LLMSPELL_KERNEL_MEMORY_LIMIT_MB: '2' })).toEqual([
      `${user}:2: warning: unknown key "kernel.prot" (did you mean "port"?); it is ignored`,
      'environment: warning: LLMSPELL_KERNEL_MEMORY_LIMIT_MB: kernel.limits.max_memory_mb sets the same limit and is used instead',
    ]);
    expect(project).toBeTruthy();
  });
});

describe('environment variables', () => {
  it('are read as the type of their key', async () => {
    const { config, warnings } = await load({
      LLMSPELL_KERNEL_PORT: '17',
      LLMSPELL_TOOLS_SYSTEM_ALLOW_PROCESS_EXECUTION: 'true',
      LLMSPELL_TOOLS_FILE_OPERATIONS_ALLOWED_PATHS: '/a, /b',
      LLMSPELL_RESOURCES_PROFILES_DEFAULT_MEMORY_LIMIT: '1GB',
      LLMSPELL_PROVIDERS_OPENAI_TEMPERATURE: '0.5',
    });
    expect(warnings).toEqual([]);
    expect(config.kernel.port).toBe(17);
    expect(config.tools.system.allowProcessExecution).toBe(true);
    expect(config.tools.fileOperations.allowedPaths).toEqual(['/a', '/b']);
    expect(config.memoryLimitBytes).toBe(2 ** 30);
    expect(config.providers.get('openai')).toMatchObject({ type: 'openai', temperature: 0.5 });
  });

  it("find a provider under the name's own spelling", async () => {
    file('project/llmspell.toml', '[providers.My-LLM]\nprovider_type = "demo"\n');
    const { config } = await load({ LLMSPELL_PROVIDERS_MY_LLM_DEFAULT_MODEL: 'm' });
    expect([...config.providers.keys()]).toEqual(['demo', 'My-LLM']);
    expect(config.providers.get('My-LLM')!.defaultModel).toBe('m');
  });

  it("have the original system's names, too", async () => {
    const { config, warnings } = await load({ LLMSPELL_PROVIDER_OPENAI_API_KEY: 'sk-x', LLMSPELL_TOOLS_ALLOWED_PATHS: '/a', LLMSPELL_ALLOW_FILE_ACCESS: 'false' });
    expect(warnings).toEqual([]);
    expect(config.providers.get('openai')!.apiKey).toBe('sk-x');
    expect(config.tools.fileOperations.allowedPaths).toEqual(['/a']);
  });

  it('are warned of when nobody knows them, and refused when their value does not fit', async () => {
    expect(await findings({ LLMSPELL_KERNEL_PROT: '1', LLMSPELL_XYZZY: '1' })).toEqual([
      'environment: warning: unknown variable LLMSPELL_KERNEL_PROT (did you mean LLMSPELL_KERNEL_PORT?); it is ignored',
      'environment: warning: unknown variable LLMSPELL_XYZZY; it is ignored',
    ]);
    expect(await findings({ LLMSPELL_KERNEL_PORT: 'high' })).toEqual(['environment: error: LLMSPELL_KERNEL_PORT: kernel.port: expected number, received string']);
  });
});

describe('profiles', () => {
  it('are composed; later ones count more', async () => {
    const { config } = await load({}, { profile: 'bases/cli, envs/dev,envs/perf' });
    expect(config.logging.level).toBe('error');
    expect(config.debug.level).toBe('error');
  });

  it('are named by LLMSPELL_PROFILE, and -p comes before it', async () => {
    expect((await load({ LLMSPELL_PROFILE: 'envs/perf' })).config.logging.level).toBe('error');
    expect((await load({ LLMSPELL_PROFILE: 'envs/perf' }, { profile: 'envs/dev' })).config.logging.level).toBe('info');
  });

  it('are files of the user or the project, which may extend others', async () => {
    const base = file('home/.llmspell/profiles/base.toml', '[profile]\ndescription = "x"\nextends = "envs/perf"\n[kernel]\nport = 1\nip = "::1"\n');
    const mine = file('project/.llmspell/profiles/team/mine.toml', '[profile]\nextends = ["base"]\n\n[kernel]\nport = 2\n');
    const loaded = await load({}, { profile: 'team/mine' });
    expect(loaded.config.kernel).toMatchObject({ port: 2, ip: '::1' });
    expect(loaded.config.logging.level).toBe('error');
    expect(loaded.config.file).toBeUndefined();
    expect(loaded.config.raw['profile']).toBeUndefined();
    expect(origin(loaded, 'kernel.port')).toBe(`${mine}:5`);
    expect(origin(loaded, 'kernel.ip')).toBe(`${base}:6`);
    expect([...loaded.files].sort()).toEqual([base, mine].sort());
  });

  it('of the user come before built-in ones of the same name', async () => {
    file('project/.llmspell/profiles/minimal.toml', '[kernel]\nport = 5\n');
    expect((await load({}, { profile: 'minimal' })).config.kernel.port).toBe(5);
  });

  it('are extended by configuration files, by path too', async () => {
    file('project/shared/team.toml', '[kernel]\nport = 5\n');
    file('project/llmspell.toml', '[profile]\nextends = ["envs/dev", "shared/team.toml"]\n[kernel]\nip = "::1"\n');
    const { config } = await load();
    expect(config.kernel).toMatchObject({ port: 5, ip: '::1' });
    expect(config.logging.level).toBe('info');
  });

  it('that are not there are refused with the nearest name', async () => {
    await expect(load({}, { profile: 'developmen' })).rejects.toThrow(UnknownProfileError);
    await expect(load({}, { profile: 'developmen' })).rejects.toThrow(/^command line: error: unknown profile "developmen" \(did you mean "development"\?\)/);
    await expect(load({ LLMSPELL_PROFILE: 'rag-dev' })).rejects.toThrow('LLMSPELL_PROFILE: error: the profile "rag-dev" is for RAG, which this version does not have');
    await expect(load({}, { profile: '../../etc/x' })).rejects.toThrow(/unknown profile/);
    const path = file('project/llmspell.toml', '[profile]\nname = "x"\nextends = "bases/cil"\n');
    expect(await findings()).toEqual([expect.stringMatching(`^${path}:3: error: unknown profile "bases/cil" \\(did you mean "bases/cli"\\?\\)`)]);
  });

  it('do not go in circles', async () => {
    const a = file('project/.llmspell/profiles/a.toml', '[profile]\nextends = "b"\n');
    const b = file('project/.llmspell/profiles/b.toml', '[profile]\nextends = "a"\n');
    await expect(load({}, { profile: 'a' })).rejects.toThrow(`${b}:2: error: profiles extend each other in a circle: ${a} > ${b} > ${a}`);
  });
});

describe('what has no effect', () => {
  it('is told as a notice, once for a table', async () => {
    const path = file('project/llmspell.toml', '[fleet]\nmax_kernels = 3\nauto_spawn = true\n[kernel]\nport = 1\nmax_clients = 2\n[engines.lua]\ntimeout_ms = 3\n');
    const { notices, warnings } = await load();
    expect(warnings).toEqual([]);
    expect(notices.map(formatProblem)).toEqual([
      `${path}:1: notice: [fleet] (max_kernels, auto_spawn) is understood, but has no effect in this version`,
      `${path}:6: notice: kernel.max_clients is understood, but has no effect in this version`,
      `${path}:7: notice: [engines] (lua) is understood, but has no effect in this version: use kernel.max_execution_time_secs for engines.lua.timeout_ms`,
    ]);
  });
});
