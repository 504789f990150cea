// @ts-check
/** Tables can be watched for writes. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const tableWatch = {
  name: 'table watch',
  reason: 'Data breakpoints on fields must see every write: by instructions, rawset, library functions and deletions. A null test in the two writers is free.',
  edits: [
    edit('ltable.js', '        this.metatable = null;\n        this.flags = ~0;\n', '        this.metatable = null;\n        this.flags = ~0;\n        this.watch = null; /* (L, table, hash, value), called before the write */\n'),
    edit('ltable.js', '    let hash = key; /* table_hash known result */\n', '    let hash = key; /* table_hash known result */\n    if (t.watch !== null) t.watch(L, t, hash, value);\n'),
    edit('ltable.js', '    let hash = table_hash(L, key);\n    if (value.ttisnil()) { /* delete */', '    let hash = table_hash(L, key);\n    if (t.watch !== null) t.watch(L, t, hash, value);\n    if (value.ttisnil()) { /* delete */'),
    // luaH_setint has no state of its own: every caller passes it.
    edit('ltable.js', 'const luaH_setint = function(t, key, value) {', 'const luaH_setint = function(L, t, key, value) {'),
    edit('lvm.js', 'ltable.luaH_setint(h, last--,', 'ltable.luaH_setint(L, h, last--,'),
    edit('lapi.js', 'ltable.luaH_setint(o.value, n,', 'ltable.luaH_setint(L, o.value, n,'),
    edit('lstate.js', 'ltable.luaH_setint(registry,', 'ltable.luaH_setint(L, registry,', 2),
    edit('ldebug.js', 'ltable.luaH_setint(t, lineinfo[i], v);', 'ltable.luaH_setint(L, t, lineinfo[i], v);'),
  ],
};
