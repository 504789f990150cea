// @ts-check
/** 64-bit integers in the standard libraries: arguments that may exceed the safe range are taken and given back whole. */
import { edit, prelude } from './edit.mjs';

const REQUIRE_INTEGERS = "const int = { ...require('../../vm/integers.ts') };";

/** @type {import('./edit.mjs').Concern} */
export const integersInLibraries = {
  name: '64-bit integers: libraries',
  reason: 'fengari\'s libraries count with 32-bit numbers; where a script can pass or see a 64-bit integer they have to keep it.',
  edits: [
    ...['lstrlib.js', 'lmathlib.js', 'ltablib.js', 'lbaselib.js'].map((file) => prelude(file, REQUIRE_INTEGERS)),

    // lauxlib: the checked argument as canonical integer.
    edit('lauxlib.js', '    lua_tointegerx,\n', '    lua_toint64x,\n    lua_tointegerx,\n'),
    edit('lua.js', /module\.exports\.lua_tointegerx +=.*\n/g, (line) => `${line}module.exports.lua_toint64x = lapi.lua_toint64x;\n`),
    edit(
      'lauxlib.js',
      'const luaL_optinteger = function',
      `const luaL_checkint64 = function(L, arg) {
    const n = lua_toint64x(L, arg);
    if (n === false)
        interror(L, arg);
    return n;
};
const luaL_optint64 = function(L, arg, def) {
    return luaL_opt(L, luaL_checkint64, arg, def);
};
module.exports.luaL_checkint64 = luaL_checkint64;
module.exports.luaL_optint64 = luaL_optint64;

const luaL_optinteger = function`,
    ),
    edit('lstrlib.js', '    luaL_checkinteger,\n', '    luaL_checkint64,\n    luaL_checkinteger,\n'),
    edit('lmathlib.js', '    luaL_checkinteger,\n', '    luaL_checkint64,\n'),
    edit('ltablib.js', '    luaL_checkinteger,\n', '    luaL_checkint64,\n    luaL_checkinteger,\n'),
    edit('ltablib.js', '    luaL_optinteger,\n', '    luaL_optint64,\n'),
    edit('lmathlib.js', '    lua_tointegerx,\n', '    lua_toint64x,\n'),

    // string.pack and string.unpack.
    edit('lstrlib.js', 'const SZINT = 4;', 'const SZINT = 8;'),
    edit('lstrlib.js', /( case (?:108 \/\*'l'|76 {2}\/\*'L'|106 \/\*'j'|74 {2}\/\*'J'|84 {2}\/\*'T')\*\/: r\.size = )4;/g, (_match, head) => `${head}8;`, 5),
    edit('lstrlib.js', 'r.size = getnumlimit(h, fmt, 4); r.opt = Kstring;', 'r.size = getnumlimit(h, fmt, 8); r.opt = Kstring;'),
    edit(
      'lstrlib.js',
      `    buff[islittle ? 0 : size - 1] = n & MC;  /* first byte */
    for (let i = 1; i < size; i++) {
        n >>= NB;
        buff[islittle ? i : size - 1 - i] = n & MC;
    }
    if (neg && size > SZINT) {`,
      `    int.toBytes(n, size, buff, islittle);
    if (!neg && size > SZINT) {  /* unsigned: the sign of the 64 bits does not go on */
        for (let i = SZINT; i < size; i++)
            buff[islittle ? i : size - 1 - i] = 0;
    } else if (neg && size > SZINT) {`,
    ),
    edit(
      'lstrlib.js',
      `                let n = luaL_checkinteger(L, arg);
                if (size < SZINT) {  /* need overflow check? */
                    let lim = 1 << (size * 8) - 1;`,
      `                let n = luaL_checkint64(L, arg);
                if (size < SZINT) {  /* need overflow check? */
                    let lim = Math.pow(2, size * 8 - 1);`,
    ),
    edit(
      'lstrlib.js',
      `                let n = luaL_checkinteger(L, arg);
                if (size < SZINT)
                    luaL_argcheck(L, (n>>>0) < (1 << (size * NB)), arg, "unsigned overflow");
                packint(b, n>>>0, h.islittle, size, false);`,
      `                let n = luaL_checkint64(L, arg);
                if (size < SZINT)
                    luaL_argcheck(L, n >= 0 && n < Math.pow(2, size * NB), arg, "unsigned overflow");
                packint(b, n, h.islittle, size, false);`,
    ),
    edit('lstrlib.js', 'size >= 4 /* sizeof(size_t) */ || len < (1 << (size * NB)),', 'size >= 8 /* sizeof(size_t) */ || len < Math.pow(2, size * NB),'),
    edit(
      'lstrlib.js',
      /let res = 0;\n {4}let limit = size <= SZINT[\s\S]*?\n {4}\} else if \(size > SZINT\)/g,
      `let limit = size <= SZINT ? size : SZINT;
    let res = int.fromBytes(str, limit, size, islittle, issigned || size >= SZINT);
    if (size > SZINT)`,
    ),
    edit(
      'lstrlib.js',
      'let len = unpackint(L, data.subarray(pos), h.islittle, size, 0);',
      'let len = Number(unpackint(L, data.subarray(pos), h.islittle, size, 0));',
    ),
    edit('lstrlib.js', 'luaL_argcheck(L, pos + len + size <= ld, 2, "data string too short");', 'luaL_argcheck(L, len >= 0 && pos + len + size <= ld, 2, "data string too short");'),

    // math
    edit(
      'lmathlib.js',
      `        let n = lua_tointeger(L, 1);
        if (n < 0) n = (-n)|0;
        lua_pushinteger(L, n);`,
      `        let n = luaL_checkint64(L, 1);
        lua_pushinteger(L, n < 0 ? int.negate(n) : n);`,
    ),
    edit('lmathlib.js', '    lua_tointeger,\n', ''),
    edit('lmathlib.js', '    let n = lua_tointegerx(L, 1);', '    let n = lua_toint64x(L, 1);'),
    edit(
      'lmathlib.js',
      `    let a = luaL_checkinteger(L, 1);
    let b = luaL_checkinteger(L, 2);
    lua_pushboolean(L, (a >= 0)?(b<0 || a<b):(b<0 && a<b));`,
      `    lua_pushboolean(L, int.unsignedLess(luaL_checkint64(L, 1), luaL_checkint64(L, 2)));`,
    ),
    edit('lmathlib.js', '        let d = lua_tointeger(L, 2);', '        let d = luaL_checkint64(L, 2);'),
    edit('lmathlib.js', '            lua_pushinteger(L, (lua_tointeger(L, 1) % d)|0);', '            lua_pushinteger(L, int.remainder(luaL_checkint64(L, 1), d));'),
    edit('lmathlib.js', 'let rand_state;\n', "const { randomBits, randomFloat, seedRandom } = require('../../vm/random.ts');\n"),
    edit('lmathlib.js', /\/\* use same parameters as glibc LCG \*\/\n[\s\S]*?(?=const math_random = )/g, ''),
    edit(
      'lmathlib.js',
      `    /* use Math.random until randomseed is called */
    let r = (rand_state === void 0)?Math.random():(l_rand() / 0x80000000);
`,
      '    let r = randomFloat();\n',
    ),
    edit('lmathlib.js', '            up = luaL_checkinteger(L, 1);', '            up = luaL_checkint64(L, 1);'),
    edit(
      'lmathlib.js',
      `            low = luaL_checkinteger(L, 1);
            up = luaL_checkinteger(L, 2);`,
      `            low = luaL_checkint64(L, 1);
            up = luaL_checkint64(L, 2);`,
    ),
    edit(
      'lmathlib.js',
      `    luaL_argcheck(L, low >= 0 || up <= LUA_MAXINTEGER + low, 1,
        "interval too large");
`,
      `    luaL_argcheck(L, low >= 0 || BigInt(up) <= LUA_MAXINTEGER + BigInt(low), 1,
        "interval too large");
    if (typeof low !== "number" || typeof up !== "number" || up - low >= Number.MAX_SAFE_INTEGER) {
        const width = BigInt(up) - BigInt(low) + 1n;
        lua_pushinteger(L, BigInt(low) + randomBits() % width);
        return 1;
    }
`,
    ),
    edit(
      'lmathlib.js',
      `    l_srand(luaL_checknumber(L, 1));
    l_rand(); /* discard first value to avoid undesirable correlations */`,
      `    seedRandom(luaL_checknumber(L, 1));`,
    ),

    // tonumber(text, base)
    edit(
      'lbaselib.js',
      `    let v = parseInt(r[1]+r[2], base);
    if (isNaN(v)) return null;
    return v|0;`,
      `    let v = 0;
    for (const letter of r[2]) {
        const digit = parseInt(letter, 36);
        if (digit >= base) return null;
        v = int.appendDigit(v, base, digit);
    }
    return int.finishWrapping(v, r[1] === "-");`,
    ),
    edit('lbaselib.js', '([+-]?)0*([0-9A-Za-z]+)', '([+-]?)([0-9A-Za-z]+)'),
    // table
    edit('ltablib.js', "const { LUA_MAXINTEGER } = require('./luaconf.js');", 'const LUA_MAXINTEGER = int.MAX_INTEGER;'),
    edit('ltablib.js', '    let pos = luaL_optinteger(L, 2, size);', '    let pos = luaL_optint64(L, 2, size);'),
    edit(
      'ltablib.js',
      `    let f = luaL_checkinteger(L, 2);
    let e = luaL_checkinteger(L, 3);
    let t = luaL_checkinteger(L, 4);`,
      `    let f = luaL_checkint64(L, 2);
    let e = luaL_checkint64(L, 3);
    let t = luaL_checkint64(L, 4);`,
    ),
    edit('ltablib.js', 'f > 0 || e < LUA_MAXINTEGER + f', 'f > 0 || BigInt(e) < LUA_MAXINTEGER + BigInt(f)'),
    edit('ltablib.js', 'let n = e - f + 1;', 'let n = int.add(int.subtract(e, f), 1);'),
    edit('ltablib.js', 't <= LUA_MAXINTEGER - n + 1', 'BigInt(t) <= LUA_MAXINTEGER - BigInt(n) + 1n'),
    edit('ltablib.js', 'for (let i = 0; i < n; i++) {', 'for (let i = 0; i < n; i = int.add(i, 1)) {'),
    edit('ltablib.js', 'for (let i = n - 1; i >= 0; i--) {', 'for (let i = int.subtract(n, 1); i >= 0; i = int.subtract(i, 1)) {'),
    edit(
      'ltablib.js',
      `                lua_geti(L, 1, f + i);
                lua_seti(L, tt, t + i);`,
      `                lua_geti(L, 1, int.add(f, i));
                lua_seti(L, tt, int.add(t, i));`,
      2,
    ),
    edit(
      'ltablib.js',
      `    let i = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);`,
      `    let i = luaL_optint64(L, 3, 1);
    last = luaL_optint64(L, 4, last);`,
    ),
    edit('ltablib.js', '    for (; i < last; i++) {', '    for (; i < last; i = int.add(i, 1)) {'),
    edit(
      'ltablib.js',
      `    let i = luaL_optinteger(L, 2, 1);
    let e = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));`,
      `    let i = luaL_optint64(L, 2, 1);
    let e = luaL_opt(L, luaL_checkint64, 3, luaL_len(L, 1));`,
    ),
    edit('ltablib.js', '    let n = e - i;  /*', '    let n = Number(BigInt(e) - BigInt(i));  /*'),
    edit('ltablib.js', '    for (; i < e; i++)  /* push', '    for (; i < e; i = int.add(i, 1))  /* push'),
  ],
};
