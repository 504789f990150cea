// Writes the tables of docs/debugging.md: what the debug adapter announces (src/protocols/dap/capabilities.ts) and the tests that prove it.
// A test fails when the document is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { faults, withTables } from './docs/capability-table.mjs';
import { announced, beyond } from './docs/debugging-rows.mjs';
import { inRoot, ROOT } from './lib/root.mjs';

const { outputFiles: [bundle] } = await esbuild.build({
  absWorkingDir: ROOT,
  entryPoints: ['src/protocols/dap/capabilities.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { capabilities } = await import(`data:text/javascript;base64,${Buffer.from(bundle?.contents ?? []).toString('base64')}`);

const wrong = faults(capabilities, announced, beyond, (file) => (existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : undefined));
for (const fault of wrong) process.stderr.write(`${fault}\n`);
if (wrong.length > 0) process.exitCode = 1;
else {
  const path = inRoot('docs/debugging.md');
  writeFileSync(path, withTables(readFileSync(path, 'utf8'), announced, beyond));
  process.stdout.write('wrote docs/debugging.md\n');
}
