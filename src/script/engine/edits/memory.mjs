// @ts-check
/** Allocation is counted, and `collectgarbage` answers. */
import { edit, prelude } from './edit.mjs';

const REQUIRE_ALLOCATION = "const memory = { ...require('../../vm/allocation.ts') };\nconst { allocation } = memory;";

/** @type {import('./edit.mjs').Concern} */
export const memoryAccounting = {
  name: 'memory accounting',
  reason: 'A memory limit needs to know when to look at the heap; fengari\'s collectgarbage raises "lua_gc not implemented".',
  edits: [
    ...['lstring.js', 'lvm.js', 'lauxlib.js', 'ltable.js', 'lobject.js', 'lstate.js', 'lbaselib.js', 'lstrlib.js'].map((file) => prelude(file, REQUIRE_ALLOCATION)),
    edit('lstring.js', '    return new TString(L, str);', '    if ((allocation.bytes += memory.STRING_BYTES + str.length) > allocation.limit) allocation.check();\n    return new TString(L, str);'),
    edit('ltable.js', '    return new Table(L);', '    if ((allocation.bytes += memory.TABLE_BYTES) > allocation.limit) allocation.check();\n    return new Table(L);'),
    edit('ltable.js', '    let prev = null;\n    let entry = {', '    if ((allocation.bytes += memory.ENTRY_BYTES) > allocation.limit) allocation.check();\n    let prev = null;\n    let entry = {'),
    edit(
      'lobject.js',
      `class LClosure {

    constructor(L, n) {
`,
      `class LClosure {

    constructor(L, n) {
        allocation.bytes += memory.CLOSURE_BYTES + memory.UPVALUE_BYTES * n;
`,
    ),
    edit('lstate.js', '    let L1 = new lua_State(g);', '    if ((allocation.bytes += memory.THREAD_BYTES) > allocation.limit) allocation.check();\n    let L1 = new lua_State(g);'),
    edit('lvm.js', '            let buff = new Uint8Array(tl);', '            if (tl > memory.LARGE_BYTES) allocation.large(L, tl);\n            let buff = new Uint8Array(tl);'),
    edit('lauxlib.js', '        let newbuff = new Uint8Array(newsize);', '        if (newsize > memory.LARGE_BYTES) allocation.large(B.L, newsize);\n        let newbuff = new Uint8Array(newsize);'),
    edit('lstrlib.js', '    let r = new Uint8Array(l);', '    if (l > memory.LARGE_BYTES) allocation.large(L, l);\n    let r = new Uint8Array(l);', 3),
    edit(
      'lbaselib.js',
      `    luaL_checkoption(L, 1, "collect", opts);
    luaL_optinteger(L, 2, 0);
    luaL_error(L, to_luastring("lua_gc not implemented"));`,
      `    const option = luaL_checkoption(L, 1, "collect", opts);
    const value = luaL_optinteger(L, 2, 0);
    switch (to_jsstring(opts[option])) {
        case "collect":
            allocation.collect(L);
            lua_pushinteger(L, 0);
            return 1;
        case "count":
            lua_pushnumber(L, allocation.live() / 1024);
            return 1;
        case "step":  /* V8 takes its steps by itself */
            lua_pushboolean(L, true);
            return 1;
        case "isrunning":
            lua_pushboolean(L, !gcstopped);
            return 1;
        case "setpause": case "setstepmul": {
            const name = option === 5 ? "pause" : "stepmul";
            lua_pushinteger(L, gcsettings[name]);
            gcsettings[name] = value;
            return 1;
        }
        default:  /* stop and restart: V8 collects when it must, but the script is told what it asked for */
            gcstopped = option === 0;
            lua_pushinteger(L, 0);
            return 1;
    }`,
    ),
    edit('lbaselib.js', 'const luaB_collectgarbage = function', 'let gcstopped = false;\nconst gcsettings = { pause: 200, stepmul: 200 };\nconst luaB_collectgarbage = function'),
    edit('lbaselib.js', '    lua_pushnil,\n', '    lua_pushnil,\n    lua_pushnumber,\n'),
  ],
};
