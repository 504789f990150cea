// npm run build: bundles src/ and the tests that run inside VS Code into dist/.
//   --watch        rebuilds on every change
//   --product      only what goes into the .vsix, without source maps and compacted
//   --outdir DIR   instead of dist/
//   --metafile F   writes esbuild's account of what went into which file (used for the third-party notices)
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { productBundles, testBundles } from './lib/bundles.mjs';
import { buildEngine } from './lib/engine.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/root.mjs';
import { removeOldChunks, writeOutputs } from './lib/write-outputs.mjs';

const { values: options } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    product: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
    metafile: { type: 'string' },
  },
});
const outdir = resolve(ROOT, options.outdir);

/** @type {import('esbuild').Plugin} */
const swapFilesIn = {
  name: 'swap files in',
  setup(build) {
    build.onEnd((result) => {
      const changed = writeOutputs(result.outputFiles ?? []);
      if (options.watch) process.stdout.write(`${new Date().toLocaleTimeString()} ${changed} files changed\n`);
    });
  },
};

await main(async () => {
  buildEngine();
  const bundles = options.product ? productBundles() : [...productBundles(), ...testBundles()];
  const contexts = await Promise.all(bundles.map(prepare));
  if (!options.watch) return buildOnce(contexts);
  await Promise.all(contexts.map((context) => context.watch()));
  process.stdout.write('watching for changes (Ctrl-C ends it)\n');
  return 0;
});

/** @param {import('esbuild').BuildContext[]} contexts @returns {Promise<number>} the exit code */
async function buildOnce(contexts) {
  const started = Date.now();
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some((result) => result.status === 'rejected')) return 1; // esbuild has printed the errors with file and line
  const built = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const written = new Set(built.flatMap(({ outputFiles }) => outputFiles?.map(({ path }) => path) ?? []));
  for (const folder of ['chunks', 'test/chunks']) removeOldChunks(join(outdir, folder), written);
  if (options.metafile) writeFileSync(options.metafile, JSON.stringify(built.map(({ metafile }) => metafile)));
  process.stdout.write(`built ${options.outdir} in ${Date.now() - started} ms\n`);
  return 0;
}

/** @param {import('./lib/bundles.mjs').Bundle} bundle */
function prepare(bundle) {
  return esbuild.context({
    absWorkingDir: ROOT,
    entryPoints: bundle.entries,
    outdir,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'warning',
    sourcemap: options.product ? false : 'linked',
    // Identifiers keep their names: a stack trace in a bug report must be readable without source maps.
    minifySyntax: options.product,
    minifyWhitespace: options.product,
    legalComments: 'none', // the licences are in THIRD-PARTY-NOTICES.txt
    define: options.product ? { 'process.env.NODE_ENV': '"production"' } : {},
    plugins: [swapFilesIn],
    ...bundle.options,
  });
}
