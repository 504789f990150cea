// The folder of this checkout; every script works from it, wherever it is called, also when it is bundled into dist/.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** An absolute path inside the checkout. @param {...string} parts */
export const inRoot = (...parts) => join(ROOT, ...parts);

/** @param {string} folder @returns {string} */
function findRoot(folder) {
  const isRoot = existsSync(join(folder, 'vitest.config.ts')) && existsSync(join(folder, 'package.json'));
  if (isRoot) return folder;
  if (folder === dirname(folder)) throw new Error('This script belongs into a checkout of llmspell.');
  return findRoot(dirname(folder));
}
