import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedFile, SourceText, SystemCallName, SystemCalls, SystemResult } from '../../common/system-calls.ts';
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
