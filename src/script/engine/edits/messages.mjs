// @ts-check
/** Sources in messages. */
import { edit } from './edit.mjs';

/** @type {import('./edit.mjs').Concern} */
export const wholePaths = {
  name: 'whole paths',
  reason:
    'Messages and tracebacks name files by their whole path, so that an editor can open them: "@" and "=" sources are not cut at ' +
    'LUA_IDSIZE. Chunks made from strings still are.',
  edits: [
    edit(
      'lobject.js',
      /if \(l < bufflen\) { {2}\/\* small enough\? \*\/\n( +out = new Uint8Array\(l-1\);\n +out\.set\(source\.subarray\(1\)\);\n) +\} else \{ {2}\/\* truncate it \*\/[\s\S]*?\n {8}\}/g,
      (_match, whole) => whole.trim(),
    ),
    edit(
      'lobject.js',
      /if \(l <= bufflen\) { {2}\/\* small enough\? \*\/\n( +out = new Uint8Array\(l-1\);\n +out\.set\(source\.subarray\(1\)\);\n) +\} else \{ {2}\/\* add '\.\.\.' before rest of name \*\/[\s\S]*?\n {8}\}/g,
      (_match, whole) => whole.trim(),
    ),
  ],
};
