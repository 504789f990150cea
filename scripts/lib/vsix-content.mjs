// Fills a folder with exactly what belongs into the .vsix, so that nothing else can slip in.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './command.mjs';
import { copyLmdb } from './native-lmdb.mjs';
import { copyZeromq } from './native-zeromq.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { inRoot } from './root.mjs';

// Copied as they are; what is bundled comes from the build.
const FILES = ['README.md', 'CHANGELOG.md', 'LICENSE', 'language-configuration.json', 'media', 'syntaxes', 'schemas', 'library', 'bin'];
const BUILD_ONLY_FIELDS = ['scripts', 'dependencies', 'devDependencies', 'bin', 'private'];

/** @param {string} stage the folder, emptied first @param {string} target */
export async function fillStage(stage, target) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const metafile = join(stage, 'metafile.json');
  const dist = join(stage, 'dist');
  await mustRun(process.execPath, [inRoot('scripts/build.mjs'), '--product', '--outdir', dist, '--metafile', metafile], { quiet: true });
  copyZeromq(join(dist, 'node_modules'), target);
  await copyLmdb(join(dist, 'node_modules'), target);

  for (const file of FILES.filter((name) => existsSync(inRoot(name)))) cpSync(inRoot(file), join(stage, file), { recursive: true });
  writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest(), null, 2));
  writeFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(JSON.parse(readFileSync(metafile, 'utf8'))));
  rmSync(metafile);
}

/** package.json without what only a checkout needs. */
function manifest() {
  const all = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return Object.fromEntries(Object.entries(all).filter(([field]) => !BUILD_ONLY_FIELDS.includes(field)));
}
