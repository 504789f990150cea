// @ts-check
/**
 * Checked source edits: how fengari's sources become our VM at build time. An edit names a file, a piece of text (or a pattern) that
 * must occur exactly as often as stated, and what stands there afterwards. Anything else fails the build, naming file and edit, so that
 * a changed dependency can never be half-edited.
 */

/**
 * @typedef {object} Edit
 * @property {string} file    name in fengari's `src`
 * @property {string | RegExp} find   exact text, or a pattern with the `g` flag
 * @property {string | ((match: string, ...groups: string[]) => string)} replace
 * @property {number} count   how often `find` must occur
 *
 * @typedef {object} Concern
 * @property {string} name
 * @property {string} reason   why the VM needs it
 * @property {Edit[]} edits    applied in order
 */

/**
 * @param {string} file
 * @param {string | RegExp} find
 * @param {Edit['replace']} replace
 * @param {number} [count]
 * @returns {Edit}
 */
export function edit(file, find, replace, count = 1) {
  return { file, find, replace, count };
}

/**
 * Adds `code` right after a file's "use strict". Modules of `vm/` are spread into an object of their own: what the bundler makes of them
 * answers through getters, which cost a call for each use in the loop.
 * @param {string} file
 * @param {string} code
 */
export function prelude(file, code) {
  return edit(file, '"use strict";\n', `"use strict";\n${code}\n`);
}

/**
 * @param {Map<string, string>} sources   file name → text; changed in place
 * @param {Concern} concern
 */
export function applyConcern(sources, concern) {
  for (const [index, { file, find, replace, count }] of concern.edits.entries()) {
    const where = `${file}: edit ${index + 1} of "${concern.name}"`;
    const text = sources.get(file);
    if (text === undefined) throw new Error(`${where}: no such file`);
    const shown = String(find).split('\n', 1)[0];
    const found = typeof find === 'string' ? text.split(find).length - 1 : (text.match(find) ?? []).length;
    if (found !== count) throw new Error(`${where}: expected ${count} of ${shown}, found ${found}`);
    const put = typeof replace === 'string' ? () => replace : replace;
    sources.set(file, typeof find === 'string' ? text.split(find).join(put(find)) : text.replace(find, put));
  }
}
