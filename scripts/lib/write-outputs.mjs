// Writes what esbuild made so that a process running from the same folder never reads half a file:
// unchanged files are left alone, changed ones are swapped in by a rename.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// A kernel started from the previous build loads its chunks on first use, so they stay for a while.
const KEEP_OLD_CHUNKS_MS = 60 * 60 * 1000;

/** @param {import('esbuild').OutputFile[]} files @returns {number} how many files changed */
export function writeOutputs(files) {
  const changed = files.filter((file) => !sameContent(file));
  const now = new Date();
  for (const file of files) if (!changed.includes(file)) utimesSync(file.path, now, now); // it belongs to this build too
  return changed.map(swapIn).length;
}

/** Removes chunks that the last build did not write and nobody can still be loading. @param {string} folder @param {Set<string>} written */
export function removeOldChunks(folder, written) {
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    return; // no chunks yet
  }
  for (const path of names.map((name) => join(folder, name))) {
    const age = Date.now() - statSync(path).mtimeMs;
    if (!written.has(path) && age > KEEP_OLD_CHUNKS_MS) rmSync(path, { force: true });
  }
}

/** @param {import('esbuild').OutputFile} file */
function sameContent(file) {
  try {
    return readFileSync(file.path).equals(file.contents);
  } catch {
    return false;
  }
}

/** @param {import('esbuild').OutputFile} file */
function swapIn(file) {
  mkdirSync(dirname(file.path), { recursive: true });
  const temporary = `${file.path}.${process.pid}.tmp`;
  // What names its interpreter is a command, wherever a package manager links it.
  const isCommand = file.contents[0] === 0x23 && file.contents[1] === 0x21;
  writeFileSync(temporary, file.contents, { mode: isCommand ? 0o755 : 0o644 });
  renameSync(temporary, file.path);
}
