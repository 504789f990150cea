// @ts-check
/** Traps in the bytecode: breakpoints and steps without hooks, at no cost until one is reached. */
import { edit } from './edit.mjs';
import { hoistFrame, inlineHelpers } from './fast-paths.mjs';

/** @type {import('./edit.mjs').Concern} */
export const trapField = {
  name: 'traps',
  reason:
    'Every instruction gets a second opcode field that the fast loop dispatches on. A trap sets it to the reserved opcode 47 and says in ' +
    '`trap` what it is for; `opcode` stays, so that string.dump, error messages and hooks see the real code. Fields from the start keep all ' +
    'instructions in one hidden class. Call records are reused, so an activation is known by a token that each new call clears.',
  edits: [
    edit('lopcodes.js', '            code:   ins,\n            opcode:', '            code:   ins,\n            dispatch: (ins >> POS_OP) & MASK1(SIZE_OP, 0),\n            trap: null,\n            opcode:'),
    edit('lopcodes.js', '        ins.opcode = (i >> POS_OP) & MASK1(SIZE_OP, 0);', '        ins.opcode = ins.dispatch = (i >> POS_OP) & MASK1(SIZE_OP, 0);'),
    edit('lopcodes.js', 'module.exports.BITRK ', 'module.exports.OP_TRAP             = 47; /* no instruction of Lua 5.3 has it */\nmodule.exports.BITRK '),
    edit('lundump.js', '                code:   ins,\n                opcode:', '                code:   ins,\n                dispatch: (ins >> POS_OP) & p.MASK1(SIZE_OP, 0),\n                trap: null,\n                opcode:'),
    edit('lstate.js', '        this.extra = NaN;\n', '        this.extra = NaN;\n        this.activation = null; /* the host\'s token for this call */\n'),
    edit('lstate.js', '        ci.next = null;\n    }\n    L.ci = ci;', '        ci.next = null;\n    } else\n        ci.activation = null;\n    L.ci = ci;'),
    edit('lvm.js', '                    oci.callstatus |= lstate.CIST_TAIL;\n', '                    oci.callstatus |= lstate.CIST_TAIL;\n                    oci.activation = null;\n'),
  ],
};

/**
 * Numbers in the place of named opcodes: V8 makes a jump table of literals only, until it optimises the whole function.
 * @param {string} loop
 * @param {ReadonlyMap<string, string>} opcodes
 */
function literalCases(loop, opcodes) {
  return loop.replace(/\bcase (OP_\w+):/g, (_match, name) => `case ${opcodes.get(name)} /* ${name} */:`);
}

/**
 * The loop twice. `run` dispatches on `dispatch` and leaves on a trap by `return 1` before anything has happened; `step` does exactly
 * one instruction by its real opcode. Leaving matters: handled inside of the loop, the first trap makes V8 compile the whole function
 * anew with the call in it, which costs tight loops up to 1.8 x for good.
 *
 * Both return 0 at the end of the invocation, 2 at the tick limit; `step` returns 1 else.
 * @param {string} lvm   the edited text of lvm.js
 * @param {string} lopcodes   the text of lopcodes.js
 */
export function twoLoops(lvm, lopcodes) {
  const opcodes = new Map([...lopcodes.matchAll(/^ +(OP_\w+): +(\d+),?$/gm)].map(([, name, number]) => [/** @type {string} */ (name), /** @type {string} */ (number)]));
  if (opcodes.size !== 47) throw new Error(`lopcodes.js: expected 47 opcodes, found ${opcodes.size}`);
  const start = lvm.indexOf('const luaV_execute = function(L) {');
  const end = lvm.indexOf('/* An integer loop runs on safe integers');
  if (start < 0 || end < start) throw new Error('lvm.js: the loop of luaV_execute is not where "two loops" looks for it');

  /** @param {string} text @param {string} find @param {string} put @param {number} count */
  const swap = (text, find, put, count) => {
    const found = text.split(find).length - 1;
    if (found !== count) throw new Error(`lvm.js: "two loops" expected ${count} of ${find.split('\n', 1)[0]}, found ${found}`);
    return text.split(find).join(put);
  };
  let loop = hoistFrame(inlineHelpers(literalCases(lvm.slice(start, end), opcodes)));
  loop = swap(loop, '\n    ci.callstatus |= lstate.CIST_FRESH;\n', '\n', 1);
  loop = swap(loop, 'return; /* external invocation: return */', 'return 0; /* external invocation: return */', 1);

  let run = swap(loop, 'const luaV_execute = function(L) {', 'const run = function(L) {', 1);
  run = swap(run, '        let opcode = i.opcode;\n', '', 1);
  run = swap(
    run,
    '        let i = code[ci.l_savedpc++];\n',
    `        let i = code[ci.l_savedpc++];
        let opcode = i.dispatch;
        if (opcode === OP_TRAP) { /* before the hooks: they belong to the instruction */
            ci.l_savedpc--;
            return 1;
        }
`,
    1,
  );

  let step = swap(loop, 'const luaV_execute = function(L) {', 'const step = function(L) {', 1);
  step = swap(step, 'continue newframe;', 'return 1;', 3);
  const tail = '        }\n    }\n    }\n};';
  const last = step.lastIndexOf(tail);
  if (last < 0) throw new Error('lvm.js: "two loops" cannot find the end of the loop');
  step = `${step.slice(0, last)}        }\n        return 1;\n    }\n    }\n};${step.slice(last + tail.length)}`;

  const execute = `/* The trap handler sees savedpc one past the trapped instruction, as a hook does. */
const execute = function(L, isNew) {
    if (isNew && (ticks[0] += 1) >= ticks[1]) L.l_G.host.tick(L, L.ci);
    for (;;) {
        let left = run(L);
        if (left === 1) {
            const ci = L.ci;
            ci.l_savedpc++;
            L.l_G.host.trap(L, ci);
            ci.l_savedpc--;
            left = step(L);
        }
        if (left === 0) return;
        if (left === 2) L.l_G.host.tick(L, L.ci);
    }
};

/* A handler moves the program by an exception, as it may have been called in the middle of an instruction. */
const luaV_execute = function(L) {
    const { nCcalls, nny, errfunc } = L;
    L.ci.callstatus |= lstate.CIST_FRESH;
    for (let isNew = true;; isNew = false) {
        try {
            return execute(L, isNew);
        } catch (e) {
            if (!L.l_G.host.moved(L, e)) throw e;
            L.nCcalls = nCcalls;
            L.nny = nny;
            L.errfunc = errfunc;
        }
    }
};

`;
  const text = `${lvm.slice(0, start)}${run}\n${step}\n${execute}${lvm.slice(end)}`;
  return swap(text, '    LFIELDS_PER_FLUSH,\n', '    LFIELDS_PER_FLUSH,\n    OP_TRAP,\n', 1);
}
