// @ts-check
/** Small differences from PUC Lua 5.3 in the libraries. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const libraryFixes = {
  name: 'library fixes',
  reason: 'Behaviour that differs from PUC Lua 5.3 where a script or the debugger can see it.',
  edits: [
    // A coroutine inherits its creator's hook without an entry in the hook table: a TypeError in fengari, nil in PUC Lua.
    edit(
      'ldblib.js',
      `        let proxy = hooktable.get(L1);
        proxy(L);
    }
    lua_pushstring(L, unmakemask`,
      `        let proxy = hooktable.get(L1);
        if (proxy === void 0)
            lua_pushnil(L);
        else
            proxy(L);
    }
    lua_pushstring(L, unmakemask`,
    ),
    // A format that ends with '%'.
    edit('lstrlib.js', "to 'format'\"), strfrmt[i-1]);", "to 'format'\"), strfrmt[i-1] || 0);"),
    // A constructor's elements come in their order in `pairs`, which is the order of insertion here.
    edit(
      'lvm.js',
      `                for (; n > 0; n--) {
                    ltable.luaH_setint(L, h, last--, L.stack[ra + n]);
                }`,
      `                for (let j = 1; j <= n; j++) {
                    ltable.luaH_setint(L, h, last - n + j, L.stack[ra + j]);
                }`,
    ),
    // Messages given as JavaScript text.
    edit('lauxlib.js', 'const luaL_argerror = function(L, arg, extramsg) {\n', 'const luaL_argerror = function(L, arg, extramsg) {\n    if (typeof extramsg === "string") extramsg = to_luastring(extramsg);\n'),
    // Scripts test for these texts.
    edit('lstrlib.js', "malformed pattern (missing arguments to '%%b'\"", "malformed pattern (missing arguments to '%%b')\""),
    edit('lstrlib.js', '"strings contains zeros"', '"string contains zeros"'),
    edit('ldo.js', '"JS stack overflow"', '"C stack overflow"', 2),
    edit('ldo.js', 'attempt to yield across a JS-call boundary', 'attempt to yield across a C-call boundary'),
    edit('lparser.js', 'to_luastring("JS levels", true)', 'to_luastring("C levels", true)', 2),
    edit('ldebug.js', 'to_luastring("=[JS]", true)', 'to_luastring("=[C]", true)'),
    edit('ldebug.js', 'to_luastring("J", true)', 'to_luastring("C", true)'),
  ],
};
