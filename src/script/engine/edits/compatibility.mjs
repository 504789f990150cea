// @ts-check
/** What PUC Lua 5.3 keeps for scripts of older versions when it is built as usual (LUA_COMPAT_5_2). */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const compatibility = {
  name: 'compatibility with 5.2',
  reason: 'Scripts written for Lua 5.1 and 5.2 use mathematical functions that every usual build of Lua 5.3 still has.',
  edits: [
    edit(
      'lmathlib.js',
      'const mathlib = {\n',
      `const overfloat = (f) => function(L) {
    lua_pushnumber(L, f(luaL_checknumber(L, 1)));
    return 1;
};

const math_pow = function(L) {
    lua_pushnumber(L, Math.pow(luaL_checknumber(L, 1), luaL_checknumber(L, 2)));
    return 1;
};

/* x as m * 2^e, with 0.5 <= |m| < 1 */
const math_frexp = function(L) {
    let m = luaL_checknumber(L, 1);
    let e = 0;
    if (m !== 0 && Number.isFinite(m)) {
        for (; Math.abs(m) >= 18446744073709551616; e += 64) m /= 18446744073709551616;
        for (; Math.abs(m) < 5.421010862427522e-20; e -= 64) m *= 18446744073709551616;
        for (; Math.abs(m) < 0.5; e--) m *= 2;
        for (; Math.abs(m) >= 1; e++) m /= 2;
    }
    lua_pushnumber(L, m);
    lua_pushinteger(L, e);
    return 2;
};

const math_ldexp = function(L) {
    let x = luaL_checknumber(L, 1);
    let e = Math.max(-2200, Math.min(2200, Number(luaL_checkint64(L, 2))));
    for (; e > 1000; e -= 1000) x *= Math.pow(2, 1000);
    for (; e < -1000; e += 1000) x *= Math.pow(2, -1000);
    lua_pushnumber(L, x * Math.pow(2, e));
    return 1;
};

const mathlib = {
    "cosh":       overfloat(Math.cosh),
    "frexp":      math_frexp,
    "ldexp":      math_ldexp,
    "log10":      overfloat(Math.log10),
    "pow":        math_pow,
    "sinh":       overfloat(Math.sinh),
    "tanh":       overfloat(Math.tanh),
`,
    ),
  ],
};
