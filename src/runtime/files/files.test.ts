import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedFile, SourceText, SystemCallName, SystemCalls, SystemResult } from '../../common/system-calls.ts';
import { defaultConfig, type Config } from '../../base/config/index.ts';
import { initialModulePath } from '../../base/module-path.ts';
import { MAX_OPEN_FILES } from './open-files.ts';
import { configWith, context, testHost, type TestHost } from '../testing.ts';

let root: string;
let t: TestHost;
let changes: Parameters<typeof context>[0];

/** root/{allowed,script,cwd,outside}: the script lies in `script`, runs in `cwd`, and may use `allowed`. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-files-')));
  for (const folder of ['allowed', 'script', 'cwd', 'outside']) mkdirSync(join(root, folder));
  t = testHost({ config: configWith([], [join(root, 'allowed')]) });
  changes = { cwd: join(root, 'cwd'), scriptPath: join(root, 'script', 'main.lua') };
});
afterEach(async () => {
  await t.host.close();
  rmSync(root, { recursive: true });
});

const put = (path: string, content = 'x'): string => {
  writeFileSync(join(root, path), content);
  return join(root, path);
};
const call = async <Name extends SystemCallName>(name: Name, ...args: SystemCalls[Name][0]): Promise<SystemCalls[Name][1]> =>
  (await t.call(name, args, { context: context(changes) }))[0] as SystemCalls[Name][1];
const value = <T>(result: SystemResult<T>): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

describe('open files', () => {
  it('writes, reads at positions, and closes', async () => {
    const path = join(root, 'allowed', 'a.txt');
    const { id, seekable } = value<OpenedFile>(await call('$file.open', path, 'w+'));
    expect(seekable).toBe(true);
    value(await call('$file.write', id, 0, bytes('hello world')));
    value(await call('$file.write', id, 6, bytes('there')));
    expect(text(value(await call('$file.read', id, 6, 100)))).toBe('there');
    expect(value(await call('$file.read', id, 11, 100))).toHaveLength(0);
    expect(value(await call('$file.size', id))).toBe(11);
    value(await call('$file.close', id));
    await expect(call('$file.read', id, 0, 1)).rejects.toThrow('closed file');
    expect(readFileSync(path, 'utf8')).toBe('hello there');
  });

  it('appends whatever the position', async () => {
    const path = put('allowed/log', 'one');
    const { id } = value<OpenedFile>(await call('$file.open', path, 'ab'));
    value(await call('$file.write', id, 0, bytes('two')));
    expect(readFileSync(path, 'utf8')).toBe('onetwo');
  });

  it('reports what the system says, as Lua does', async () => {
    expect(await call('$file.open', join(root, 'allowed', 'nothing'), 'r')).toEqual({ ok: false, message: `${join(root, 'allowed', 'nothing')}: No such file or directory`, code: 2 });
  });

  it('bounds what a script holds open, and says what to do', async () => {
    const path = put('allowed/many');
    for (let i = 0; i < MAX_OPEN_FILES; i++) value(await call('$file.open', path, 'r'));
    const message = `${path}: Too many open files: this script has ${MAX_OPEN_FILES} open; close each with file:close() when you are done with it`;
    expect(await call('$file.open', path, 'r')).toEqual({ ok: false, code: 24, message });
    t.host.endSession('session-1');
    value(await call('$file.open', path, 'r'));
  });

  it('refuses names that the system would cut', async () => {
    expect(await call('$file.open', `${root}/allowed/a\0b`, 'w')).toMatchObject({ ok: false, message: `${root}/allowed/a\\0b: a path cannot hold a zero byte` });
    expect(existsSync(join(root, 'allowed', 'a'))).toBe(false);
  });

  it('closes what a session left open', async () => {
    const { id } = value<OpenedFile>(await call('$file.open', put('allowed/x'), 'r'));
    t.host.endSession('session-1');
    await expect(call('$file.size', id)).rejects.toThrow('closed file');
  });
});

describe('the file policy', () => {
  const refusal = (path: string, verb: string) => ({ ok: false, code: 13, message: `${path}: may not be ${verb}: add its folder to allowed_paths under [tools.file_operations] in /conf/llmspell.toml` });

  it('refuses what is outside, naming path and key', async () => {
    const outside = put('outside/secret');
    expect(await call('$file.open', outside, 'r')).toEqual(refusal(outside, 'read'));
    expect(await call('$file.open', outside, 'w')).toEqual(refusal(outside, 'written'));
    expect(await call('$file.remove', outside)).toEqual(refusal(outside, 'changed'));
    expect(await call('$file.rename', put('allowed/a'), join(root, 'outside', 'b'))).toEqual(refusal(join(root, 'outside', 'b'), 'written'));
    expect(readFileSync(outside, 'utf8')).toBe('x');
  });

  it.skipIf(process.platform !== 'linux')('names no folder where none would help', async () => {
    const messageOf = async (path: string): Promise<unknown> => ((await call('$file.open', path, 'r')) as { message?: string }).message;
    expect(await messageOf('/proc/self/environ')).toBe('/proc/self/environ: may not be read: it shows the inside of llmspell itself');
    expect(await messageOf('/dev/zero')).toBe('/dev/zero: may not be read, as it is a part of the system, no file on a disk: add its whole path to allowed_paths under [tools.file_operations] in /conf/llmspell.toml');
    expect(await messageOf('/proc/version')).toContain('add its own folder to allowed_paths');
  });

  it('follows .. and symlinks before it judges', async () => {
    put('outside/secret');
    symlinkSync(join(root, 'outside'), join(root, 'allowed', 'link'));
    for (const path of [join(root, 'allowed') + '/../outside/secret', join(root, 'allowed/link/secret'), '../outside/secret', join(root, 'allowed/link/new')]) {
      expect(await call('$file.open', path, 'w')).toEqual(refusal(path, 'written'));
    }
    expect(existsSync(join(root, 'outside/new'))).toBe(false);
  });

  it("lets a script read its own folder, not write it", async () => {
    const path = put('script/data.txt', 'mine');
    expect((await call('$file.open', path, 'r')).ok).toBe(true);
    expect(await call('$file.open', path, 'r+')).toEqual(refusal(path, 'written'));
  });

  it('does not read the working directory as data, but as source', async () => {
    put('cwd/m.lua', 'return 1');
    expect((await call('$file.open', 'm.lua', 'r')).ok).toBe(false);
    expect(text(value<SourceText>(await call('$source.read', 'm.lua')).content)).toBe('return 1');
  });

  it('removes the symlink, not what it leads to', async () => {
    const target = put('outside/kept');
    symlinkSync(target, join(root, 'allowed', 'link'));
    value(await call('$file.remove', join(root, 'allowed', 'link')));
    expect(existsSync(target)).toBe(true);
    expect(existsSync(join(root, 'allowed', 'link'))).toBe(false);
  });

  it('allows the temporary folder when nothing is configured', async () => {
    t = testHost({ config: configWith([]) });
    const path = value<string>(await call('$file.temporary'));
    expect((await call('$file.open', path, 'w')).ok).toBe(true);
    expect((await call('$file.remove', path)).ok).toBe(true);
    expect((await call('$file.open', '/etc/hostname', 'r')).ok).toBe(false);
  });
});

describe('what is no file of the user', () => {
  const everywhere = (ownPlaces: string[] = [], changed: Partial<Config> = {}): void => {
    t = testHost({ config: { ...configWith([], ['/', join(root, 'allowed')]), file: join(root, 'allowed', 'rules.toml'), ...changed }, ownPlaces });
  };
  const messageOf = async (path: string, mode = 'r'): Promise<string> => {
    const result = await call('$file.open', path, mode);
    return result.ok ? 'opened' : result.message;
  };

  it.skipIf(process.platform === 'win32')('is not opened: pipes and devices, but /dev/null', async () => {
    execFileSync('mkfifo', [join(root, 'allowed', 'pipe')]);
    for (const mode of ['r', 'w']) expect(await messageOf(join(root, 'allowed', 'pipe'), mode)).toMatch(/pipe: is a pipe, a socket or a disk: scripts open files and folders only$/);
    expect(await messageOf('/dev/null', 'w')).toBe('opened');
    everywhere();
    expect(await messageOf('/dev/zero')).toBe('/dev/zero: may not be read, as it is a part of the system, no file on a disk: add its whole path to allowed_paths under [tools.file_operations] in ' + join(root, 'allowed', 'rules.toml'));
    t = testHost({ config: configWith([], ['/dev/zero']) });
    expect(await messageOf('/dev/zero')).toBe('opened');
    t = testHost({ config: configWith([], ['/dev']) });
    expect(await messageOf('/dev/zero')).toMatch(/^\/dev\/zero: is a device: add its whole path to allowed_paths/);
  });

  it.skipIf(process.platform !== 'linux')('is not opened by a wide rule: the inside of the system, and of this process by none', async () => {
    everywhere();
    expect(await messageOf('/proc/version')).toContain('as it is a part of the system');
    t = testHost({ config: configWith([], ['/proc']) });
    expect(await messageOf('/proc/version')).toBe('opened');
    // A thread is not listed in /proc, but is there under its number.
    const threads = readdirSync('/proc/self/task').map((thread) => `/proc/${thread}/environ`);
    expect(threads.length).toBeGreaterThan(1);
    for (const path of ['/proc/self/environ', `/proc/${process.pid}/mem`, '/proc/thread-self/environ', ...threads]) expect(await messageOf(path)).toMatch(/may not be read: it shows the inside of llmspell itself$/);
  });

  it('is neither our folders, nor the configuration', async () => {
    mkdirSync(join(root, 'allowed/ours'));
    put('allowed/ours/keys');
    put('allowed/rules.toml');
    everywhere([join(root, 'allowed/ours'), put('allowed/connection.json')]);
    expect(await messageOf(join(root, 'allowed/connection.json'))).toContain('as llmspell keeps its keys, tokens and sockets there');
    expect(await messageOf(join(root, 'allowed/ours/keys'))).toContain('as llmspell keeps its keys, tokens and sockets there, and what scripts store: add its own folder to allowed_paths');
    expect(await call('$file.rename', join(root, 'allowed/ours'), join(root, 'allowed/mine'))).toMatchObject({ ok: false, message: expect.stringContaining('keeps its keys') as string });
    expect(await call('$file.rename', join(root, 'allowed'), join(root, 'elsewhere'))).toMatchObject({ ok: false });
    for (const mode of ['r', 'w', 'a+']) expect(await messageOf(join(root, 'allowed/rules.toml'), mode)).toContain("it is the configuration, which holds this sandbox's rules");
    for (const name of ['llmspell.toml', '.LLMSPELL.toml']) expect(await messageOf(join(root, 'allowed', name), 'w')).toContain('choose another name');
    expect(await call('$file.rename', put('allowed/x'), join(root, 'allowed/llmspell.toml'))).toMatchObject({ ok: false });
    expect(existsSync(join(root, 'allowed/x'))).toBe(true);
  });

  it('is no profile, no other file of the configuration, and nothing that scripts store', async () => {
    mkdirSync(join(root, 'allowed/.llmspell/profiles'), { recursive: true });
    const files = [put('allowed/profile.toml'), put('allowed/user.toml')];
    const folders = { state: 'state', backups: 'copies', artifacts: 'artifacts' };
    for (const folder of Object.values(folders)) {
      mkdirSync(join(root, 'allowed', folder));
      put(`allowed/${folder}/kept`);
    }
    const { state, session } = defaultConfig;
    everywhere([], { files, state: { ...state, path: folders.state, backup: { ...state.backup, folder: folders.backups } }, session: { ...session, artifactPath: folders.artifacts } });
    for (const path of files) for (const mode of ['r', 'w']) expect(await messageOf(path, mode)).toContain("it is the configuration, which holds this sandbox's rules");
    for (const path of ['.llmspell/profiles/mine.toml', '.llmspell/x']) expect(await messageOf(join(root, 'allowed', path), 'w')).toContain('choose another name');
    mkdirSync(join(root, 'allowed/made'));
    expect(await call('$file.rename', join(root, 'allowed/made'), join(root, 'allowed/.LLMSPELL'))).toMatchObject({ ok: false });
    for (const folder of Object.values(folders)) for (const mode of ['r', 'w']) expect(await messageOf(join(root, 'allowed', folder, 'kept'), mode)).toContain('and what scripts store');
  });

  it('is not what a symlink in the place of an allowed folder leads to', async () => {
    expect(await messageOf(put('allowed/first'))).toBe('opened');
    renameSync(join(root, 'allowed'), join(root, 'moved'));
    symlinkSync(join(root, 'outside'), join(root, 'allowed'));
    put('outside/secret');
    expect(await messageOf(join(root, 'allowed/secret'))).toContain('may not be read');
  });
});

describe('sizes', () => {
  it('bound what a file becomes, and what source is loaded', async () => {
    const config = configWith([], [join(root, 'allowed')]);
    t = testHost({ config: { ...config, tools: { ...config.tools, fileOperations: { ...config.tools.fileOperations, maxFileBytes: 10 } } } });
    const path = put('allowed/a', '12345678');
    const too = (size: number) => ({ ok: false, code: 27, message: `${path}: would be ${size} bytes, at most 10 are allowed: raise max_file_size under [tools.file_operations] in /conf/llmspell.toml` });
    const append = value<OpenedFile>(await call('$file.open', path, 'a')).id;
    expect(await call('$file.write', append, null, bytes('xyz'))).toEqual(too(11));
    value(await call('$file.write', append, null, bytes('xy')));
    const anywhere = value<OpenedFile>(await call('$file.open', path, 'r+')).id;
    expect(await call('$file.write', anywhere, 1_000_000_000, bytes('x'))).toEqual(too(1_000_000_001));
    value(await call('$file.write', anywhere, 5, bytes('abc')));
    expect(readFileSync(path, 'utf8')).toBe('12345abcxy');
    put('script/large.lua', '-- more than that');
    expect(await call('$source.read', join(root, 'script/large.lua'))).toMatchObject({ ok: false, code: 27 });
  });
});

describe('finding modules', () => {
  it('answers the first candidate that is there, by its real path', async () => {
    put('script/real.lua', 'return "real"');
    symlinkSync(join(root, 'script/real.lua'), join(root, 'script/alias.lua'));
    const found = await call('$source.find', [join(root, 'script/none.lua'), join(root, 'script/alias.lua')]);
    expect(found).toMatchObject({ ok: true, value: { path: join(root, 'script/real.lua') } });
  });

  it('looks into the folders of the path at the start, and says why it refuses others', async () => {
    put('outside/lib.lua', 'return 1');
    const candidate = join(root, 'outside/lib.lua');
    expect(await call('$source.find', [candidate])).toEqual({ ok: false, tried: [expect.stringMatching(/no file '.*lib\.lua' \(.*may not be read.*allowed_paths/)] });
    changes = { ...changes, env: { LUA_PATH: `${root}/outside/?.lua;;` } };
    expect((await call('$source.find', [candidate])).ok).toBe(true);
  });

  it('follows links of installed libraries, but none that lie beside the script', async () => {
    put('outside/real.lua', 'return 1');
    mkdirSync(join(root, 'lib'));
    for (const folder of ['lib', 'script', 'cwd']) symlinkSync(join(root, 'outside/real.lua'), join(root, folder, 'linked.lua'));
    changes = { ...changes, env: { LUA_PATH: `${root}/lib/?.lua;${root}/cwd/?.lua;;` } };
    expect(await call('$source.find', [join(root, 'lib/linked.lua')])).toMatchObject({ ok: true, value: { path: join(root, 'outside/real.lua') } });
    for (const folder of ['script', 'cwd']) expect((await call('$source.find', [join(root, folder, 'linked.lua')])).ok).toBe(false);
    expect((await call('$source.find', [`${root}/lib/../outside/real.lua`])).ok).toBe(false);
  });

  it('looks beside a script that was reached by a link, and beside the link', async () => {
    put('script/main.lua');
    mkdirSync(join(root, 'links'));
    symlinkSync(join(root, 'script', 'main.lua'), join(root, 'links', 'main.lua'));
    changes = { cwd: join(root, 'cwd'), scriptPath: join(root, 'links', 'main.lua') };
    expect(initialModulePath(context(changes)).split(';').slice(0, 4)).toEqual(['links/?.lua', 'links/?/init.lua', 'script/?.lua', 'script/?/init.lua'].map((path) => join(root, path)));
    const [beside, real] = [put('links/beside.lua'), put('script/real.lua')];
    expect(await call('$source.find', [beside])).toMatchObject({ ok: true });
    expect(await call('$source.find', [real])).toMatchObject({ ok: true });
  });

  it('lists what it tried', async () => {
    expect(await call('$source.find', ['a.lua', 'b/a.lua'])).toEqual({ ok: false, tried: ["no file 'a.lua'", "no file 'b/a.lua'"] });
  });
});

describe('input', () => {
  it('says what to do when there is none', async () => {
    await expect(call('$input.read')).rejects.toThrow('this script has no standard input');
  });
  it('reads from where the kernel says', async () => {
    t = testHost({ readInput: async () => bytes('typed\n') });
    expect(text((await call('$input.read'))!)).toBe('typed\n');
  });
});
