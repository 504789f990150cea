/** Opens Lua's standard libraries. `io` and `print` come from the bindings; what `os` and `package` need of the process does too. */
import { type CFunction, encode, fengari, type LuaState } from './vm.ts';

const LIBRARIES: readonly (readonly [string, CFunction])[] = [
  ['_G', fengari.lbaselib.luaopen_base],
  ['package', fengari.loadlib.luaopen_package],
  ['coroutine', fengari.lcorolib.luaopen_coroutine],
  ['table', fengari.ltablib.luaopen_table],
  ['os', fengari.loslib.luaopen_os],
  ['string', fengari.lstrlib.luaopen_string],
  ['math', fengari.lmathlib.luaopen_math],
  ['utf8', fengari.lutf8lib.luaopen_utf8],
  ['debug', fengari.ldblib.luaopen_debug],
];

export function openLibraries(L: LuaState): void {
  for (const [name, open] of LIBRARIES) {
    fengari.lauxlib.luaL_requiref(L, encode(name), open, true);
    fengari.lua.lua_pop(L, 1);
  }
}
