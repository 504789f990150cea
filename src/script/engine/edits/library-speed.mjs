// @ts-check
/** Libraries that took time for nothing. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const librarySpeed = {
  name: 'library speed',
  reason:
    'Uint8Array.from walks an iterator for each copy of a string, numbers were printed through a format, string.rep copied piece by piece, and ' +
    'every character added to a buffer made a view of it: each of them dominates scripts that build strings.',
  edits: [
    edit('defs.js', /let luastring_from;\n[\s\S]*?(?=let luastring_indexOf;)/g, 'const luastring_from = (bytes) => new Uint8Array(bytes);\n\n'),
    edit(
      'defs.js',
      `    let len = str.length;
    let outU8Array = Array(len);`,
      `    let len = str.length;
    let ascii = new Uint8Array(len);
    let at = 0;
    for (; at < len; at++) {
        const u = str.charCodeAt(at);
        if (u > 0x7F) break;
        ascii[at] = u;
    }
    if (at === len) {
        if (cache) to_luastring_cache[str] = ascii;
        return ascii;
    }
    let outU8Array = Array(len);`,
    ),
    edit(
      'lauxlib.js',
      /if \(lua_isinteger\(L, idx\)\)\n +lua_pushfstring\(L, p_I, .*\n +else\n +lua_pushfstring\(L, p_f, .*\n/g,
      'lua_pushvalue(L, idx);  /* converted in place below */\n',
    ),
    edit('lauxlib.js', /const p_I = .*\nconst p_f = .*\n/g, ''),
    edit(
      'lstrlib.js',
      /let pi = 0;\n {8}while \(n-- > 1\) \{[\s\S]*?p\.set\(s, pi\); {2}\/\* last copy.*\n/g,
      `if (l === 1 && lsep === 0)
            p.fill(s[0]);
        else if (totallen > 0) {
            p.set(s);
            if (lsep > 0 && n > 1)
                p.set(sep, l);
            for (let done = n > 1 ? l + lsep : l; done < totallen; done *= 2)  /* twice as much each time */
                p.copyWithin(done, 0, Math.min(done, totallen - done));
        }
`,
    ),
    edit(
      'lauxlib.js',
      `    luaL_prepbuffsize(B, 1);
    B.b[B.n++] = c;`,
      `    if (B.n >= B.b.length)
        luaL_prepbuffsize(B, B.b.length < 32 ? 32 : 1);
    B.b[B.n++] = c;`,
    ),
    edit(
      'lauxlib.js',
      `        let b = luaL_prepbuffsize(B, l);
        b.set(s.subarray(0, l));
        luaL_addsize(B, l);`,
      `        if (B.b.length < B.n + l)
            luaL_prepbuffsize(B, l);
        B.b.set(l === s.length ? s : s.subarray(0, l), B.n);
        luaL_addsize(B, l);`,
    ),
  ],
};
