// Writes the files that a module of our sources renders: it exports `generatedFiles()`, pairs of a path in the repository and its text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot, ROOT } from './root.mjs';

/** @param {string} source path of the module in the repository */
export async function writeGenerated(source) {
  const { outputFiles: [bundle] } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [source],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(bundle?.contents ?? []).toString('base64');
  const { generatedFiles } = await import(`data:text/javascript;base64,${code}`);
  for (const [path, content] of generatedFiles()) {
    mkdirSync(dirname(inRoot(path)), { recursive: true });
    writeFileSync(inRoot(path), content);
    process.stdout.write(`wrote ${path}\n`);
  }
}
