// Complaint 1: the breakpoint is never hit, or waits to be verified for ever, because the debugger and the program spell a file differently.
//
// tomblind/local-lua-debugger-vscode#62 (`../test/main.lua` as the program), #57 (a required `Foo.lua` becomes `foo.lua`);
// actboy168/lua-debug#17 #18 #142 #205 #235 (a loader's own chunk name), #290 (set while the program runs: "wait verify"), #189 (`#!` line), #14;
// EmmyLua/VSCode-EmmyLua#157; EmmyLua/IntelliJ-EmmyLua#270 #515 #561 (lower-cased paths); Tencent/LuaPanda#194 (Chinese letters), #189 (AA.lua and aa.lua);
// k0204/LuaIde#43 (drive letters).
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathKey } from '../../../src/base/paths.ts';
import { adapter } from '../adapter.ts';
import type { StdioAdapter } from '../client.ts';
import { scratch, script } from '../script.ts';

const text = 'local a = 1\nlocal b = a + 1 --@here\nprint(b)\n';

/** Launches, with a breakpoint on a line of a file under some spelling; answers where it stopped: path and line. */
async function stopIn(program: string, breakpointPath: string, line: number, args = {}): Promise<{ dap: StdioAdapter; path: string; line: number }> {
  const dap = adapter();
  await dap.launch(program, args, async () => {
    expect(await dap.breakpoints(breakpointPath, [line])).toMatchObject([{ verified: true, line }]);
  });
  const { threadId } = await dap.stopped('breakpoint');
  const [top] = await dap.stack(threadId);
  return { dap, path: top!.source!.path!, line: top!.line };
}

describe('a program is found and stops under any spelling of its path', () => {
  test('relative to the working folder, with ".." (#62)', async () => {
    const { path, folder } = script(text, 'test/main.lua');
    const { dap, ...stop } = await stopIn('../test/main.lua', path, 2, { cwd: join(folder, 'test') });
    expect(stop).toEqual({ path, line: 2 });
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });

  test('absolute, with "..", "." and doubled slashes in it, on either side', async () => {
    const { path, folder } = script(text, 'test/main.lua');
    const crooked = `${folder}/test/.././/test/main.lua`;
    expect(await stopIn(crooked, path, 2)).toMatchObject({ path, line: 2 });
    expect((await stopIn(path, crooked, 2)).line).toBe(2);
  });

  test('through a symbolic link to the file and to its folder, on either side', async () => {
    const { path, folder } = script(text, 'real/main.lua');
    const fileLink = join(folder, 'link.lua');
    symlinkSync(path, fileLink);
    symlinkSync(join(folder, 'real'), join(folder, 'linked'));
    const folderLink = join(folder, 'linked', 'main.lua');
    // What the user has open is what is shown.
    expect(await stopIn(fileLink, fileLink, 2)).toMatchObject({ path: fileLink, line: 2 });
    expect(await stopIn(folderLink, folderLink, 2)).toMatchObject({ path: folderLink, line: 2 });
    expect((await stopIn(fileLink, path, 2)).line).toBe(2);
    expect((await stopIn(path, folderLink, 2)).line).toBe(2);
  });

  test.each([
    ['spaces', 'my spells/first try.lua'],
    ['Chinese letters (LuaPanda#194)', '调试 工程/断点.lua'],
    ['letters with marks, as one character', 'Übung/caf\u00e9.lua'],
    ['letters with marks, as letter and mark', 'U\u0308bung/cafe\u0301.lua'],
    ['emoji, quotes and percent signs', "it's 100% 🌙/a'b\"c%20.lua"],
    ['Lua pattern magic', 'a-b+[c]/(d).%w*.lua'],
  ])('with %s in it', async (_, name) => {
    const { path } = script(text, name);
    expect(await stopIn(path, path, 2)).toMatchObject({ path, line: 2 });
  });

  test('both spellings of one letter are two files where the disk has two, and never mixed up', async () => {
    const composed = script(text, 'caf\u00e9.lua');
    const decomposed = script('print("other")\nprint("lines")\n', 'cafe\u0301.lua', composed.folder);
    const dap = adapter();
    await dap.launch(decomposed.path, {}, () => dap.breakpoints(composed.path, [2]));
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toEqual([]);
  });
});

describe('the first bytes of a file do not matter', () => {
  test('a #! line (lua-debug#189, its script)', async () => {
    const { path } = script("#!/usr/bin/env lua\nprint(_VERSION)\nprint 'Hello, World!'\nprint 'Hello, World2!'\n");
    const { dap, line } = await stopIn(path, path, 3);
    expect(line).toBe(3);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('Lua 5.3\nHello, World!\nHello, World2!\n');
  });

  test.each([
    ['Windows line ends', text.replaceAll('\n', '\r\n')],
    ['old line ends', text.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${text}`],
    ['a byte order mark, a #! line and Windows line ends', `\ufeff#!lua\r\n${text.split('\n').slice(1).join('\r\n')}`.replace('a + 1', '1')],
  ])('%s', async (_, content) => {
    const { path } = script(content);
    expect(await stopIn(path, path, 2)).toMatchObject({ path, line: 2 });
  });
});

describe('files that the program loads', () => {
  const module = 'local M = {}\nfunction M.f(x)\n  return x + 1 --@here\nend\nreturn M\n';

  test('a required Foo.lua is Foo.lua, and its breakpoint is hit (#57)', async () => {
    const foo = script('return function()\n  return 0\nend\n', 'Foo.lua');
    const { path } = script('local foo = require "Foo"\nfoo()\n', 'main.lua', foo.folder);
    const { dap, ...stop } = await stopIn(path, foo.path, 2);
    expect(stop).toEqual({ path: foo.path, line: 2 });
    expect((await dap.stack(1)).map(({ source }) => source?.name)).toEqual(['Foo.lua', 'main.lua']);
  });

  test('A/AA.lua and B/aa.lua are two files (LuaPanda#189)', async () => {
    const first = script('print("A")\nprint("AA")\n', 'A/AA.lua');
    const second = script('print("B")\nprint("aa")\n', 'B/aa.lua', first.folder);
    const { path } = script(`dofile("A/AA.lua")\ndofile("B/aa.lua")\n`, 'main.lua', first.folder);
    const { dap, ...stop } = await stopIn(path, second.path, 2, { cwd: first.folder });
    expect(stop).toEqual({ path: second.path, line: 2 });
    expect(dap.output('stdout')).toBe('A\nAA\nB\n');
  });

  test.each([
    ['require by a relative package.path', 'package.path = "./lib/?.lua;" .. package.path\nprint(require("mod").f(1))\n'],
    ['require by a relative package.path with ".."', 'package.path = "../$BASE/lib/?.lua;" .. package.path\nprint(require("mod").f(1))\n'],
    ['require of a dotted name', 'print(require("lib.mod").f(1))\n'],
    ['dofile by a relative path', 'print(dofile("lib/mod.lua").f(1))\n'],
    ['dofile by a crooked path', 'print(dofile("./lib/../lib//mod.lua").f(1))\n'],
    ['loadfile', 'print(loadfile("lib/mod.lua")().f(1))\n'],
    ['loadfile through a link', 'print(loadfile("linked/mod.lua")().f(1))\n'],
    ['load under the name of the file', 'local f = io.open("lib/mod.lua")\nlocal m = load(f:read("a"), "@" .. FOLDER .. "/lib/mod.lua")()\nprint(m.f(1))\n'],
  ])('%s', async (_, loading) => {
    const mod = script(module, 'lib/mod.lua');
    symlinkSync(join(mod.folder, 'lib'), join(mod.folder, 'linked'));
    const { path } = script(`local FOLDER = ...\n${loading.replace('$BASE', mod.folder.split('/').at(-1)!)}`, 'main.lua', mod.folder);
    const { dap, ...stop } = await stopIn(path, mod.path, 3, { cwd: mod.folder, args: [mod.folder] });
    expect(stop).toEqual({ path: mod.path, line: 3 });
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toBe('2\n');
  });

  test('a chunk under a name that a loader made up is a source of its own, listed and with its text (lua-debug#235)', async () => {
    const { path } = script('local chunk = load("for i = 1, 2 do\\n  print(\\"Test\\" .. i)\\nend\\n", "lua/test_luadebug.lua")\nchunk() --@call\n');
    const dap = adapter();
    await dap.launch(path, {}, () => dap.breakpoints(path, [2]));
    await dap.stopped('breakpoint');
    const { sources } = await dap.request('loadedSources');
    const chunk = sources.find(({ name }) => name!.includes('lua/test_luadebug.lua'))!;
    expect((await dap.request('source', { source: chunk, sourceReference: chunk.sourceReference })).content).toContain('print("Test" .. i)');
    const { breakpoints } = await dap.request('setBreakpoints', { source: chunk, breakpoints: [{ line: 2 }] });
    expect(breakpoints).toMatchObject([{ verified: true, line: 2 }]);
    await dap.request('continue', { threadId: 1 });
    await dap.stopped('breakpoint');
    expect((await dap.stack(1))[0]).toMatchObject({ line: 2, source: { sourceReference: chunk.sourceReference } });
  });
});

describe('a breakpoint that is set later', () => {
  test('while the program runs is verified at once and hit (lua-debug#290)', async () => {
    const { path } = script('print("up")\nlocal n = 0\nwhile true do\n  n = n + 1\nend\n');
    const dap = adapter();
    await dap.launch(path);
    await dap.event('output');
    expect(await dap.breakpoints(path, [4])).toMatchObject([{ verified: true, line: 4 }]);
    expect(await dap.stoppedAt('breakpoint')).toBe('main chunk:4');
  });

  test('in a file that is loaded only afterwards says what it waits for, and is hit', async () => {
    const program = script('print(1) --@first\nlocal f = io.open(...)\nlocal m = load(f:read("a"), "@" .. ...)\nm()\n');
    const late = join(program.folder, 'late.lua');
    writeFileSync(late, 'print("late")\nprint("later")\n');
    const dap = adapter();
    await dap.launch(program.path, { args: [late] }, () => dap.breakpoints(program.path, [1]));
    await dap.stopped('breakpoint');
    expect(await dap.breakpoints(late, [2])).toMatchObject([{ verified: true, line: 2 }]);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.stoppedAt('breakpoint')).toMatch(/:2$/);
  });

  test('and cannot be hit says why', async () => {
    const { path, folder } = script(text);
    const dap = adapter();
    await dap.launch(path, { stopOnEntry: true });
    await dap.stopped('entry');
    const [missing] = await dap.breakpoints(join(folder, 'nowhere.lua'), [1]);
    expect(missing).toMatchObject({ verified: false, message: expect.stringContaining('nowhere.lua') as string });
    const [past] = await dap.breakpoints(path, [99]);
    expect(past).toMatchObject({ verified: false, message: expect.stringContaining('the last executable line is 3') as string });
  });
});

describe('the rule for Windows and macOS', () => {
  test('letter case, slashes, drive letters, "..", and the two ways to write a network path', () => {
    const same = [
      ['D:/RYclient/client/src/LogonScene.lua', 'd:\\ryclient\\client\\src\\logonscene.lua'],
      ['C:\\Spells\\..\\Spells\\a.lua', 'c:/spells/a.lua'],
      ['C:\\a\\.\\b.lua', 'C:\\a\\\\b.lua'],
      ['\\\\Server\\Share\\Ä.lua', '//server/share/ä.lua'],
    ] as const;
    for (const [one, other] of same) expect(pathKey(one, 'win32')).toBe(pathKey(other, 'win32'));
    expect(pathKey('C:\\a.lua', 'win32')).not.toBe(pathKey('D:\\a.lua', 'win32'));
    expect(pathKey('C:\\a b.lua', 'win32')).not.toBe(pathKey('C:\\ab.lua', 'win32'));
  });

  test('where letter case matters, another case is another file', () => {
    const folder = scratch();
    mkdirSync(join(folder, 'A'));
    writeFileSync(join(folder, 'A', 'x.lua'), '');
    const key = pathKey(join(folder, 'A', 'x.lua'));
    expect(pathKey(join(folder, 'a', 'x.lua')) === key).toBe(process.platform === 'win32' || process.platform === 'darwin');
    expect(pathKey(join(process.cwd(), relative(process.cwd(), folder), 'A', 'x.lua'))).toBe(key);
  });
});
