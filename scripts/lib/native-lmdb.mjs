// Puts lmdb beside the bundles: its JavaScript, and of its prebuilt binaries the one that every Node and Electron of the platform loads.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from './command.mjs';
import { inRoot } from './root.mjs';

// Not bundled: it looks for its binary from the place of its own files.
/** @type {Record<string, string[]>} */
const JAVASCRIPT = {
  lmdb: ['package.json', 'node-index.js', 'index.js', 'native.js', 'open.js', 'read.js', 'write.js', 'keys.js', 'caching.js', 'level.js', 'util/when.js', 'dict'],
  'lmdb/node_modules/msgpackr': ['package.json', 'node-index.js', 'pack.js', 'unpack.js', 'struct.js', 'stream.js', 'iterators.js'],
  'ordered-binary': ['package.json', 'index.js'],
  'weak-lru-cache': ['package.json', 'index.js', 'LRFUExpirer.js'],
  '@harperfast/extended-iterable': ['package.json', 'index.js'],
  'detect-libc': ['package.json', 'lib'],
  'node-gyp-build-optional-packages': ['package.json', 'index.js', 'node-gyp-build.js'],
};

/** The npm packages of the files above, for their licences. */
export const LMDB_PACKAGES = Object.keys(JAVASCRIPT).filter((name) => !name.includes('/node_modules/'));

/** @param {string} nodeModules the folder to put it in @param {string} target `<platform>-<arch>`, with `alpine` for Linux with musl */
export async function copyLmdb(nodeModules, target) {
  for (const [name, files] of Object.entries(JAVASCRIPT)) {
    for (const file of files) copy(inRoot('node_modules', name, file), join(nodeModules, name, file));
  }
  const name = `@lmdb/lmdb-${target.replace(/^alpine-/, 'linux-')}`;
  await withPackage(name, (folder) => {
    const libc = target.startsWith('alpine-') ? 'musl' : 'glibc';
    // N-API: one binary serves every Node and Electron.
    const [binary] = readdirSync(folder).filter((file) => /^node\.napi\b.*\.node$/.test(file) && (!file.includes('libc') && !file.includes('musl') || file.includes(libc)));
    if (binary === undefined) throw new Error(`There is no lmdb binary for ${target} in ${name}.`);
    for (const file of ['package.json', 'index.js', binary]) copy(join(folder, file), join(nodeModules, name, file));
  });
}

/** npm installs the binaries of this platform only; those of another one are fetched. @param {string} name @param {(folder: string) => void} use */
async function withPackage(name, use) {
  const installed = inRoot('node_modules', name);
  if (existsSync(installed)) return use(installed);
  const { version } = JSON.parse(readFileSync(inRoot('node_modules/lmdb/package.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'llmspell-lmdb-'));
  try {
    await mustRun('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`], { quiet: true });
    const [archive] = readdirSync(folder);
    await mustRun('tar', ['-xzf', join(folder, String(archive)), '-C', folder], { quiet: true });
    use(join(folder, 'package'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !/\.(d\.ts|map)$/.test(path) });
}
