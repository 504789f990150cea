// @ts-check
/** Short ways through the loop and the tables for what scripts do most. */
import { edit } from './edit.mjs';

/** How many assertions stand in lines of their own. */
const ASSERTIONS = Object.entries({ 'lvm.js': 11, 'ltable.js': 5, 'lobject.js': 5, 'lstring.js': 5, 'ltm.js': 1 });

/** @type {import('./edit.mjs').Concern} */
export const fastPaths = {
  name: 'fast paths',
  reason:
    'Comparisons of numbers, and table access by string or integer, go through five functions in fengari, each with its assertions and a ' +
    'switch over all types; a store looks its key up twice.',
  edits: [
    // Assertions state what the code around them ensures; PUC Lua compiles them away.
    ...ASSERTIONS.map(([file, count]) => edit(file, /^ *lua_assert\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\);.*\n/gm, '', count)),

    edit('lvm.js', 'luaV_equalobj(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A', 'equal(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A'),
    edit('lvm.js', 'luaV_lessthan(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A', 'lessthan(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A'),
    edit('lvm.js', 'luaV_lessequal(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A', 'lessequal(L, RKB(L, base, k, i), RKC(L, base, k, i)) !== i.A'),
    edit(
      'lvm.js',
      'const RA = function',
      `/* numbers compare as JavaScript compares them, a BigInt by value */
const lessthan = function(L, l, r) {
    return (l.type & 15) === LUA_TNUMBER && (r.type & 15) === LUA_TNUMBER ? (l.value < r.value ? 1 : 0) : luaV_lessthan(L, l, r);
};
const lessequal = function(L, l, r) {
    return (l.type & 15) === LUA_TNUMBER && (r.type & 15) === LUA_TNUMBER ? (l.value <= r.value ? 1 : 0) : luaV_lessequal(L, l, r);
};
const equal = function(L, l, r) {
    return l.type === LUA_TNUMINT && r.type === LUA_TNUMINT ? (l.value === r.value ? 1 : 0) : luaV_equalobj(L, l, r);
};

const RA = function`,
    ),

    edit(
      'ltable.js',
      `    if (key.ttisnil() || (key.ttisfloat() && isNaN(key.value)))
        return lobject.luaO_nilobject;`,
      `    let hash;
    if (key.type === LUA_TLNGSTR) {
        hash = key.value.hash;
        if (hash === null) hash = luaS_hashlongstr(key.value);
    } else if (key.type === LUA_TNUMINT)
        hash = key.value;
    if (hash !== void 0) {
        const entry = t.strong.get(hash);
        return entry !== void 0 ? entry.value : lobject.luaO_nilobject;
    }
    if (key.ttisnil() || (key.ttisfloat() && isNaN(key.value)))
        return lobject.luaO_nilobject;`,
    ),
    edit(
      'ltable.js',
      'const table_hash = function(L, key) {\n',
      `const table_hash = function(L, key) {
    if (key.type === LUA_TLNGSTR)
        return luaS_hashlongstr(key.value);
    if (key.type === LUA_TNUMINT)
        return key.value;
`,
    ),
    // #t: a sequence has as many entries as elements; other tables grow and shrink by one at a border found before. A constructor's last
    // element is a border, nils before it or not: PUC Lua finds it because its array is as long as the constructor.
    edit('lvm.js', '                let last = ((c - 1) * LFIELDS_PER_FLUSH) + n;\n', '                let last = ((c - 1) * LFIELDS_PER_FLUSH) + n;\n                h.border = last;\n'),
    edit('ltable.js', '        this.watch = null;', '        this.border = 0; /* the last answer of luaH_getn */\n        this.watch = null;'),
    edit(
      'ltable.js',
      'const luaH_getn = function(t) {\n',
      `const luaH_getn = function(t) {
    const strong = t.strong;
    const n = t.border;
    if (n > 0 && strong.has(n) && !strong.has(n + 1))
        return n;
    const size = strong.size;
    if (size === 0 || (strong.has(size) && !strong.has(size + 1)))
        return t.border = size;
    if (n > 1 && !strong.has(n) && strong.has(n - 1))
        return t.border = n - 1;
    if (n > 0 && strong.has(n + 1) && !strong.has(n + 2))
        return t.border = n + 1;
    return t.border = search_border(t);
};

const search_border = function(t) {
`,
    ),
    // A key that is there keeps its entry: its cell is written, and no metamethod can have become visible.
    edit(
      'lvm.js',
      `            let slot = ltable.luaH_get(L, h, key);
            if (!slot.ttisnil() ||`,
      `            let slot = ltable.luaH_get(L, h, key);
            if (slot.type !== LUA_TNIL && val.type !== LUA_TNIL && h.watch === null) {
                slot.type = val.type;
                slot.value = val.value;
                return;
            }
            if (!slot.ttisnil() ||`,
    ),
  ],
};

/**
 * What belongs to the frame is fetched once for each frame instead of once for each instruction.
 * @param {string} loop   the text of the loop's function
 */
export function hoistFrame(loop) {
  const head = `        let cl = ci.func.value;
        let k = cl.p.k;
        let protos = cl.p.p;
        let base = ci.l_base;

        let i = ci.l_code[ci.l_savedpc++];
`;
  const end = loop.lastIndexOf('    }\n};');
  if (!loop.includes(head) || end < 0) throw new Error('lvm.js: "fast paths" cannot find the head and the end of the loop');
  const closed = `${loop.slice(0, end)}    }\n    }\n};${loop.slice(end + '    }\n};'.length)}`;
  return closed.replace(
    head,
    `        const cl = ci.func.value;
        const k = cl.p.k;
        const protos = cl.p.p;
        const base = ci.l_base;
        const code = ci.l_code;
        for (;;) {
        let i = code[ci.l_savedpc++];
`,
  );
}

/**
 * The small helpers of the loop written out: V8 stops inlining in a function of this size long before the end. `L.stack` is one array as
 * long as the thread lives.
 * @param {string} loop   the text of the loop's function
 */
export function inlineHelpers(loop) {
  const text = loop
    .replace(/\bRKB\(L, base, k, i\)/g, '(i.B & 256 ? k[i.B & 255] : L.stack[base + i.B])')
    .replace(/\bRKC\(L, base, k, i\)/g, '(i.C & 256 ? k[i.C & 255] : L.stack[base + i.C])')
    .replace(/\bRA\(L, base, i\)/g, '(base + i.A)')
    .replace(/\bRB\(L, base, i\)/g, '(base + i.B)')
    .replace(/\blobject\.setobjs2s\(L, ([^,;]+), ([^,;]+)\);/g, '{ const to = L.stack[$1], from = L.stack[$2]; to.type = from.type; to.value = from.value; }')
    .replace(/\blobject\.setobj2s\(L, ([^,;]+), ([^,;]+)\);/g, '{ const to = L.stack[$1], from = $2; to.type = from.type; to.value = from.value; }')
    .replace(/L\.stack\[([^\]]+)\]\.setivalue\(([^;]+)\);/g, '{ const to = L.stack[$1]; to.type = LUA_TNUMINT; to.value = $2; }')
    .replace(/L\.stack\[([^\]]+)\]\.setfltvalue\(([^;]+)\);/g, '{ const to = L.stack[$1]; to.type = LUA_TNUMFLT; to.value = $2; }')
    .replace(/L\.stack\[([^\]]+)\]\.chg(?:i|flt)value\(([^;]+)\);/g, 'L.stack[$1].value = $2;')
    .replace(/\bL\.stack\[/g, 'stack[')
    .replace('    let ci = L.ci;\n', '    let ci = L.ci;\n    const stack = L.stack;\n');
  const left = /\b(RKB|RKC|RA|RB|setobjs2s|setobj2s)\(|\.set(i|flt)value\(/.exec(text);
  if (left) throw new Error(`lvm.js: the loop still calls ${left[0]}`);
  return text;
}
