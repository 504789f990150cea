// node bench/lsp/main.mjs [LINES]: figures of the language server on a large file. Needs `npm run build` first.
// The measuring program is TypeScript and uses our own parser: it is bundled, then run.
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const outfile = fileURLToPath(new URL('../../dist/bench-lsp.mjs', import.meta.url));
await esbuild.build({
  entryPoints: [fileURLToPath(new URL('measure.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
  banner: { js: "import { createRequire as bundleCreateRequire } from 'node:module'; const require = bundleCreateRequire(import.meta.url);" },
});
await import(outfile);
