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
    edit('lstrlib.js', 'luaL_argcheck(L, c >= 0 && c <= 255, "value out of range");', 'luaL_argcheck(L, c >= 0 && c <= 255, i, "value out of range");'),
    // As PUC Lua is built by default, for scripts of Lua 5.2.
    edit(
      'lbaselib.js',
      '    luaL_checkany(L, 1);\n    lua_pushcfunction(L, ipairsaux);',
      `    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, to_luastring("__ipairs", true)) !== LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    lua_pushcfunction(L, ipairsaux);`,
    ),
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
