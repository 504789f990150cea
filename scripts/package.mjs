// npm run package: one .vsix for this platform in dist/.
//   --target T   for another platform: its zeromq binary is taken instead
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { endCommandsOnSignals, mustRun } from './lib/command.mjs';
import { say } from './lib/progress.mjs';
import { inRoot, ROOT } from './lib/root.mjs';
import { platformTarget, vsixOfThisPlatform } from './lib/vsix-name.mjs';
import { fillStage } from './lib/vsix-content.mjs';

const { values } = parseArgs({ options: { target: { type: 'string', default: platformTarget() } } });
const stage = inRoot('dist', 'vsix');
const vsix = vsixOfThisPlatform(values.target);

endCommandsOnSignals();
await fillStage(stage, values.target);
await mustRun(
  process.execPath,
  [
    ...[inRoot('node_modules/@vscode/vsce/vsce'), 'package', '--target', values.target, '--out', vsix],
    ...['--no-dependencies', '--ignoreFile', inRoot('.vscodeignore')],
    ...['--allow-missing-repository', '--no-rewrite-relative-links'],
  ],
  { cwd: stage, quiet: true },
);
report();

/** How big it is, and which parts make it so. */
function report() {
  say(`${relative(ROOT, vsix)}: ${megabytes(statSync(vsix).size)}, unpacked:`);
  const parts = readdirSync(stage).flatMap((name) => (name === 'dist' ? readdirSync(join(stage, name)).map((inner) => join(name, inner)) : [name]));
  const sizes = parts.map((part) => ({ part, size: sizeOf(join(stage, part)) })).sort((a, b) => b.size - a.size);
  for (const { part, size } of sizes) say(`  ${megabytes(size).padStart(8)}  ${part}`);
}

/** @param {string} path @returns {number} bytes of a file, or of all files in a folder */
function sizeOf(path) {
  const stats = statSync(path);
  return stats.isFile() ? stats.size : readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
