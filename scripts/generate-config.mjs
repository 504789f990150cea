// Writes what is generated from the schema of the configuration (src/base/config/schema): the JSON schema and docs/configuration.md.
// A test fails when these files are stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot, ROOT } from './lib/root.mjs';

const { outputFiles: [bundle] } = await esbuild.build({
  absWorkingDir: ROOT,
  entryPoints: ['src/base/config/render/files.ts'],
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
