// Puts zeromq beside the bundles: its JavaScript as one file, and of its 34 MB of prebuilt binaries the one
// that this platform loads.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot } from './root.mjs';

const SOURCE = inRoot('node_modules', 'zeromq');

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

/** @param {string} nodeModules the folder to put it in @param {string} target one of TARGETS */
export async function copyZeromq(nodeModules, target) {
  const binary = BINARIES[target];
  if (binary === undefined) throw new Error(`There is no zeromq binary for ${target}; there is one for ${TARGETS.join(', ')}.`);
  const destination = join(nodeModules, 'zeromq');
  mkdirSync(destination, { recursive: true });

  await esbuild.build({
    entryPoints: [join(SOURCE, 'lib', 'index.js')],
    outfile: join(destination, 'lib', 'index.js'), // the loader looks for ../build from here
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  writeFileSync(join(destination, 'package.json'), JSON.stringify({ name: 'zeromq', version: version(), main: 'lib/index.js', license: 'MIT AND MPL-2.0' }));
  // The loader finds the binary by the list of all; those that are not there it passes over.
  for (const part of ['build/manifest.json', `build/${binary}`]) {
    mkdirSync(dirname(join(destination, part)), { recursive: true });
    cpSync(join(SOURCE, part), join(destination, part), { recursive: true });
  }
}

function version() {
  return JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf8')).version;
}
