// @ts-check
/** 64-bit integers in the VM's loop: safe integers stay on a fast path without calls, the rest goes to vm/integers.ts. */
import { edit, prelude } from './edit.mjs';

/**
 * The body of a binary operator's case, between fetching its operands and its `break`.
 * @param {string} opcode
 * @param {string} body
 */
function operator(opcode, body) {
  return edit(
    'lvm.js',
    new RegExp(`( +case OP_${opcode}: \\{\\n +let op1 = RKB\\(L, base, k, i\\);\\n +let op2 = RKC\\(L, base, k, i\\);\\n)[\\s\\S]*?(\\n +break;\\n +\\})`, 'g'),
    (_match, head, tail) => head + body + tail,
  );
}

/** @param {string} symbol @param {string} opcode @param {string} [plusZero] keeps a product from being -0 */
const arithmetic = (symbol, opcode, plusZero = '') => `                let r;
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && (r = op1.value ${symbol} op2.value) <= MAX_SAFE && r >= -MAX_SAFE) {
                    L.stack[ra].setivalue(r${plusZero});
                } else if (op1.type === LUA_TNUMFLT && op2.type === LUA_TNUMFLT) {
                    L.stack[ra].setfltvalue(op1.value ${symbol} op2.value);
                } else {
                    lobject.luaO_arith(L, ${opcode}, op1, op2, L.stack[ra]);
                }`;

/** @param {string} symbol @param {string} opcode */
const bitwise = (symbol, opcode) => `                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && (op1.value|0) === op1.value && (op2.value|0) === op2.value) {
                    L.stack[ra].setivalue(op1.value ${symbol} op2.value);
                } else {
                    lobject.luaO_arith(L, ${opcode}, op1, op2, L.stack[ra]);
                }`;

/** @param {string} opcode */
const outOfLine = (opcode) => `                lobject.luaO_arith(L, ${opcode}, op1, op2, L.stack[ra]);`;

/** @type {import('./edit.mjs').Concern} */
export const integersInVm = {
  name: '64-bit integers: VM',
  reason:
    'fengari has 32-bit integers. An integer is a JS number while safe and a BigInt under the tag LUA_TNUMBIG beyond; the loop tests ' +
    'for the tag of safe integers and the range of the result, so that big ones cost the common case nothing.',
  edits: [
    prelude(
      'lvm.js',
      `const int = { ...require('../../vm/integers.ts') };
const { LUA_TNUMBIG } = int;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_EXACT = 4503599627370496; /* 2^52: below it the quotient of the modulo is exact */`,
    ),
    edit('lvm.js', '    LUA_MULTRET,\n', '    LUA_MULTRET,\n    LUA_OPADD,\n    LUA_OPBAND,\n    LUA_OPBOR,\n    LUA_OPBXOR,\n    LUA_OPDIV,\n    LUA_OPIDIV,\n    LUA_OPMOD,\n    LUA_OPMUL,\n    LUA_OPPOW,\n    LUA_OPSHL,\n    LUA_OPSHR,\n    LUA_OPSUB,\n'),
    operator('ADD', arithmetic('+', 'LUA_OPADD')),
    operator('SUB', arithmetic('-', 'LUA_OPSUB')),
    operator('MUL', arithmetic('*', 'LUA_OPMUL', ' + 0')),
    operator(
      'MOD',
      `                let a, b;
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && (b = op2.value) > 0 && b <= MAX_EXACT && (a = op1.value) <= MAX_EXACT && a >= -MAX_EXACT) {
                    L.stack[ra].setivalue(a - Math.floor(a / b) * b);
                } else {
                    lobject.luaO_arith(L, LUA_OPMOD, op1, op2, L.stack[ra]);
                }`,
    ),
    operator(
      'IDIV',
      `                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value !== 0) {
                    L.stack[ra].setivalue(Math.floor(op1.value / op2.value) + 0);
                } else {
                    lobject.luaO_arith(L, LUA_OPIDIV, op1, op2, L.stack[ra]);
                }`,
    ),
    operator(
      'DIV',
      `                if (op1.type === LUA_TNUMFLT && op2.type === LUA_TNUMFLT) {
                    L.stack[ra].setfltvalue(op1.value / op2.value);
                } else {
                    lobject.luaO_arith(L, LUA_OPDIV, op1, op2, L.stack[ra]);
                }`,
    ),
    operator('POW', outOfLine('LUA_OPPOW')),
    operator('BAND', bitwise('&', 'LUA_OPBAND')),
    operator('BOR', bitwise('|', 'LUA_OPBOR')),
    operator('BXOR', bitwise('^', 'LUA_OPBXOR')),
    operator('SHL', outOfLine('LUA_OPSHL')),
    operator('SHR', outOfLine('LUA_OPSHR')),
    edit(
      'lvm.js',
      `                if (op.ttisinteger()) {
                    L.stack[ra].setivalue((-op.value)|0);
                }`,
      `                if (op.type === LUA_TNUMINT) {
                    L.stack[ra].setivalue(0 - op.value);
                } else if (op.type === LUA_TNUMBIG) {
                    L.stack[ra].setint(int.negate(op.value));
                }`,
    ),
    edit(
      'lvm.js',
      `                if (op.ttisinteger()) {
                    L.stack[ra].setivalue(~op.value);
                } else {`,
      `                let n = tointeger(op);
                if (n !== false) {
                    L.stack[ra].setint(int.not(n));
                } else {`,
    ),
    edit('lvm.js', '                if (L.stack[ra].ttisinteger()) { /* integer loop? */', '                if (L.stack[ra].type === LUA_TNUMINT) { /* integer loop? */'),
    edit('lvm.js', '                    let idx = (L.stack[ra].value + step)|0;', '                    let idx = L.stack[ra].value + step;'),
    edit(
      'lvm.js',
      '                } else { /* floating loop */',
      `                } else if (L.stack[ra].type === LUA_TNUMBIG) { /* 64-bit loop (rare) */
                    if (bigloop(L, ra)) {
                        ci.l_savedpc += i.sBx;
                    }
                } else { /* floating loop */`,
    ),
    edit(
      'lvm.js',
      `                    let initv = forlim.stopnow ? 0 : init.value;
                    plimit.value = forlim.ilimit;
                    init.value = (initv - pstep.value)|0;`,
      `                    prepareloop(init, plimit, pstep, forlim);`,
    ),
    edit(
      'lvm.js',
      'const dojump = function',
      `/* An integer loop runs on safe integers if its start and its limit are. A limit beyond them (math.huge becomes the largest
   integer) is brought down when the loop cannot get there in a lifetime. All else is a loop on BigInts. */
const prepareloop = function(init, plimit, pstep, forlim) {
    const initv = forlim.stopnow ? 0 : init.value;
    let limit = forlim.ilimit;
    const step = pstep.value;
    if (typeof initv === "number" && typeof step === "number") {
        if (typeof limit !== "number" && Math.abs(initv) < MAX_EXACT && Math.abs(step) < 4096)
            limit = limit > 0n ? MAX_SAFE : -MAX_SAFE;
        const first = initv - step;
        if (typeof limit === "number" && first <= MAX_SAFE && first >= -MAX_SAFE) {
            plimit.setivalue(limit);
            init.setivalue(first);
            return;
        }
    }
    plimit.type = LUA_TNUMBIG;
    plimit.value = BigInt(limit);
    init.type = LUA_TNUMBIG;
    init.value = BigInt.asIntN(64, BigInt(initv) - BigInt(step));
};

const bigloop = function(L, ra) {
    const step = BigInt(L.stack[ra + 2].value);
    const idx = BigInt.asIntN(64, BigInt(L.stack[ra].value) + step);
    const limit = L.stack[ra + 1].value;
    if (0n < step ? idx <= limit : limit <= idx) {
        L.stack[ra].value = idx;
        L.stack[ra + 3].setint(int.canonical(idx));
        return true;
    }
    return false;
};

const dojump = function`,
    ),
    // A float equals a BigInt by value: == compares them exactly, === never would.
    edit('lvm.js', 'return (t1.value === t2.value) ? 1 : 0;', 'return (t1.value == t2.value) ? 1 : 0;'),
    edit('lvm.js', '        case LUA_TNUMINT:\n        case LUA_TNUMFLT:', '        case LUA_TNUMBIG:\n        case LUA_TNUMINT:\n        case LUA_TNUMFLT:'),
    edit(
      'lvm.js',
      `    if (o.ttnov() === LUA_TNUMBER)
        return o.value;`,
      `    if (o.ttnov() === LUA_TNUMBER)
        return o.type === LUA_TNUMBIG ? Number(o.value) : o.value;`,
    ),
    edit(
      'lvm.js',
      `            return v.value;
    }

    return false;
};`,
      `            return Number(v.value);
    }

    return false;
};`,
    ),
    edit('lvm.js', '    return Math.floor(m / n)|0;', '    return int.floorDivide(m, n);'),
    edit('lvm.js', '    return (m - Math.floor(m / n) * n)|0;', '    return int.modulo(m, n);'),
    edit('lvm.js', /const luaV_shiftl = function[\s\S]*?\n};\n/g, 'const luaV_shiftl = int.shiftLeft;\n'),
  ],
};
