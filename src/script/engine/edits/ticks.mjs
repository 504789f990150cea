// @ts-check
/** The tick counter in the VM's loop. */
import { edit, prelude } from './edit.mjs';

const COUNT = '(ticks[0] += 1) >= ticks[1]';

/** @type {import('./edit.mjs').Concern} */
export const tickCounter = {
  name: 'ticks',
  reason:
    'Pause, interrupt, time and memory limits, step-in and positions in a recorded run all need to get hold of the running VM. Counting ' +
    'back edges and calls costs nothing measurable. The loop is left by `return 2`; the instruction is complete by then.',
  edits: [
    prelude('lvm.js', "const { counter: ticks } = require('../../vm/ticks.ts');"),
    edit(
      'lvm.js',
      `                dojump(L, ci, i, 0);
                break;`,
      `                dojump(L, ci, i, 0);
                if (i.sBx < 0 && ${COUNT}) return 2;
                break;`,
    ),
    // A test's jump goes back at the end of \`repeat ... until\`.
    edit('lvm.js', '                    donextjump(L, ci);', `                    if (donextjump(L, ci) < 0 && ${COUNT}) return 2;`, 5),
    edit(
      'lvm.js',
      '    dojump(L, ci, ci.l_code[ci.l_savedpc], 1);',
      `    let i = ci.l_code[ci.l_savedpc];
    dojump(L, ci, i, 1);
    return i.sBx;`,
    ),
    edit('lvm.js', '                        L.stack[ra + 3].setivalue(idx);\n', `                        L.stack[ra + 3].setivalue(idx);\n                        if (${COUNT}) return 2;\n`),
    edit('lvm.js', '                        L.stack[ra + 3].setfltvalue(idx);\n', `                        L.stack[ra + 3].setfltvalue(idx);\n                        if (${COUNT}) return 2;\n`),
    edit(
      'lvm.js',
      `                    if (bigloop(L, ra)) {
                        ci.l_savedpc += i.sBx;
`,
      `                    if (bigloop(L, ra)) {
                        ci.l_savedpc += i.sBx;
                        if (${COUNT}) return 2;
`,
    ),
    edit(
      'lvm.js',
      '                    ci.l_savedpc += i.sBx; /* jump back */',
      `                    ci.l_savedpc += i.sBx; /* jump back */
                    if (${COUNT}) return 2;`,
    ),
    edit(
      'lvm.js',
      `                        ldo.adjust_top(L, ci.top);  /* adjust results */
                } else {
                    ci = L.ci;
`,
      `                        ldo.adjust_top(L, ci.top);  /* adjust results */
                    if (${COUNT}) return 2;
                } else {
                    ci = L.ci;
                    if (${COUNT}) return 2;
`,
    ),
    edit('lvm.js', '                    ci = L.ci = oci;\n', `                    ci = L.ci = oci;\n                    if (${COUNT}) return 2;\n`),
  ],
};
