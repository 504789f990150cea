import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, Sandbox } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const run = (...args: string[]) => box.llmspell(...args).ended;

describe('llmspell config init', () => {
  it('writes a file that validates clean, for its owner only', async () => {
    const { code, stdout } = await run('config', 'init');
    const file = join(box.folder, 'llmspell.toml');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}: written\n` });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run('validate')).toMatchObject({ code: 0, stdout: `${file}: ok\n`, stderr: '' });
  });

  it('leaves a file that is there, unless it is forced', async () => {
    const file = box.file('mine.toml', '# mine\n');
    const refused = await run('config', 'init', '-o', 'mine.toml');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(`error: ${file} is already there: --force replaces it, -o FILE writes another one\n`);
    expect(readFileSync(file, 'utf8')).toBe('# mine\n');
    expect((await run('config', 'init', '-f', '-o', 'mine.toml')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^# Configuration of llmspell/);
  });

  it('stands on a profile that is there', async () => {
    expect(await run('config', 'init', '-p', 'developmen')).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(box.folder, 'llmspell.toml'))).toBe(false);
    expect((await run('config', 'init', '-p', 'development', '--output', 'new/x.toml')).code).toBe(0);
    expect(readFileSync(join(box.folder, 'new/x.toml'), 'utf8')).toMatch(/^extends = \["development"\]$/m);
  });
});

describe('llmspell config show', () => {
  it('tells values with their origin, and no secret', async () => {
    const file = box.file('llmspell.toml', '[kernel]\nport = 1\n[providers.openai]\napi_key = "sk-planted-1"\n');
    const { code, stdout, stderr } = await box.start(CLI, ['-p', 'envs/dev', 'config', 'show'], { LLMSPELL_KERNEL_IP: '::1' }).ended;
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).not.toContain('planted');
    expect(stdout).toMatch(new RegExp(`^\\[kernel\\]\nport = 1 +# ${file}:2\nip = "::1" +# LLMSPELL_KERNEL_IP\nmax_execution_time_secs = 0 +# default$`, 'm'));
    expect(stdout).toMatch(/^log_level = "info" +# profile envs\/dev$/m);
    expect(stdout).toMatch(/^api_key = "\[redacted\]" +# .*:4$/m);
  });

  it('shows one section, as TOML or JSON', async () => {
    box.file('llmspell.toml', '[kernel]\nport = 1\n');
    expect((await run('config', 'show', 'kernel.limits')).stdout).toMatch(/^\[kernel.limits\]\nmax_memory_mb = 512 {2}# default\n/);
    expect(JSON.parse((await run('config', 'show', 'kernel.port', '--format', 'json')).stdout)).toEqual({ kernel: { port: 1 } });
    const whole = JSON.parse((await run('config', 'show', 'kernel', '--output', 'json')).stdout) as Record<string, Record<string, unknown>>;
    expect(whole).toMatchObject({ status: 'success', file: join(box.folder, 'llmspell.toml'), config: { kernel: { port: 1, ip: '127.0.0.1' } } });
    expect(whole['origins']!['kernel.port']).toBe(`${join(box.folder, 'llmspell.toml')}:2`);
    expect(whole['origins']!['kernel.ip']).toBe('default');
  });

  it('refuses a section that is not known', async () => {
    expect(await run('config', 'show', 'kernl')).toMatchObject({ code: 1, stderr: 'error: there is nothing under "kernl" in the configuration (did you mean "kernel"?)\n' });
  });
});

describe('llmspell config validate', () => {
  it('tells every finding with its line, and what has no effect', async () => {
    const file = box.file('c.toml', '[kernel]\nprot = 1\n[fleet]\nmax_kernels = 2\n');
    for (const args of [['config', 'validate', '--file', 'c.toml'], ['config', 'validate', '-f', 'c.toml'], ['validate', '-c', 'c.toml'], ['-c', 'c.toml', 'validate'], ['-c', 'c.toml', 'config', 'validate']]) {
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}: ok\n` });
      expect(stderr).toBe(
        `${file}:2: warning: unknown key "kernel.prot" (did you mean "port"?); it is ignored\n${file}:3: notice: [fleet] (max_kernels) is understood, but has no effect in this version\n`,
      );
    }
  });

  it('fails for what cannot be used', async () => {
    const file = box.file('c.toml', '[kernel]\nport = "high"\n[state]\nbackend = "redis"\n');
    const { code, stdout } = await run('config', 'validate', '--file', 'c.toml', '--output', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', file, problems: [{ severity: 'error', file, line: 2 }, { severity: 'error', file, line: 4 }] });
    box.file('c.toml', '[state]\nbackend = "redis"\n');
    expect((await run('config', 'validate', '--file', 'c.toml')).stderr).toMatch(/c.toml:2: error: .*"redis" is not in this version/);
  });
});

describe('profiles', () => {
  it('are listed, with the own ones first', async () => {
    const file = box.file('.llmspell/profiles/team.toml', '[profile]\ndescription = "Our own."\n[kernel]\nport = 5\n');
    const { profiles } = JSON.parse((await run('config', 'list-profiles', '--output', 'json')).stdout) as { profiles: { name: string }[] };
    expect(profiles[0]).toEqual({ name: 'team', description: 'Our own.', source: file });
    expect(profiles.map(({ name }) => name)).toEqual(expect.arrayContaining(['minimal', 'development', 'providers', 'state', 'sessions', 'ollama', 'bases/cli', 'backends/memory']));
    expect((await run('config', 'list-profiles', '-d')).stdout).toMatch(/^team +Our own\. \(.*team\.toml\)\n {4}\[profile\]/);
  });

  it('hold for scripts', async () => {
    box.file('slow.lua', 'while true do end');
    box.file('.llmspell/profiles/short.toml', '[kernel]\nmax_execution_time_secs = 0.2\n');
    const { code, stderr } = await run('run', '-p', 'short', 'slow.lua');
    expect(code).toBe(1);
    expect(stderr).toMatch(/max_execution_time_secs/);
  });

  it('say nothing on stderr of a script that succeeds, also where keys have no effect', async () => {
    box.file('hello.lua', 'print("hello")');
    box.file('llmspell.toml', '[fleet]\nmax_kernels = 2\n[engines.lua]\ntimeout_ms = 1\n');
    expect(await run('-p', 'daemon-prod', 'run', 'hello.lua')).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });
});

describe('a run loads what it uses', () => {
  /** The text of all our files that were loaded. */
  const loaded = async (code: string, ...args: string[]): Promise<string> => {
    const script = box.file('hello.lua', code);
    const folder = mkdtempSync(join(box.folder, 'coverage-'));
    expect((await box.start(CLI, [...args, 'run', script], { NODE_V8_COVERAGE: folder }).ended).code).toBe(0);
    const urls = readdirSync(folder).flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] }).result.map(({ url }) => url));
    return [...new Set(urls)].filter((url) => url.startsWith('file:')).map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('');
  };
  const areasIn = (text: string): string[] => [...text.matchAll(/var (\w+)Functions = (?:asHostFunctions|\{)/g)].map(([, area]) => area!);

  it('neither the schema nor the TOML parser without configuration', async () => {
    expect(await loaded('print("hello")')).not.toMatch(/unrecognized_keys|Invalid TOML document/);
    expect(await loaded('print("hello")', '-p', 'minimal')).toMatch(/Invalid TOML document/);
  });

  it('of the host functions, the areas that the script calls', async () => {
    expect(areasIn(await loaded('print("hello")'))).toEqual([]);
    expect(areasIn(await loaded('print(Agent.list())'))).toEqual(['agent']);
  });
});

it('llmspell config schema gives a JSON schema', async () => {
  expect(JSON.parse((await run('config', 'schema')).stdout)).toMatchObject({ title: 'llmspell.toml', type: 'object' });
  expect((await run('config', 'schema', '-o', 's.json')).stdout).toMatch(/#:schema \.\/s\.json/);
  expect(JSON.parse(readFileSync(join(box.folder, 's.json'), 'utf8'))).toHaveProperty('properties.kernel');
});
