// Puts zeromq beside the bundles: its JavaScript, and of its 34 MB of prebuilt binaries the one that this platform loads.
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './root.mjs';

/**
 * The folder of the prebuilt binary per target. On Linux the 127 ones: they need glibc 2.25, the others 2.38.
 * N-API: one binary serves every Node and Electron.
 * @type {Record<string, string>}
 */
const BINARIES = {
  'linux-x64': 'linux/x64/node/glibc-127-Release',
  'linux-arm64': 'linux/arm64/node/glibc-127-Release',
  'alpine-x64': 'linux/x64/node/musl-127-Release',
  'alpine-arm64': 'linux/arm64/node/musl-127-Release',
  'darwin-x64': 'darwin/x64/node/libc-115-Release',
  'darwin-arm64': 'darwin/arm64/node/libc-115-Release',
  'win32-x64': 'win32/x64/node/msvc-115-Release',
  'win32-arm64': 'win32/arm64/node/msvc-115-Release',
};

/** The targets there is a binary for. */
export const TARGETS = Object.keys(BINARIES);

// Not bundled: `import('zeromq')` sees the names of its exports only in the files as they are.
const JAVASCRIPT = {
  zeromq: ['package.json', 'build/manifest.json', 'lib/index.js', 'lib/load-addon.js', 'lib/native.js', 'lib/errors.js', 'lib/util.js', 'lib/draft.js'],
  'cmake-ts': ['package.json', 'build/loader.js'], // finds the binary by the manifest; binaries that are not there it passes over
};

/** @param {string} nodeModules the folder to put it in @param {string} target one of TARGETS */
export function copyZeromq(nodeModules, target) {
  const binary = BINARIES[target];
  if (binary === undefined) throw new Error(`There is no zeromq binary for ${target}; there is one for ${TARGETS.join(', ')}.`);
  for (const [name, files] of Object.entries(JAVASCRIPT)) {
    const parts = name === 'zeromq' ? [...files, `build/${binary}`] : files;
    for (const part of parts) copy(join(name, part), nodeModules);
  }
}

/** @param {string} path below node_modules @param {string} nodeModules */
function copy(path, nodeModules) {
  mkdirSync(dirname(join(nodeModules, path)), { recursive: true });
  cpSync(inRoot('node_modules', path), join(nodeModules, path), { recursive: true });
}
