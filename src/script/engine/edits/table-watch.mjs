// @ts-check
/** Tables can be watched for writes. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const tableWatch = {
  name: 'table watch',
  reason:
    'Data breakpoints on fields must see every write: by instructions, rawset, library functions and deletions. A null test in the two ' +
    'writers is free. A watch makes the writes it is interested in itself, so that it knows the field before and after.',
  edits: [
    edit('ltable.js', '        this.metatable = null;\n        this.flags = ~0;\n', '        this.metatable = null;\n        this.flags = ~0;\n        this.watch = null; /* the host\'s: it answers true when it has made the write itself */\n'),
    edit('ltable.js', '    let hash = key; /* table_hash known result */\n', '    let hash = key; /* table_hash known result */\n    if (t.watch !== null && t.watch.writeInteger(L, t, key, value)) return;\n'),
    edit('ltable.js', '    let hash = table_hash(L, key);\n    if (value.ttisnil()) { /* delete */', '    let hash = table_hash(L, key);\n    if (t.watch !== null && t.watch.write(L, t, key, hash, value)) return;\n    if (value.ttisnil()) { /* delete */'),
    edit('ltable.js', 'module.exports.luaH_get     = luaH_get;', 'module.exports.table_hash   = table_hash;\nmodule.exports.luaH_get     = luaH_get;'),
    // luaH_setint has no state of its own: every caller passes it.
    edit('ltable.js', 'const luaH_setint = function(t, key, value) {', 'const luaH_setint = function(L, t, key, value) {'),
    edit('lvm.js', 'ltable.luaH_setint(h, last--,', 'ltable.luaH_setint(L, h, last--,'),
    edit('lapi.js', 'ltable.luaH_setint(o.value, n,', 'ltable.luaH_setint(L, o.value, n,'),
    edit('lstate.js', 'ltable.luaH_setint(registry,', 'ltable.luaH_setint(L, registry,', 2),
    edit('ldebug.js', 'ltable.luaH_setint(t, lineinfo[i], v);', 'ltable.luaH_setint(L, t, lineinfo[i], v);'),
  ],
};
