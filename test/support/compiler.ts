/** The engine's own compiler as the judge of what is valid Lua: for tests of everything that claims to know. */
// @ts-expect-error -- the package has no types
import * as fengari from 'fengari';

const { lua, lauxlib, to_luastring, to_jsstring } = fengari as unknown as {
  lua: { lua_settop(L: object, index: number): void; lua_tostring(L: object, index: number): Uint8Array };
  lauxlib: { luaL_newstate(): object; luaL_loadbuffer(L: object, text: Uint8Array, length: number, name: Uint8Array): number };
  to_luastring(text: string): Uint8Array;
  to_jsstring(bytes: Uint8Array): string;
};
const state = lauxlib.luaL_newstate();

/** The compiler's message, undefined for a valid chunk. Throws when the text is refused for its size, which says nothing about validity. */
export function compileError(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  const status = lauxlib.luaL_loadbuffer(state, bytes, bytes.length, to_luastring('=chunk'));
  const message = status === 0 ? undefined : to_jsstring(lua.lua_tostring(state, -1));
  lua.lua_settop(state, 0);
  return message;
}
