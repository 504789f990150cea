// THIRD-PARTY-NOTICES.txt: the licence of every package of which something is in the .vsix,
// found by esbuild's account of what went into the bundles.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSIDE_BINARIES, standardTexts } from './licences.mjs';
import { LMDB_PACKAGES } from './native-lmdb.mjs';
import { inRoot } from './root.mjs';

// Parts that the account does not name: what is copied beside the bundles, and what a binary or a generated file was made from.
const ALSO_INSIDE = ['zeromq', 'cmake-ts', 'node-addon-api', 'fengari', ...LMDB_PACKAGES];
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** @typedef {{name: string, version: string, licence: string, texts: string[]}} Package */

/** @param {import('esbuild').Metafile[]} metafiles */
export function thirdPartyNotices(metafiles) {
  const names = new Set([...metafiles.flatMap(bundledPackages), ...ALSO_INSIDE]);
  const packages = [...[...names].sort().map(describe), ...INSIDE_BINARIES];
  const head = 'llmspell contains the following third-party software.\n';
  const list = packages.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`).join('\n');
  return [head, list, '', ...packages.map(section), ...standardTexts().map(({ title, text }) => heading(title) + `${text}\n`)].join('\n');
}

/** The packages of which at least one byte is in an output. @param {import('esbuild').Metafile} metafile @returns {string[]} */
export function bundledPackages(metafile) {
  const files = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  );
  return files.flatMap((file) => {
    const inside = file.split('node_modules/').at(-1);
    if (inside === undefined || !file.includes('node_modules/')) return [];
    const [first, second] = inside.split('/');
    return [first?.startsWith('@') ? `${first}/${second}` : String(first)];
  });
}

/** @param {string} name @returns {Package} */
function describe(name) {
  const folder = inRoot('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : license?.type;
  if (!licence) throw new Error(`${name} states no licence: find out what it is before packaging it.`);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort() : [];
  return { name, version, licence, texts: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()) };
}

/** @param {Package} entry */
function section({ name, version, licence, texts }) {
  const body = texts.length > 0 ? texts.join('\n\n') : `Licensed under ${licence}; the whole text stands at the end of this file.`;
  return `${heading(`${name} ${version}`)}${body}\n`;
}

/** @param {string} title */
function heading(title) {
  const line = '='.repeat(78);
  return `${line}\n${title}\n${line}\n\n`;
}
