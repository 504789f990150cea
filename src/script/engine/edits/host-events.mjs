// @ts-check
/** The VM tells its host (vm/host.ts) of errors, chunks and threads, and lets interrupts pass. */
import { edit, prelude } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const hostEvents = {
  name: 'host events',
  reason:
    'The debugger has to see every error with its stack still whole, every compiled chunk, and every thread with the thread that resumed ' +
    'it. An interrupt must end a run whatever the script catches, and leave no coroutine looking alive; the debugger ends single coroutines, too.',
  edits: [
    prelude('lstate.js', "const { silentHost } = require('../../vm/host.ts');"),
    edit('lstate.js', '        this.atnativeerror = null;\n', '        this.atnativeerror = null;\n        this.host = silentHost;\n        this.passedon = false; /* the next error is one that coroutine.wrap passes on */\n'),
    edit('lstate.js', '        this.errfunc = 0;\n', '        this.errfunc = 0;\n        this.from = null; /* the thread that resumed this one, while it runs */\n        this.resumes = 0;\n        this.ended = null; /* why the host has ended this coroutine */\n        this.handling = 0; /* message handlers that are running */\n        this.debuginfo = null; /* the host\'s */\n'),

    // Errors: before the message handler runs. One inside a message handler is told too; those of the handlers that Lua then runs for it are not.
    edit(
      'ldebug.js',
      `const luaG_errormsg = function(L) {
    if (L.errfunc !== 0) {  /* is there an error handling function? */`,
      `const luaG_errormsg = function(L) {
    if (L.l_G.passedon)
        L.l_G.passedon = false;
    else if (L.handling <= 1)
        L.l_G.host.raised(L);
    if (L.errfunc !== 0) {  /* is there an error handling function? */`,
    ),
    edit(
      'ldebug.js',
      `        ldo.luaD_callnoyield(L, L.top - 2, 1);
    }

    ldo.luaD_throw(L, LUA_ERRRUN);`,
      `        L.handling++;
        ldo.luaD_callnoyield(L, L.top - 2, 1);
        L.handling--;
    }

    ldo.luaD_throw(L, LUA_ERRRUN);`,
    ),
    edit('lcorolib.js', '        return lua_error(L);  /* propagate error */', '        L.l_G.passedon = co.ended === null; /* that the host ended it has not been raised yet */\n        return lua_error(L);  /* propagate error */'),

    // Interrupts pass; a coroutine they leave is dead.
    edit('ldo.js', '    let oldnCcalls = L.nCcalls;\n', '    let oldnCcalls = L.nCcalls;\n    let oldhandling = L.handling;\n'),
    edit(
      'ldo.js',
      `        if (lj.status === LUA_OK) {
            /* error was not thrown via luaD_throw, i.e. it is a JS error */`,
      `        L.handling = oldhandling;
        if (lj.status === LUA_OK && L.l_G.host.beatsProtectedCalls(e)) {
            L.errorJmp = lj.previous;
            L.nCcalls = oldnCcalls;
            if (f === resume || f === unroll) {
                lfunc.luaF_close(L, L.base_ci.funcOff + 1);
                L.ci = L.base_ci;
                L.top = L.ci.funcOff + 1;
                L.ci.top = L.top + LUA_MINSTACK;
                if (L.l_G.host.endsThread(L, e)) { /* it ends here, as by an error */
                    lobject.pushsvalue2s(L, luaS_newliteral(L, L.ended));
                    return LUA_ERRRUN;
                }
                L.status = LUA_ERRRUN;
                L.l_G.host.threadEnded(L);
            }
            throw e;
        }
        if (lj.status === LUA_OK) {
            /* error was not thrown via luaD_throw, i.e. it is a JS error */`,
    ),

    edit('ldo.js', 'return resume_error(L, "cannot resume dead coroutine", nargs);', 'return resume_error(L, L.ended === null ? "cannot resume dead coroutine" : L.ended, nargs);'),

    // JavaScript exceptions in libraries are errors like others; a Lua frame's stack is full, so room is made for the conversion.
    edit(
      'ldo.js',
      `                    lj.status = LUA_OK;

                    lapi.lua_pushcfunction`,
      `                    lj.status = LUA_OK;

                    luaD_checkstack(L, LUA_MINSTACK);
                    if (L.ci.top < L.top + LUA_MINSTACK) L.ci.top = L.top + LUA_MINSTACK;
                    lapi.lua_pushcfunction`,
    ),
    edit(
      'ldo.js',
      `                    /* Now run the message handler (if it exists) */
`,
      `                    if (L.handling <= 1) L.l_G.host.raised(L);

                    /* Now run the message handler (if it exists) */
`,
    ),

    // Chunks.
    edit('ldo.js', '    let p = new SParser(z, name, mode);\n', '    L.l_G.host.reading(z);\n    let p = new SParser(z, name, mode);\n'),
    edit('ldo.js', '    lfunc.luaF_initupvals(L, cl);\n', '    lfunc.luaF_initupvals(L, cl);\n    L.l_G.host.loaded(L, cl, p.z);\n'),
    edit('lfunc.js', '        this.source = null;       // used for debug information\n', '        this.source = null;       // used for debug information\n        this.body = null;         // the host\'s description of this function\n'),

    // Threads.
    edit('lstate.js', '    stack_init(L1, L);\n    return L1;', '    stack_init(L1, L);\n    g.host.threadStarted(L, L1);\n    return L1;'),
    edit('ldo.js', '    L.nCcalls = from ? from.nCcalls + 1 : 1;\n', '    L.from = from;\n    L.resumes++;\n    L.nCcalls = from ? from.nCcalls + 1 : 1;\n'),
    edit(
      'ldo.js',
      `    lua_assert(L.nCcalls === (from ? from.nCcalls : 0));
    return status;`,
      `    lua_assert(L.nCcalls === (from ? from.nCcalls : 0));
    L.from = null;
    if (status !== LUA_YIELD)
        L.l_G.host.threadEnded(L);
    return status;`,
    ),
    edit('lcorolib.js', 'module.exports.luaopen_coroutine', 'module.exports.luaB_auxwrap = luaB_auxwrap;\nmodule.exports.luaB_coresume = luaB_coresume;\nmodule.exports.luaopen_coroutine'),
    edit('lbaselib.js', 'module.exports.luaopen_base', 'module.exports.luaB_load = luaB_load;\nmodule.exports.luaB_pcall = luaB_pcall;\nmodule.exports.luaB_xpcall = luaB_xpcall;\nmodule.exports.luaopen_base'),
  ],
};
