import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config/index.ts';
import type { HostValue, JsonText } from '../../common/values.ts';
import { configWith, context, testHost, type TestHost } from '../testing.ts';

type Table = Record<string, HostValue>;
interface Answer extends Table {
  readonly success: boolean;
  readonly result: Table;
  readonly error: { readonly code: string; readonly message: string };
}

let root: string;
let t: TestHost;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-file-tools-')));
  for (const folder of ['allowed', 'outside']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'outside/secret'), 'secret');
  use({});
});
afterEach(async () => {
  await t.host.close();
  rmSync(root, { recursive: true });
});

function use(files: Partial<Config['tools']['fileOperations']>, system: Partial<Config['tools']['system']> = {}): void {
  const config = configWith([], [join(root, 'allowed')]);
  t = testHost({ config: { ...config, tools: { ...config.tools, fileOperations: { ...config.tools.fileOperations, ...files }, system: { ...config.tools.system, ...system } } } });
}

async function execute(name: string, params: HostValue): Promise<Answer> {
  const [answer] = (await t.call('Tool.execute', [name, params], { context: context({ cwd: join(root, 'allowed'), env: { PATH: process.env['PATH'] ?? '' } }) })) as [JsonText];
  return { ...(JSON.parse(answer.$json) as Answer), ...answer.with };
}
const files = (operation: string, params: Table = {}): Promise<Answer> => execute('file-operations', { operation, ...params });
const put = (path: string, content: string | Uint8Array = 'x'): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
};
const content = (path: string): string => readFileSync(join(root, path), 'utf8');
const text = (answer: Answer): string => (typeof answer['text'] === 'string' ? answer['text'] : Buffer.from(answer['text'] as Uint8Array).toString('latin1'));
const SETTINGS = 'under [tools.file_operations] in /conf/llmspell.toml';

describe('file-operations', () => {
  it('writes, appends and reads', async () => {
    expect(await files('write', { path: 'a/b/c.txt', input: 'one' })).toMatchObject({ operation: 'write', success: true, message: 'Wrote 3 bytes to a/b/c.txt', result: { path: 'a/b/c.txt', bytes_written: 3 }, text: 'Wrote 3 bytes to a/b/c.txt' });
    expect(await files('append', { path: 'a/b/c.txt', content: ' two' })).toMatchObject({ success: true });
    const read = await files('read', { path: 'a/b/c.txt' });
    expect(read).toMatchObject({ success: true, result: { path: 'a/b/c.txt', content: 'one two', encoding: 'text', size: 7 } });
    expect(text(read)).toBe('one two');
    expect(readdirSync(join(root, 'allowed/a/b'))).toEqual(['c.txt']);
  });

  it('takes and gives any bytes', async () => {
    const bytes = Buffer.from([0, 255, 254, 10]);
    expect(await files('write', { path: 'raw', input: bytes.toString('base64'), encoding: 'base64' })).toMatchObject({ success: true });
    const read = await files('read', { path: 'raw' });
    expect(read.result).toMatchObject({ content: bytes.toString('base64'), encoding: 'base64' });
    expect(text(read)).toBe(bytes.toString('latin1'));
  });

  it('replaces a file as a whole, with its mode, and what a symlink leads to', async () => {
    put('allowed/target', 'old');
    const { ino } = statSync(join(root, 'allowed/target'));
    symlinkSync('target', join(root, 'allowed/link'));
    expect(await files('write', { path: 'link', input: 'new' })).toMatchObject({ success: true });
    expect(content('allowed/target')).toBe('new');
    expect(statSync(join(root, 'allowed/target')).ino).not.toBe(ino);
    use({ atomicWrites: false });
    const before = statSync(join(root, 'allowed/target')).ino;
    await files('write', { path: 'link', input: 'newer' });
    expect([content('allowed/target'), statSync(join(root, 'allowed/target')).ino]).toEqual(['newer', before]);
  });

  it('makes and lists folders', async () => {
    put('allowed/d/e/f', '12345');
    expect(await files('mkdir', { path: 'd/new/er' })).toMatchObject({ operation: 'create_dir', success: true, message: 'Created directory: d/new/er' });
    expect((await files('ls', { path: 'd' })).result).toEqual({ path: 'd', count: 2, entries: [{ name: 'e', path: 'd/e', type: 'directory' }, { name: 'new', path: 'd/new', type: 'directory' }] });
    expect(((await files('list_dir', { path: '.', recursive: true })).result['entries'] as Table[]).map(({ path }) => path)).toEqual(['d', 'd/e', 'd/e/f', 'd/new', 'd/new/er']);
  });

  it('copies, moves and deletes', async () => {
    put('allowed/from/a/b', 'content');
    symlinkSync('../outside', join(root, 'allowed/from/away'));
    expect(await files('cp', { source_path: 'from', target_path: 'to', recursive: true })).toMatchObject({ success: true, message: 'Copied from to to', result: { size: 7 } });
    expect([content('allowed/to/a/b'), existsSync(join(root, 'allowed/to/away'))]).toEqual(['content', false]);
    await expect(files('copy', { source_path: 'from', target_path: 'other' })).rejects.toThrow('from: is a folder: give recursive = true');
    expect(await files('move', { path: 'to/a/b', target_path: 'deep/er/b' })).toMatchObject({ success: true });
    expect(content('allowed/deep/er/b')).toBe('content');
    expect(await files('delete', { path: 'from' })).toMatchObject({ success: false, error: { code: 'ENOTEMPTY', message: 'File operation error: from: Directory not empty' } });
    expect(await files('delete', { path: 'from', recursive: true })).toMatchObject({ success: true, message: 'Deleted file: from' });
    expect([existsSync(join(root, 'allowed/from')), content('outside/secret')]).toEqual([false, 'secret']);
  });

  it('tells what there is', async () => {
    put('allowed/x', '123');
    expect((await files('exists', { path: 'x' })).result).toEqual({ path: 'x', exists: true });
    expect(await files('exists', { path: 'y' })).toMatchObject({ success: true, message: 'Path y does not exist', result: { exists: false } });
    expect((await files('stat', { path: 'x' })).result).toMatchObject({ type: 'file', size: 3, is_file: true, is_dir: false, is_symlink: false, modified: expect.stringMatching(/^\d{4}-.*Z$/) as string });
    expect(await files('metadata', { path: 'y' })).toMatchObject({ success: false, error: { code: 'ENOENT', message: 'File operation error: y: No such file or directory' } });
    expect(await files('read', { path: 'y' })).toMatchObject({ success: false, error: { code: 'ENOENT' } });
  });

  it.each<[string, Table, string]>([
    ['read', { path: '../outside/secret' }, '../outside/secret: may not be read: add its folder to allowed_paths'],
    ['write', { path: '../outside/new/file', input: '' }, '../outside/new/file: may not be written: add its folder to allowed_paths'],
    ['append', { path: '../outside/secret', input: '' }, '../outside/secret: may not be written'],
    ['delete', { path: '../outside/secret' }, '../outside/secret: may not be changed'],
    ['exists', { path: '../outside/nothing' }, '../outside/nothing: may not be read'],
    ['list_dir', { path: '..' }, '..: may not be read'],
    ['mkdir', { path: '../outside/new' }, '../outside/new: may not be written'],
    ['copy', { source_path: '../outside/secret', target_path: 'x' }, '../outside/secret: may not be read'],
    ['copy', { source_path: 'mine', target_path: '../outside/x' }, '../outside/x: may not be written'],
    ['move', { source_path: 'mine', target_path: '../outside/x' }, '../outside/x: may not be written'],
    ['move', { source_path: '../outside/secret', target_path: 'x' }, '../outside/secret: may not be read'],
    ['write', { path: 'x.exe', input: '' }, 'x.exe: files that end in .exe may not be used: take "exe" out of blocked_extensions'],
    ['move', { source_path: 'mine', target_path: 'x.SO' }, 'x.SO: files that end in .so may not be used'],
  ])('refuses to %s %j', async (operation, params, message) => {
    put('allowed/mine', 'mine');
    await expect(files(operation, params)).rejects.toThrow(message);
    expect([readdirSync(join(root, 'outside')), content('outside/secret'), content('allowed/mine')]).toEqual([['secret'], 'secret', 'mine']);
  });

  it('keeps to sizes, depths and extensions', async () => {
    use({ maxFileBytes: 10, maxDepth: 2, allowedExtensions: ['txt'] });
    await expect(files('write', { path: 'a.txt', input: 'x'.repeat(11) })).rejects.toThrow(`a.txt: would be 11 bytes, at most 10 are allowed: raise max_file_size ${SETTINGS}`);
    await files('write', { path: 'a.txt', input: '12345678' });
    await expect(files('append', { path: 'a.txt', input: 'xyz' })).rejects.toThrow('would be 11 bytes');
    put('allowed/large.txt', 'x'.repeat(11));
    await expect(files('read', { path: 'large.txt' })).rejects.toThrow('raise max_file_size');
    await expect(files('copy', { path: 'large.txt', target_path: 'b.txt' })).rejects.toThrow('raise max_file_size');
    await expect(files('write', { path: 'a.md', input: '' })).rejects.toThrow('add "md" to allowed_extensions');
    put('allowed/1/2/3/x.txt');
    await expect(files('list_dir', { path: '.', recursive: true })).rejects.toThrow(`1/2: lies more than 2 folders deep: raise max_depth ${SETTINGS}`);
    await expect(files('delete', { path: '1', recursive: true })).rejects.toThrow('raise max_depth');
    expect(readdirSync(join(root, 'allowed')).sort()).toEqual(['1', 'a.txt', 'large.txt']);
    use({ enabled: false });
    await expect(files('exists', { path: 'a.txt' })).rejects.toThrow(`file-operations: the file tools are switched off: set enabled = true ${SETTINGS}`);
  });

  it.each<[HostValue, string]>([
    [{ operation: 'reed', path: 'x' }, '"reed" is not known (did you mean "read"?)'],
    [{ operation: 'read' }, 'parameter "path" is missing (string expected by operation "read")'],
    [{ operation: 'write', path: 'x' }, 'parameter "input" is missing'],
    [{ operation: 'write', path: 'x', input: 'a', content: 'b' }, 'input and content are one parameter and differ'],
    [{ operation: 'move', path: 'x' }, 'parameter "target_path" is missing'],
  ])('refuses %j', async (params, message) => {
    await expect(execute('file-operations', params)).rejects.toThrow(message);
  });
});

describe.skipIf(process.platform === 'win32')('process-executor', () => {
  const allowed = { allowProcessExecution: true, allowedCommands: ['sh', 'echo', 'cat', 'pwd'] };
  const run = (params: Table): Promise<Answer> => execute('process-executor', params);

  it('answers what a program wrote and how it ended', async () => {
    use({}, allowed);
    expect(await run({ executable: 'echo', arguments: ['a b', ';', 1] })).toMatchObject({
      operation: 'execute', success: true, result: { executable: 'echo', arguments: ['a b', ';', '1'], exit_code: 0, success: true, stdout: 'a b ; 1\n', stderr: '', timed_out: false, truncated: false },
    });
    expect(await run({ command: 'echo x; echo y >&2; exit 3' })).toMatchObject({ success: false, error: { code: 'exit_status', message: 'echo x; echo y >&2; exit 3 ended with exit code 3' }, result: { exit_code: 3, success: false, stdout: 'x\n', stderr: 'y\n' } });
    expect(await run({ command: 'kill -9 $$' })).toMatchObject({ success: false, result: { signal: 9 } });
    expect(await run({ executable: 'cat', arguments: {}, input: 'given' })).toMatchObject({ result: { stdout: 'given' } });
  });

  it('runs in an allowed folder, with allowed variables', async () => {
    use({}, { ...allowed, allowedEnvVars: ['GREETING'] });
    mkdirSync(join(root, 'allowed/here'));
    expect((await run({ executable: 'pwd' })).result['stdout']).toBe(`${root}/allowed\n`);
    expect((await run({ executable: 'pwd', working_directory: 'here' })).result['stdout']).toBe(`${root}/allowed/here\n`);
    expect((await run({ command: 'echo $GREETING', environment: { GREETING: 'hello' } })).result['stdout']).toBe('hello\n');
    await expect(run({ executable: 'pwd', working_directory: '../outside' })).rejects.toThrow('../outside: may not be read: add its folder to allowed_paths');
    await expect(run({ executable: 'pwd', working_directory: 'nowhere' })).rejects.toThrow('nowhere is no folder');
    await expect(run({ executable: 'pwd', environment: { LD_PRELOAD: '/tmp/x.so' } })).rejects.toThrow('LD_PRELOAD: may not be set for a program: add "LD_PRELOAD" to allowed_env_vars under [tools.system] in /conf/llmspell.toml');
  });

  it('keeps to sizes and times', async () => {
    use({}, { ...allowed, maxOutputBytes: 5, commandTimeoutSeconds: 0.2 });
    expect(await run({ executable: 'echo', arguments: ['123456789'] })).toMatchObject({ success: true, result: { stdout: '12345', truncated: true } });
    expect(await run({ command: 'echo out; sleep 100' })).toMatchObject({ success: false, error: { code: 'time_limit', message: expect.stringContaining('raise command_timeout_seconds under [tools.system]') as string }, result: { timed_out: true, stdout: 'out\n' } });
  });

  it.each<[Table, string]>([
    [{ executable: 'rm', arguments: ['x'] }, 'rm x: "rm" is not among the allowed commands: add "rm" to allowed_commands under [tools.system]'],
    [{}, 'give "executable" with "arguments", or "command"'],
    [{ executable: 'echo', arguments: [{}] }, 'parameter "arguments": element 1: string expected, got object'],
  ])('refuses %j', async (params, message) => {
    use({}, { ...allowed, allowedCommands: ['echo'] });
    await expect(run(params)).rejects.toThrow(message);
  });

  it('is off unless it is allowed', async () => {
    await expect(run({ executable: 'echo' })).rejects.toThrow('echo: programs may not be started: set allow_process_execution = true');
  });
});

describe('what is refused', () => {
  const codeOf = async (name: string, params: Table): Promise<unknown> => {
    await expect(execute(name, params)).rejects.toThrow();
    return t.events.findLast(({ event_type: type }) => type === 'tool.error')!.data['code'];
  };

  it('has a code that says what was asked for', async () => {
    use({}, { allowProcessExecution: true, allowedCommands: ['echo'], allowedEnvVars: ['A'] });
    expect(await codeOf('file-operations', { operation: 'read', path: '../outside/secret' })).toBe('path_not_allowed');
    expect(await codeOf('process-executor', { executable: 'ls' })).toBe('process_not_allowed');
    expect(await codeOf('process-executor', { executable: 'echo', environment: { B: '1' } })).toBe('variable_not_allowed');
    expect(await codeOf('process-executor', { executable: 'echo', working_directory: '../outside' })).toBe('path_not_allowed');
    use({ enabled: false });
    expect(await codeOf('file-operations', { operation: 'read', path: 'a' })).toBe('tool_not_allowed');
  });

  it('is more calls in a minute than are allowed, by all scripts together', async () => {
    const config = configWith([]);
    t = testHost({ config: { ...config, tools: { ...config.tools, callsPerMinute: 2 } } });
    const add = () => execute('calculator', { operation: 'add', a: 1, b: 2 });
    await add();
    await add();
    await expect(add()).rejects.toThrow(/^calculator: 2 calls of tools in the last minute, the next may be in \d+ s: raise rate_limit_per_minute under \[tools\] in \/conf\/llmspell\.toml$/);
    expect(await codeOf('calculator', { operation: 'add', a: 1, b: 2 })).toBe('rate_limited');
  });
});
