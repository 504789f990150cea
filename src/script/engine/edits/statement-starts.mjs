// @ts-check
/** The compiler keeps where statements start, and how many local variables there are then. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const statementStarts = {
  name: 'statement starts',
  reason: '"Jump to line" may only go to the first instruction of a statement, where no register holds half a result. Several can start at one: `local b` behind `local a` has no code of its own. Binary chunks have no list.',
  edits: [
    edit('lfunc.js', '        this.lineinfo = [];', '        this.statements = [];     // pcs at which statements start\n        this.statementLocals = [];\n        this.lineinfo = [];'),
    edit('lparser.js', '    enterlevel(ls);\n    switch(ls.t.token) {', '    enterlevel(ls);\n    ls.fs.f.statements.push(ls.fs.pc);\n    ls.fs.f.statementLocals.push(ls.fs.nactvar);\n    switch(ls.t.token) {'),
  ],
};
