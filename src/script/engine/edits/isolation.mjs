// @ts-check
/** The VM does not touch the process it runs in. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const isolation = {
  name: 'isolation',
  reason:
    'fengari reads the environment and files, writes to stdout, runs programs, loads JavaScript modules by name and exits the process. A ' +
    'script gets all of that from the bindings instead, with the limits of its execution; here files cannot be read and nothing is printed.',
  edits: [
    edit('luaconf.js', 'const conf = (process.env.FENGARICONF ? JSON.parse(process.env.FENGARICONF) : {});\n', 'const conf = {};\n'),
    edit('luaconf.js', /if \(typeof process === "undefined"\) \{\n {4}const LUA_DIRSEP = "\/";[\s\S]*?\n\} else if \(require\('os'\)\.platform\(\) === 'win32'\) \{[\s\S]*?\n\} else \{\n([\s\S]*?)\n\}\n/g, (_match, posix) => `{\n${posix}\n}\n`),

    // The libraries are opened one by one (fengari/libraries.ts); io and fengari's JavaScript bridge are not there.
    edit('lualib.js', /if \(typeof process !== "undefined"\) \{[\s\S]*?\n\}\n/g, ''),
    edit('lualib.js', /module\.exports\.luaopen_fengari = .*\n/g, ''),
    edit('lualib.js', /const linit = [\s\S]*?;\nmodule\.exports\.luaL_openlibs = .*\n/g, ''),

    // print comes from the bindings.
    edit('lbaselib.js', /let lua_writestring;\n[\s\S]*?(?=const luaB_tostring = )/g, ''),
    edit('lbaselib.js', '    "print":          luaB_print,\n', ''),

    // No file can be read: loadfile, dofile and the Lua searcher answer as for a missing file until they are replaced.
    edit(
      'lauxlib.js',
      /let luaL_loadfilex;\n\nif \(typeof process === "undefined"\) \{\n {4}class LoadF[\s\S]*?\n\}\n\n(?=const luaL_loadfile = )/g,
      `const luaL_loadfilex = function(L, filename, mode) {
    const fnameindex = lua_gettop(L) + 1;
    lua_pushfstring(L, to_luastring("@%s"), filename === null ? to_luastring("stdin") : filename);
    return errfile(L, "open", fnameindex, { message: "files are not available" });
};

`,
    ),
    edit('lauxlib.js', /const lua_writestringerror = function\(\) \{[\s\S]*?\n\};\n/g, 'const lua_writestringerror = function() {};\n'),
    edit('loadlib.js', /let lsys_load;\n[\s\S]*?(?=\/\*\n\*\* Try to find a function named 'sym')/g, `const lsys_load = function(L, path, seeglb) {
    lua_pushstring(L, to_luastring("dynamic libraries are not available"));
    return null;
};

`),
    edit('loadlib.js', /let readable;\n[\s\S]*?(?=\n\/\* error codes for 'lookforfunc' \*\/)/g, 'const readable = () => false;\n'),
    edit('loadlib.js', /const global_env = \(function\(\) \{[\s\S]*?\n\}\)\(\);\n/g, ''),
    edit('loadlib.js', /const env = \(function\(\) \{[\s\S]*?\n\}\)\(\);\n/g, 'const env = {};\n'),
    edit('loadlib.js', "const fengari  = require('./fengari.js');\n", ''),
    edit('loadlib.js', '[searcher_preload, searcher_Lua, searcher_C, searcher_Croot, null]', '[searcher_preload, searcher_Lua, null]'),
    edit('loadlib.js', '    setpath(L, to_luastring("jspath", true), LUA_JSPATH_VAR, LUA_JSPATH_DEFAULT);\n', '    lua_pushliteral(L, "");\n    lua_setfield(L, -2, to_luastring("cpath", true));\n'),

    // os keeps what needs no process; debug.debug would read the terminal.
    edit('loslib.js', /if \(typeof process === "undefined"\) \{\n( {4}syslib\.clock = [\s\S]*?\n {4}\};)\n\} else \{[\s\S]*?\n\}\n\n(?=const luaopen_os = )/g, (_match, clock) => `${clock}\n\n`),
    edit('ldblib.js', /let getinput;\n[\s\S]*?(?=const luaopen_debug = )/g, `dblib.debug = function(L) {
    return luaL_error(L, to_luastring("debug.debug has no terminal here; set a breakpoint instead"));
};

`),
  ],
};
