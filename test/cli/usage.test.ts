import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

describe('llmspell', () => {
  it.each([
    [['rnu', 'x.lua'], /unknown command "rnu" \(did you mean "run"\?\): `llmspell` has run, exec, .*version\. `llmspell --help` tells what they do/],
    [['kernel', 'strat'], /unknown command "strat" \(did you mean "start"\?\): `llmspell kernel` has start, stop, list, status, version\./],
    [['keys', 'set', 'openai'], /unknown command "set": `llmspell keys` has add, list, remove\./],
    [['state', 'list'], /unknown command "list": `llmspell state` has /],
    [['config', 'get', 'kernel.port'], /unknown command "get": `llmspell config` has init, show, /],
    [['run', '--tarce', 'debug', 'x.lua'], /unknown option "--tarce" \(did you mean "--trace"\?\)/],
    [['--otput', 'json', 'version'], /unknown option "--otput" \(did you mean "--output"\?\)/],
    [['--output', 'jsn', 'version'], /Use one of text, json, pretty \(did you mean "json"\?\)/],
    [['kernel', 'start', '--port', 'high'], /Use a number from 0 to 65527/],
    [['run'], /missing required argument 'file'/],
    [['run', 'x.lua', '--profile', 'developmen'], /unknown profile "developmen" \(did you mean "development"\?\)/],
    [['-p', 'rag-dev', 'exec', 'x()'], /the profile "rag-dev" is for RAG, which this version does not have/],
    [['run', 'x.lua', '--trace'], /option "--trace <level>" has no value\. `llmspell run --help`/],
    [['run', 'x.lua', '--trace', 'debgu'], /unknown log level "debgu" \(did you mean "debug"\?\)/],
    [['kernel', 'start', '--jupyter'], /unknown option "--jupyter"\. `llmspell kernel start --help` lists the options/],
    [['exec', '-5'], /a CODE that begins with "-" stands after "--"/],
  ])('%j is wrong usage, with what was meant', async (args, message) => {
    const { code, stdout, stderr } = await box.llmspell(...args).ended;
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it.each([
    [['--output', 'json', 'rnu'], expect.stringContaining('unknown command "rnu" (did you mean "run"?)') as string],
    [['run', '--tarce', 'x', '--output=json'], expect.stringContaining('unknown option "--tarce"') as string],
    [['kernel', '--output', 'json'], expect.stringContaining('no command was given') as string],
  ])('%j is told as a JSON document too', async (args, error) => {
    const { code, stdout } = await box.llmspell(...args).ended;
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ status: 'error', error });
  });

  it('leaves what stands after -- to the script when it fails', async () => {
    const { stdout } = await box.llmspell('run', '--nope', 'x.lua', '--', '--output', 'json').ended;
    expect(stdout).toBe('');
  });

  it.each([
    [['repl']],
    [['debug', 'x.lua', '--break-at', '1']],
    [['kernel', 'install-service', '--dry-run']],
    [['tool', 'list', '--output', 'json']],
    [['run', 'x.lua', '--connect', 'tcp://127.0.0.1:1']],
  ])('%j is not there yet, and says so', async (args) => {
    const { code, stderr } = await box.llmspell(...args).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/not in this version/);
  });

  it('takes global options before and after the command', async () => {
    const before = await box.llmspell('--output', 'json', 'version').ended;
    const after = await box.llmspell('version', '--output=json').ended;
    expect(before.stdout).toBe(after.stdout);
    expect(JSON.parse(before.stdout)).toMatchObject({ status: 'success', version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string });
  });

  it('prints its version', async () => {
    const long = await box.llmspell('version').ended;
    const short = await box.llmspell('-V').ended;
    expect(long.stdout).toMatch(/^llmspell \d+\.\d+\.\d+\n$/);
    expect(short.stdout).toBe(long.stdout);
  });

  it.each([[[]], [['run']], [['exec']], [['dap']], [['lsp']], [['kernel', 'start']], [['kernel', 'stop']], [['kernel', 'list']], [['kernel', 'status']], [['validate']], [['version']]])('helps with %j by an example', async (command) => {
    const { code, stdout } = await box.llmspell(...command, '--help').ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/Example/);
  });
});

describe('llmspell validate', () => {
  it('accepts a good file, and one with warnings', async () => {
    const good = box.file('good.toml', '[kernel]\nport = 1\n');
    const ended = await box.llmspell('validate', '-c', good).ended;
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, `${good}: ok\n`, '']);
    const odd = box.file('odd.toml', '[kernel]\nprot = 1\n');
    const warned = await box.llmspell('-c', odd, 'validate').ended;
    expect(warned.code).toBe(0);
    expect(warned.stderr).toMatch(/odd\.toml:2: warning: unknown key/);
  });

  it('refuses wrong types and broken TOML, with the line', async () => {
    const { code, stdout } = await box.llmspell('validate', '--output', 'json', '-c', box.file('bad.toml', '\n[kernel]\nport = "x"\n')).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', problems: [{ severity: 'error', line: 3 }] });
    expect((await box.llmspell('validate', '-c', box.file('broken.toml', 'a = \n')).ended).stderr).toMatch(/broken\.toml:1: error: broken TOML/);
  });

  it('tells everything in one round, each with its line', async () => {
    const text = ['[providers.openai]', 'name = "openai"', 'provider_type = "opnai"', '[providers.other]', 'provider_type = 5', '[providers.third]', 'name = "openai"', '[logging]', 'level = "loud"', '[kernel]', 'max_execution_time_secs = "ten"', '[tools.file_operations]', 'allowed_paths = "/tmp"', ''].join('\n');
    const { code, stdout } = await box.llmspell('validate', '--output', 'json', '-c', box.file('many.toml', text)).ended;
    expect(code).toBe(1);
    const { problems } = JSON.parse(stdout) as { problems: { line: number; message: string }[] };
    expect(problems.map(({ line, message }) => `${line} ${message.split(/[:(]/, 1)[0]!.trim()}`)).toEqual([
      '3 unknown provider_type "opnai"',
      '5 providers.other.provider_type',
      '7 "name" is taken as the provider\'s type',
      '9 unknown log level "loud"',
      '11 kernel.max_execution_time_secs',
      '13 tools.file_operations.allowed_paths',
    ]);
  });

  it('names the key that is there twice, also where it stood before', async () => {
    const said = async (text: string): Promise<string> => (await box.llmspell('validate', '-c', box.file('twice.toml', text)).ended).stderr;
    expect(await said('[tools.system]\n[kernel]\nport = 1\n[tools.system]\n')).toMatch(/twice\.toml:4: error: broken TOML: .* \(tools\.system, which is in line 1 too\)\n/);
    expect(await said('[kernel]\nport = 1\nport = 2\n')).toMatch(/twice\.toml:3: error: broken TOML: .* \(kernel\.port, which is in line 2 too\)\n/);
  });

  it('warns of allowed folders that are not there; a run does not', async () => {
    const file = box.file('folders.toml', '[tools.file_operations]\nallowed_paths = ["/tmp", "/nonexistent/zz"]\n');
    const validated = await box.llmspell('validate', '-c', file).ended;
    expect([validated.code, validated.stderr]).toEqual([0, `${file}:2: warning: tools.file_operations.allowed_paths: there is no folder "/nonexistent/zz"\n`]);
    expect((await box.llmspell('exec', '-c', file, '1').ended).stderr).toBe('');
  });
});
