// @ts-check
/** Numbers print as C prints them. */
import { edit, prelude } from './edit.mjs';

const REQUIRE_TEXT = "const numberText = { ...require('../../vm/number-text.ts') };";

/** @type {import('./edit.mjs').Concern} */
export const numberText = {
  name: 'number text',
  reason:
    'sprintf-js prints -0, nan, infinities, ties and most exponents unlike C, and string.format("%5.2s") breaks on bytes that are no ' +
    'UTF-8. vm/number-text.ts is exact; sprintf-js is gone from the bundle.',
  edits: [
    prelude('luaconf.js', REQUIRE_TEXT),
    edit('luaconf.js', '    return String(Number(n.toPrecision(14))); /* should match behaviour of LUA_NUMBER_FMT */', '    return numberText.floatText(n);'),
    edit('lstrlib.js', "const { sprintf } = require('sprintf-js');\n", `${REQUIRE_TEXT}\n`),
    edit('lstrlib.js', /const SIZELENMOD = [\s\S]*?(?=\/\*\n\*\* Maximum size of each formatted item)/g, ''),
    edit(
      'lstrlib.js',
      /let n = lua_tonumber\(L, arg\); {2}\/\* write as hexa \('%a'\) \*\/\n[\s\S]*?checkdp\(buff\);.*\n/g,
      `buff = to_luastring(quotedfloat(lua_tonumber(L, arg)));
`,
    ),
    edit(
      'lstrlib.js',
      /let n = lua_tointeger\(L, arg\);\n {16}let format = [\s\S]*?buff = to_luastring\(sprintf\(format, n\)\);/g,
      `let n = luaL_checkint64(L, arg);
                buff = to_luastring(n === LUA_MININTEGER ? "0x8000000000000000" : String(n));`,
    ),
    edit('lstrlib.js', /\/\*\n\*\* Ensures the 'buff' string uses a dot[\s\S]*?(?=const addliteral = )/g, `/* a float that reads back as itself: '%a', and for integral ones too */
const quotedfloat = function(n) {
    if (n === Infinity) return "1e9999";
    if (n === -Infinity) return "-1e9999";
    if (n !== n) return "(0/0)";
    return numberText.formatFloat("%a", n);
};

`),
    edit('lstrlib.js', /\/\*\n\*\* add length modifier into formats\n[\s\S]*?(?=const str_format = )/g, `/* a %s or %c item: 'precision' bytes of it at most, padded to the width */
const padbytes = function(form, s) {
    const parts = /^%([-+ #0]*)(\\d*)(?:\\.(\\d*))?/.exec(form);
    if (parts[3] !== void 0) s = s.subarray(0, Number(parts[3]));
    const missing = Number(parts[2]) - s.length;
    if (missing <= 0) return s;
    const padded = new Uint8Array(Number(parts[2])).fill(32);
    padded.set(s, parts[1].includes("-") ? 0 : missing);
    return padded;
};

`),
    edit(
      'lstrlib.js',
      `                    // sprintf(String.fromCharCode(...form), luaL_checkinteger(L, arg));
                    luaL_addchar(b, luaL_checkinteger(L, arg));`,
      `                    luaL_addstring(b, padbytes(String.fromCharCode(...form), new Uint8Array([luaL_checkinteger(L, arg)])));`,
    ),
    edit(
      'lstrlib.js',
      `                    let n = luaL_checkinteger(L, arg);
                    addlenmod(form, to_luastring(LUA_INTEGER_FRMLEN, true));
                    luaL_addstring(b, to_luastring(sprintf(String.fromCharCode(...form), n)));`,
      `                    let n = luaL_checkint64(L, arg);
                    luaL_addstring(b, to_luastring(numberText.formatInteger(String.fromCharCode(...form), n)));`,
    ),
    edit(
      'lstrlib.js',
      `                    addlenmod(form, to_luastring(LUA_INTEGER_FRMLEN, true));
                    luaL_addstring(b, lua_number2strx(L, form, luaL_checknumber(L, arg)));
                    break;
                }
`,
      `                    luaL_addstring(b, to_luastring(numberText.formatFloat(String.fromCharCode(...form), luaL_checknumber(L, arg))));
                    break;
                }
`,
    ),
    edit(
      'lstrlib.js',
      `                    let n = luaL_checknumber(L, arg);
                    addlenmod(form, to_luastring(LUA_INTEGER_FRMLEN, true));
                    luaL_addstring(b, to_luastring(sprintf(String.fromCharCode(...form), n)));`,
      `                    let n = luaL_checknumber(L, arg);
                    luaL_addstring(b, to_luastring(numberText.formatFloat(String.fromCharCode(...form), n)));`,
    ),
    edit(
      'lstrlib.js',
      `                            // TODO: will fail if s is not valid UTF-8
                            luaL_addstring(b, to_luastring(sprintf(String.fromCharCode(...form), to_jsstring(s))));`,
      `                            luaL_addstring(b, padbytes(String.fromCharCode(...form), s));`,
    ),
    edit('lstrlib.js', /const \{\n {4}LUA_INTEGER_FMT,\n[\s\S]*?\} = require\('\.\/luaconf\.js'\);/g, "const { LUA_MININTEGER } = require('./luaconf.js');"),
  ],
};
