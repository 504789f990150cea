// @ts-check
/** 64-bit integers in values, numerals, tables, the API, the compiler's constants and binary chunks. */
import { edit, prelude } from './edit.mjs';

const INTEGERS = "const int = { ...require('../../vm/integers.ts') };";

/** @type {import('./edit.mjs').Concern} */
export const integersInCore = {
  name: '64-bit integers: core',
  reason: 'Everything that makes, stores, converts or writes an integer has to know the canonical form of vm/integers.ts.',
  edits: [
    ...['lobject.js', 'luaconf.js', 'lapi.js', 'ltable.js', 'ldump.js', 'lundump.js'].map((file) => prelude(file, INTEGERS)),

    // Values and numerals.
    edit(
      'lobject.js',
      `        return this.checktag(LUA_TNUMINT);
    }`,
      `        return this.type === LUA_TNUMINT || this.type === int.LUA_TNUMBIG;
    }

    /* any canonical integer */
    setint(x) {
        this.type = typeof x === "number" ? LUA_TNUMINT : int.LUA_TNUMBIG;
        this.value = x;
    }`,
    ),
    edit('lobject.js', '        o.setivalue(s2i.n);', '        o.setint(s2i.n);'),
    edit('lobject.js', 'L.stack[L.top-1].setivalue(argp[a++]);', 'L.stack[L.top-1].setint(argp[a++]);'),
    edit('lobject.js', '            a = (a * 16 + luaO_hexavalue(s[i]))|0;', '            a = int.appendDigit(a, 16, luaO_hexavalue(s[i]));'),
    edit('lobject.js', "    let empty = true;\n    let neg;\n", "    let empty = true;\n    let neg;\n    let hex = false;\n"),
    edit('lobject.js', "        i += 2;  /* skip '0x' */\n        for", "        i += 2;  /* skip '0x' */\n        hex = true;\n        for"),
    edit(
      'lobject.js',
      `            if (a >= MAXBY10 && (a > MAXBY10 || d > MAXLASTD + neg))  /* overflow? */
                return null;  /* do not accept it (as integer) */
            a = (a * 10 + d)|0;`,
      `            a = int.appendDecimalDigit(a, d);`,
    ),
    edit(
      'lobject.js',
      `    else {
        return {
            n: (neg ? -a : a)|0,
            i: i
        };
    }`,
      `    const n = hex ? int.finishWrapping(a, neg) : int.finishDecimal(a, neg);
    return n === null ? null : { n: n, i: i };  /* does not fit: not accepted as integer */`,
    ),
    edit(
      'lobject.js',
      /const intarith = function[\s\S]*?\n};\n/g,
      `const intarith = function(L, op, v1, v2) {
    switch (op) {
        case LUA_OPADD:  return int.add(v1, v2);
        case LUA_OPSUB:  return int.subtract(v1, v2);
        case LUA_OPMUL:  return int.multiply(v1, v2);
        case LUA_OPMOD:  return lvm.luaV_mod(L, v1, v2);
        case LUA_OPIDIV: return lvm.luaV_div(L, v1, v2);
        case LUA_OPBAND: return int.and(v1, v2);
        case LUA_OPBOR:  return int.or(v1, v2);
        case LUA_OPBXOR: return int.xor(v1, v2);
        case LUA_OPSHL:  return int.shiftLeft(v1, v2);
        case LUA_OPSHR:  return int.shiftRight(v1, v2);
        case LUA_OPUNM:  return int.negate(v1);
        case LUA_OPBNOT: return int.not(v1);
        default: lua_assert(0);
    }
};
`,
    ),
    edit('lobject.js', 'res.setivalue(intarith(L, op, i1, i2));', 'res.setint(intarith(L, op, i1, i2));'),
    edit('lobject.js', 'res.setivalue(intarith(L, op, p1.value, p2.value));', 'res.setint(intarith(L, op, p1.value, p2.value));'),

    edit('luaconf.js', 'const LUA_MAXINTEGER = 2147483647;', 'const LUA_MAXINTEGER = int.MAX_INTEGER;'),
    edit('luaconf.js', 'const LUA_MININTEGER = -2147483648;', 'const LUA_MININTEGER = int.MIN_INTEGER;'),
    edit('luaconf.js', '    return n >= LUA_MININTEGER && n < -LUA_MININTEGER ? n : false;', '    return int.fromFloat(n);'),

    // Tables: an integral float is the key of its integer.
    edit(
      'ltable.js',
      `            /* fall through */
        case LUA_TNUMINT: /* takes`,
      `            if (!(key.value <= MAX_SAFE && key.value >= -MAX_SAFE) && Number.isInteger(key.value)) {
                const n = int.fromFloat(key.value);
                return n === false ? key.value : n;
            }
            /* fall through */
        case int.LUA_TNUMBIG:
        case LUA_TNUMINT: /* takes`,
    ),
    edit('ltable.js', '/* used to prevent conflicts with', 'const MAX_SAFE = Number.MAX_SAFE_INTEGER;\n\n/* used to prevent conflicts with'),
    edit('ltable.js', '    lua_assert(typeof key == "number" && (key|0) === key);', '    lua_assert(typeof key == "number");'),
    edit('ltable.js', '    lua_assert(typeof key == "number" && (key|0) === key && value instanceof lobject.TValue);', '    lua_assert(typeof key == "number" && value instanceof lobject.TValue);'),
    edit(
      'ltable.js',
      `        if ((key.ttisfloat() && (kv|0) === kv)) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, kv);`,
      `        let n;
        if (key.ttisfloat() && Number.isInteger(kv) && (n = int.fromFloat(kv)) !== false) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, 0);
            k.setint(n);`,
    ),
    edit('ltable.js', 'if (j > LUA_MAXINTEGER / 2) {', 'if (j > MAX_SAFE / 2) {'),
    edit('ltable.js', /const \{\n {4}LUA_MAXINTEGER\n\} = require\('\.\/luaconf\.js'\);\n/g, ''),
    edit('ltable.js', '                case "number":\n', '                case "bigint":\n                case "number":\n'),

    // The API: integers go in and out as number or BigInt; lua_tointegerx keeps to numbers, for library code that counts with them.
    edit('lapi.js', '    fengari_argcheck(typeof n === "number" && (n|0) === n);', '    fengari_argcheck(typeof n === "number" && Number.isInteger(n));'),
    edit(
      'lapi.js',
      `const lua_pushinteger = function(L, n) {
    fengari_argcheckinteger(n);
    L.stack[L.top] = new TValue(LUA_TNUMINT, n);`,
      `const newinteger = function(n) {
    const tv = new TValue(LUA_TNUMINT, n);
    if (typeof n === "number" && n <= Number.MAX_SAFE_INTEGER && n >= -Number.MAX_SAFE_INTEGER) {
        fengari_argcheckinteger(n);
        tv.value = n + 0;  /* no -0 */
    } else {
        if (typeof n !== "bigint") fengari_argcheckinteger(n);
        tv.setint(int.canonical(BigInt(n)));
    }
    return tv;
};

const lua_pushinteger = function(L, n) {
    L.stack[L.top] = newinteger(n);`,
    ),
    edit(
      'lapi.js',
      `const lua_tointegerx = function(L, idx) {
    return lvm.tointeger(index2addr(L, idx));`,
      `/* a canonical integer (number or BigInt), or false */
const lua_toint64x = function(L, idx) {
    return lvm.tointeger(index2addr(L, idx));
};
module.exports.lua_toint64x = lua_toint64x;

const lua_tointegerx = function(L, idx) {
    const n = lvm.tointeger(index2addr(L, idx));
    return typeof n === "bigint" ? Number(n) : n;`,
    ),
    edit(
      'lapi.js',
      `    fengari_argcheckinteger(n);
    api_checknelems(L, 1);
    let t = index2addr(L, idx);
    L.stack[L.top] = new TValue(LUA_TNUMINT, n);`,
      `    api_checknelems(L, 1);
    let t = index2addr(L, idx);
    L.stack[L.top] = newinteger(n);`,
    ),
    edit(
      'lapi.js',
      `    fengari_argcheckinteger(n);
    L.stack[L.top] = new TValue(LUA_TNUMINT, n);`,
      `    L.stack[L.top] = newinteger(n);`,
    ),

    // The compiler's constants.
    edit('lcode.js', '                return new TValue(LUA_TNUMINT, e.u.ival);', '                let tv = new TValue(LUA_TNUMINT, 0);\n                tv.setint(e.u.ival);\n                return tv;'),
    edit('lcode.js', '    let o = new TValue(LUA_TNUMINT, n);\n', '    let o = new TValue(LUA_TNUMINT, 0);\n    o.setint(n);\n'),

    // Binary chunks: lua_Integer and size_t are 8 bytes, as in PUC Lua on 64-bit machines.
    edit(
      'ldump.js',
      `const DumpInteger = function(x, D) {
    let ab = new ArrayBuffer(4);
    let dv = new DataView(ab);
    dv.setInt32(0, x, true);
    let t = new Uint8Array(ab);
    DumpBlock(t, 4, D);`,
      `const DumpInteger = function(x, D) {
    let t = new Uint8Array(8);
    int.toBytes(x, 8, t, true);
    DumpBlock(t, 8, D);`,
    ),
    edit('ldump.js', 'DumpByte(4, D); // size_tSize', 'DumpByte(8, D); // size_tSize'),
    edit('ldump.js', 'DumpByte(4, D); // integerSize', 'DumpByte(8, D); // integerSize'),
    edit('ldump.js', '        DumpByte(o.ttype(), D);', '        DumpByte(o.ttisinteger() ? LUA_TNUMINT : o.ttype(), D);'),
    edit('ldump.js', '            case LUA_TNUMINT:\n', '            case int.LUA_TNUMBIG:\n            case LUA_TNUMINT:\n'),
    edit('lundump.js', 'this.checksize(this.size_tSize, 4, "size_t");', 'this.checksize(this.size_tSize, 8, "size_t");'),
    edit('lundump.js', 'this.checksize(this.integerSize, 4, "integer");', 'this.checksize(this.integerSize, 8, "integer");'),
    edit('lundump.js', 'this.size_tSize = 4;', 'this.size_tSize = 8;'),
    edit('lundump.js', 'this.integerSize = 4;', 'this.integerSize = 8;'),
    edit(
      'lundump.js',
      `        return this.dv.getInt32(0, true);
    }

    LoadSize_t() {`,
      `        return int.canonical(this.dv.getBigInt64(0, true));
    }

    LoadSize_t() {`,
    ),
    edit(
      'lundump.js',
      '                    f.k.push(new lobject.TValue(LUA_TNUMINT, this.LoadInteger()));',
      `                    f.k.push(new lobject.TValue(LUA_TNUMINT, 0));
                    f.k[i].setint(this.LoadInteger());`,
    ),
  ],
};
