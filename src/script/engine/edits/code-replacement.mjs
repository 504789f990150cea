// @ts-check
/** A function's code may be replaced while it runs (the adapter's `replacement.ts`): frames keep what they started with. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const codeReplacement = {
  name: 'code replacement',
  reason:
    'A frame that waits in a nested call of the loop goes on with the closure it fetched when it was entered, while that closure may have got ' +
    'another code meanwhile: everything of the old code is fetched at once, or through the frame. Old code that is still running makes ' +
    'functions with the new code, by descriptions of its own of what they capture: `target` is the function itself.',
  edits: [
    edit('lvm.js', 'if (cl.p.p.length > 0)', 'if (protos.length > 0)', 2),
    edit('lvm.js', 'let p = cl.p.p[i.Bx];', 'let p = protos[i.Bx];'),
    edit('lvm.js', 'ci.funcOff - cl.p.numparams - 1', 'ci.funcOff - ci.func.value.p.numparams - 1'),
    edit('lvm.js', '        let k = cl.p.k;\n', '        let k = cl.p.k;\n        let protos = cl.p.p;\n'),
    edit('lvm.js', '    ncl.p = p;\n', '    ncl.p = p.target;\n'),
    edit('lfunc.js', '        this.source = null;       // used for debug information\n', '        this.source = null;       // used for debug information\n        this.target = this;       // what closures made from this one run\n'),

    // New code may have more upvalues than a closure that has not been called since.
    edit('lapi.js', 'if (!(1 <= n && n <= p.upvalues.length)) return null;', 'if (!(1 <= n && n <= f.upvals.length)) return null;'),
  ],
};
