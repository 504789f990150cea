import { beforeEach, describe, expect, it } from 'vitest';
import { sortArguments } from './script-arguments.ts';
import { script, type Script } from './testing.ts';

let sources: Map<string, string>;
let s: Script;

const source = (path: string) => ({ path: `/real${path}`, content: new TextEncoder().encode(sources.get(path)) });

beforeEach(() => {
  sources = new Map();
  s = script({
    scriptPath: '/scripts/main.lua',
    args: ['one', '--key', 'value', '--flag', '--', 'two'],
    context: { env: { LUA_PATH: '/lib/?.lua;;' } },
    host: {
      '$source.find': ([candidates]) => {
        const found = (candidates as string[]).find((path) => sources.has(path));
        return found === undefined ? { ok: false, tried: (candidates as string[]).map((path) => `no file '${path}'`) } : { ok: true, value: source(found) };
      },
      '$source.read': ([path]) => (sources.has(path as string) ? { ok: true, value: source(path as string) } : { ok: false, message: `${path as string}: No such file or directory`, code: 2 }),
    },
  });
});

describe('require', () => {
  it("looks beside the script, then along LUA_PATH and Lua's own places", () => {
    expect(s.run('return package.path')).toEqual([
      '/scripts/?.lua;/scripts/?/init.lua;/lib/?.lua;/usr/local/share/lua/5.3/?.lua;/usr/local/share/lua/5.3/?/init.lua;/usr/local/lib/lua/5.3/?.lua;/usr/local/lib/lua/5.3/?/init.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua;./?.lua;./?/init.lua',
    ]);
  });
  it('runs a module once, with its name and its real path', () => {
    sources.set('/lib/a/b.lua', 'loads = (loads or 0) + 1 local name, path = ... return { name = name, path = path, source = debug.getinfo(1, "S").source }');
    expect(s.run('local m = require("a.b") return m == require("a.b"), loads, m.name, m.path, m.source, select("#", require("a.b"))')).toEqual(['true', '1', 'a.b', '/real/lib/a/b.lua', '@/real/lib/a/b.lua', '1']);
  });
  it('keeps what the module put into package.loaded, and true for nothing', () => {
    sources.set('/lib/quiet.lua', '');
    sources.set('/lib/own.lua', 'package.loaded[...] = "mine"');
    sources.set('/lib/no.lua', 'return false');
    expect(s.run('return require("quiet"), require("own"), require("no"), package.loaded.no')).toEqual(['true', 'mine', 'false', 'false']);
  });
  it('tells everywhere it looked', () => {
    sources.set('/x', '');
    expect(s.fails('package.path = "/p/?.lua;/q/?" require("a.b")')).toBe("/scripts/main.lua:1: module 'a.b' not found:\n\tno field package.preload['a.b']\n\tno file '/p/a/b.lua'\n\tno file '/q/a/b'");
  });
  it('tells what is wrong in a module', () => {
    sources.set('/lib/bad.lua', 'x = = 1');
    expect(s.fails('require("bad")')).toMatch(/^error loading module 'bad' from file '\/real\/lib\/bad\.lua':\n\t\/real\/lib\/bad\.lua:1: unexpected symbol near '='$/);
    sources.set('/lib/fails.lua', '\nerror({ code = 7 })');
    expect(s.run('local ok, e = pcall(require, "fails") return ok, e.code, package.loaded.fails')).toEqual(['false', '7', 'nil']);
  });
  it('asks what scripts put into package.preload and package.searchers', () => {
    expect(s.run('package.preload.p = function(name) return name .. "!" end return require("p")')).toEqual(['p!']);
    expect(s.run('table.insert(package.searchers, 1, function(name) if name == "q" then return function(_, extra) return extra end, "extra" end end) return require("q")')).toEqual(['extra']);
    expect(s.fails('package.searchers = nil require("r")')).toContain("'package.searchers' must be a table");
  });
  it('loads no native code', () => {
    expect(s.run('return #package.searchers, select(3, package.loadlib("x", "y")), package.cpath, package.jspath')).toEqual(['2', 'open', '', 'nil']);
  });
  it('knows the libraries of this VM', () => {
    expect(s.run('return require("io") == io, require("os") == os, require("string") == string')).toEqual(['true', 'true', 'true']);
  });
});

describe('source files', () => {
  it('that are no text are refused by name', () => {
    const binary = script({ host: { '$source.read': () => ({ ok: true, value: { path: '/lib/bin.lua', content: Uint8Array.of(0x7f, 0x45, 0) } }), '$source.find': () => ({ ok: true, value: { path: '/lib/bin.lua', content: Uint8Array.of(0x7f, 0x45, 0) } }) } });
    expect(binary.run('return loadfile("bin.lua")')).toEqual(['nil', '/lib/bin.lua: it is a binary file, not Lua text']);
    expect(binary.fails('require("bin")')).toContain("error loading module 'bin' from file '/lib/bin.lua':\n\t/lib/bin.lua: it is a binary file");
  });
  it('are run by dofile, a shebang and a byte order mark left aside', () => {
    sources.set('data.lua', '\ufeff#!/usr/bin/lua\nreturn 1, debug.getinfo(1, "l").currentline');
    expect(s.run('return dofile("data.lua")')).toEqual(['1', '2']);
    expect(s.fails('dofile("nothing.lua")')).toBe('cannot open nothing.lua: No such file or directory');
  });
  it('are compiled by loadfile, into an environment', () => {
    sources.set('set.lua', 'x = 1 return y');
    expect(s.run('local env = { y = 2 } local chunk = loadfile("set.lua", "t", env) return chunk(), env.x, x')).toEqual(['2', '1', 'nil']);
    expect(s.run('return loadfile("set.lua", "b")')).toEqual(['nil', "attempt to load a text chunk (mode is 'b')"]);
    expect(s.run('return loadfile("nothing.lua")')).toEqual(['nil', 'cannot open nothing.lua: No such file or directory']);
    sources.set('bad.lua', 'x = = 1');
    expect(s.run('return loadfile("bad.lua")')).toEqual(['nil', "/realbad.lua:1: unexpected symbol near '='"]);
  });
  it('may hold what string.dump made, also below a first line with #', () => {
    const [hex] = s.run('return (string.dump(function() return 20 end):gsub(".", function(c) return ("%02x"):format(c:byte()) end))');
    const dump = Buffer.from(hex!, 'hex');
    for (const content of [dump, Buffer.concat([Buffer.from('#!/usr/bin/lua \0\n'), dump])]) {
      const dumped = script({ host: { '$source.read': () => ({ ok: true, value: { path: '/lib/made.luac', content: new Uint8Array(content) } }) } });
      expect(dumped.run('return loadfile("made.luac")()')).toEqual(['20']);
      expect(dumped.run('return loadfile("made.luac", "t")')).toEqual(['nil', "attempt to load a binary chunk (mode is 't')"]);
    }
  });
  it('are found by package.searchpath', () => {
    sources.set('/p/a-b.lua', '');
    expect(s.run('return package.searchpath("a.b", "/p/?.lua", ".", "-")')).toEqual(['/real/p/a-b.lua']);
    expect(s.run('return package.searchpath("a", "/p/?.lua;/q/?.lua")')).toEqual(['nil', "\n\tno file '/p/a.lua'\n\tno file '/q/a.lua'"]);
  });
});

describe('arguments', () => {
  it('come as they were, and sorted', () => {
    expect(s.run('return arg[0], #arg, arg[2], ARGS[0], ARGS[1], ARGS[2], ARGS.key, ARGS.flag')).toEqual(['/scripts/main.lua', '6', '--key', '/scripts/main.lua', 'one', '--', 'value', 'true']);
  });
  it.each([
    [['--a', '--b', 'x'], [], { a: 'true', b: 'x' }],
    [['x', '-v', '--last'], ['x', '-v'], { last: 'true' }],
  ])('%j', (args, positional, named) => {
    const sorted = sortArguments(args);
    expect(sorted.positional).toEqual(positional);
    expect(Object.fromEntries(sorted.named)).toEqual(named);
  });
});
