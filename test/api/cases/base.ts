import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = {
  files: {
    'greeting.lua': 'local name = ... return { name = name, hello = "hello" }',
    'lib/deep.lua': 'return "deep"',
    'values.lua': 'return 1, "two", _ENV.third',
    'broken.lua': 'return =',
  },
};

export const cases: ApiCases = {
  print: [{ lua: 'print("a", 1, 2.0, nil, setmetatable({}, { __tostring = function() return "shown" end })) print()', gives: '', prints: 'a\t1\t2.0\tnil\tshown\n\n' }],
  require: [
    { lua: 'local m = require("greeting") return m.name, m.hello, require("greeting") == m, require("lib.deep"), package.loaded["lib.deep"]', gives: 'greeting\thello\ttrue\tdeep\tdeep' },
    { wrong: 'require({})', says: "bad argument #1 'modname' to 'require' (string expected, got table)" },
    { wrong: 'require("nowhere")', says: /^module 'nowhere' not found:\n\tno field package\.preload\['nowhere'\]\n\tno file '<folder>\/nowhere\.lua'/ },
  ],
  dofile: [
    { lua: 'third = 3 return dofile("values.lua")', gives: '1\ttwo\t3' },
    { wrong: 'dofile(true)', says: "bad argument #1 'filename' to 'dofile' (string expected, got boolean)" },
  ],
  loadfile: [
    { lua: 'return loadfile("values.lua", "t", { third = "mine" })()', gives: '1\ttwo\tmine' },
    { lua: 'return loadfile("broken.lua")', gives: "nil\t<folder>/broken.lua:1: unexpected symbol near '='" },
    { wrong: 'loadfile("values.lua", "x")', says: `bad argument #2 'mode' to 'loadfile' ("b", "t" or "bt" expected, got "x")` },
  ],
  'package.searchpath': [
    { lua: 'return package.searchpath("lib.deep", ARGS.folder .. "/?.lua"), package.searchpath("lib-deep", ARGS.folder .. "/?.lua", "-")', gives: '<folder>/lib/deep.lua\t<folder>/lib/deep.lua' },
    { lua: 'return package.searchpath("none", ARGS.folder .. "/?.lua")', gives: "nil\t\n\tno file '<folder>/none.lua'" },
    { wrong: 'package.searchpath("x")', says: "bad argument #2 'path' to 'package.searchpath' (string expected, got no value)" },
  ],
};
