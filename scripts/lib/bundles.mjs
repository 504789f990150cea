// What is built from what: the entry files of the product and of the tests, as esbuild options.
// A product bundle is what goes into the .vsix; a test bundle stays in the checkout.
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot } from './root.mjs';

/**
 * @typedef {object} Bundle
 * @property {string} name
 * @property {Record<string, string>} entries output name (without extension) to source file
 * @property {import('esbuild').BuildOptions} options
 */

// Packages with native parts cannot be bundled; they are loaded from node_modules beside the bundle.
const NATIVE = ['zeromq', 'lmdb'];

// CommonJS packages inside an ES module still ask for `require`, `__filename` and `__dirname`.
const COMMONJS_IN_ESM = [
  "import { createRequire as bundleCreateRequire } from 'node:module';",
  "import { fileURLToPath as bundleFileURLToPath } from 'node:url';",
  "import { dirname as bundleDirname } from 'node:path';",
  'const require = bundleCreateRequire(import.meta.url);',
  'const __filename = bundleFileURLToPath(import.meta.url);',
  'const __dirname = bundleDirname(__filename);',
].join('\n');

/** @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', target: 'node20', mainFields: ['module', 'main'] };
/** @type {import('esbuild').BuildOptions} */
const commonJs = {
  ...node,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // src/base/paths.ts asks for `import.meta.url` only where there is no `__dirname`.
  logOverride: { 'empty-import-meta': 'silent' },
};

/** @type {import('esbuild').BuildOptions} */
const esm = {
  ...node,
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: COMMONJS_IN_ESM },
};

/** @returns {Bundle[]} */
export function productBundles() {
  return [
    {
      name: 'node',
      entries: {
        cli: 'src/cli/main.ts',
        kernel: 'src/kernel/main.ts',
        index: 'src/kernel/index.ts',
        worker: 'src/script/worker.ts',
        lsp: 'src/lsp/main.ts',
      },
      options: { ...esm, external: NATIVE },
    },
    {
      name: 'extension',
      entries: { extension: 'src/extension/extension.ts' },
      options: { ...commonJs, external: ['vscode', ...NATIVE] },
    },
    {
      name: 'panel',
      entries: { panel: 'src/panel/main.ts' },
      options: {
        platform: 'browser',
        target: 'es2022',
        format: 'esm',
        loader: { '.ttf': 'file', '.svg': 'dataurl' },
        assetNames: 'assets/[name]',
      },
    },
  ];
}

/** @returns {Bundle[]} */
export function testBundles() {
  return [
    {
      name: 'tests in VS Code',
      entries: { 'test/vscode/index': 'test/vscode/index.ts' },
      options: { ...commonJs, external: ['vscode', 'mocha', ...NATIVE] },
    },
    {
      name: 'tests in the browser',
      entries: { ...sources('test/harness', '.ts'), ...sources('test/ui', '.ui.ts') },
      options: { ...esm, chunkNames: 'test/chunks/[name]-[hash]', external: ['playwright-core', '@vscode/test-electron', ...NATIVE] },
    },
  ];
}

/** Every file of a folder that ends so, as entries of the same name. @param {string} folder @param {string} ending */
function sources(folder, ending) {
  if (!existsSync(inRoot(folder))) return {};
  const files = readdirSync(inRoot(folder)).filter((file) => file.endsWith(ending) && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'));
  return Object.fromEntries(files.map((file) => [`${folder}/${basename(file, '.ts')}`, `${folder}/${file}`]));
}
