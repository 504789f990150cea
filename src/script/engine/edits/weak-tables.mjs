// @ts-check
/** What fengari/weak-tables.ts needs of the VM to let entries of weak tables go. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const weakTables = {
  name: 'weak tables',
  reason:
    "fengari's tables hold everything, whatever `__mode` says. The engine empties weak tables when it collects; it looks for them only in " +
    'programs whose text mentions `__mode`, so that others pay nothing.',
  edits: [
    edit('lstate.js', '        this.atnativeerror = null;\n', '        this.atnativeerror = null;\n        this.weaktables = false; /* a chunk has named __mode */\n'),
    edit(
      'llex.js',
      '    let ts = luaS_new(L, str);\n',
      '    let ts = luaS_new(L, str);\n    if (str.length === 6 && str[2] === 109 /* m */ && str[0] === 95 && str[5] === 101)\n        L.l_G.weaktables = true;\n',
    ),
    // What V8 keeps in a register of the loop would outlive a collection: a table that was passed as an argument, one that was filled.
    edit('lvm.js', 'L.stack[ra].sethvalue(ltable.luaH_new(L));', '{ const to = L.stack[ra]; to.type = LUA_TTABLE; to.value = ltable.luaH_new(L); }'),
    edit('lvm.js', /(case OP_SETLIST: \{[\s\S]*?)( +ldo\.adjust_top\(L, ci\.top\);.*\n +break;)/g, (_match, body, end) => `${body}                h = null;\n${end}`),
    // A binary chunk may name it as well.
    edit('lundump.js', '    let S = new BytecodeParser(L, Z, name);\n', '    L.l_G.weaktables = true;\n    let S = new BytecodeParser(L, Z, name);\n'),
    edit('ltable.js', 'module.exports.luaH_next    = luaH_next;', 'module.exports.luaH_next    = luaH_next;\nmodule.exports.mark_dead    = mark_dead;'),
  ],
};
