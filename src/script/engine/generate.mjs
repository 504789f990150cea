// @ts-check
/**
 * Makes `generated/fengari.mjs`, the one Lua VM of this project: exactly fengari 0.1.5 from node_modules, with the edits of `edits/`
 * applied and the modules of `vm/` bundled in. Product bundle, tests and benchmarks all import that file.
 *
 * Run by `npm run build:engine`; does nothing when the result is there and made from the same inputs. Fails when fengari has another version, when an edit does not match exactly as often as it says, or when
 * the result could reach the process or a Node module.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { applyConcern } from './edits/edit.mjs';
import { codeReplacement } from './edits/code-replacement.mjs';
import { compatibility } from './edits/compatibility.mjs';
import { fastPaths } from './edits/fast-paths.mjs';
import { hostEvents } from './edits/host-events.mjs';
import { integersInCore } from './edits/integers-core.mjs';
import { integersInLibraries } from './edits/integers-libs.mjs';
import { integersInVm } from './edits/integers-vm.mjs';
import { isolation } from './edits/isolation.mjs';
import { libraryFixes } from './edits/library-fixes.mjs';
import { librarySpeed } from './edits/library-speed.mjs';
import { memoryAccounting } from './edits/memory.mjs';
import { wholePaths } from './edits/messages.mjs';
import { numberText } from './edits/number-text.mjs';
import { stackReuse } from './edits/stack-reuse.mjs';
import { statementStarts } from './edits/statement-starts.mjs';
import { stringHash } from './edits/string-hash.mjs';
import { tableWatch } from './edits/table-watch.mjs';
import { tickCounter } from './edits/ticks.mjs';
import { trapField, twoLoops } from './edits/traps.mjs';
import { weakTables } from './edits/weak-tables.mjs';

const FENGARI_VERSION = '0.1.5';

/** Order matters where concerns touch the same lines: integers before ticks, both before the loop is doubled. */
const CONCERNS = [
  isolation,
  stackReuse,
  integersInVm,
  integersInCore,
  integersInLibraries,
  numberText,
  stringHash,
  wholePaths,
  tickCounter,
  memoryAccounting,
  hostEvents,
  codeReplacement,
  tableWatch,
  statementStarts,
  weakTables,
  libraryFixes,
  compatibility,
  librarySpeed,
  fastPaths,
  trapField,
];

/** Not part of the VM: the stand-alone interpreter's pieces, JavaScript interoperation, and libraries that are bindings here. */
const LEFT_OUT = new Set(['fengari.js', 'fengarilib.js', 'linit.js', 'liolib.js']);

const MODULES = ['defs', 'lua', 'lapi', 'lauxlib', 'lbaselib', 'lcorolib', 'ldblib', 'ldebug', 'ldo', 'lfunc', 'lmathlib', 'loadlib', 'lobject', 'lopcodes', 'loslib', 'lstate', 'lstring', 'lstrlib', 'ltable', 'ltablib', 'ltm', 'lutf8lib', 'lvm'];
const OWN_MODULES = ['allocation', 'host', 'integers', 'number-text', 'ticks'];

const here = dirname(fileURLToPath(import.meta.url));
const fengari = join(here, '../../../node_modules/fengari');
const generated = join(here, 'generated');
const OUTPUT = join(generated, 'fengari.mjs');
const ENTRY = 'entry.mjs';

/** @returns {Map<string, string>} */
function readSources() {
  const { version } = JSON.parse(readFileSync(join(fengari, 'package.json'), 'utf8'));
  if (version !== FENGARI_VERSION) throw new Error(`fengari ${FENGARI_VERSION} is needed, found ${version}: the edits are made for that version; run npm ci`);
  const names = readdirSync(join(fengari, 'src')).filter((name) => name.endsWith('.js') && !LEFT_OUT.has(name));
  return new Map(names.map((name) => [name, readFileSync(join(fengari, 'src', name), 'utf8')]));
}

/** @param {string} name */
const identifier = (name) => name.replace(/-(\w)/g, (_match, letter) => letter.toUpperCase());

/** The edited sources, and the entry that exports what the adapter uses. */
function editedSources() {
  const sources = readSources();
  for (const concern of CONCERNS) applyConcern(sources, concern);
  sources.set('lvm.js', twoLoops(/** @type {string} */ (sources.get('lvm.js')), /** @type {string} */ (sources.get('lopcodes.js'))));
  const entry = [
    ...MODULES.map((name) => `import ${name} from './${name}.js';`),
    ...OWN_MODULES.map((name) => `import * as ${identifier(name)} from '../../vm/${name}.ts';`),
    `export { ${[...MODULES, ...OWN_MODULES.map(identifier)].join(', ')} };`,
  ];
  return sources.set(ENTRY, entry.join('\n'));
}

/**
 * Serves the edited sources from memory, so that runs at the same time do not meet each other's files.
 * @param {ReadonlyMap<string, string>} sources
 * @returns {import('esbuild').Plugin}
 */
const fromMemory = (sources) => ({
  name: 'edited fengari',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/\.\.\/vm\// }, ({ path }) => ({ path: join(here, path.slice('../../'.length)) }));
    build.onResolve({ filter: /./, namespace: 'fengari' }, ({ path }) => {
      const name = path.replace(/^\.\//, '');
      return sources.has(name) ? { path: name, namespace: 'fengari' } : { errors: [{ text: `${path} is no part of the VM: an edit must take its use away` }] };
    });
    build.onResolve({ filter: /^entry\.mjs$/ }, ({ path }) => ({ path, namespace: 'fengari' }));
    build.onLoad({ filter: /./, namespace: 'fengari' }, ({ path }) => ({ contents: /** @type {string} */ (sources.get(path)), loader: 'js' }));
  },
});

/** Everything the result depends on. */
function stampOfInputs() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const folder of ['edits', 'vm']) {
    for (const name of readdirSync(join(here, folder)).sort()) {
      if (/\.(mjs|ts)$/.test(name) && !name.includes('.test.')) hash.update(name).update(readFileSync(join(here, folder, name)));
    }
  }
  for (const [name, text] of readSources()) hash.update(name).update(text);
  return hash.digest('hex');
}

/** @param {string} stamp */
async function generate(stamp) {
  const { outputFiles, metafile } = await build({
    entryPoints: [ENTRY],
    plugins: [fromMemory(editedSources())],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    outfile: OUTPUT,
    absWorkingDir: here,
    logLevel: 'warning',
    metafile: true,
  });
  const text = /** @type {{ text: string }} */ (outputFiles[0]).text;
  const leak = /\bprocess\.|\bXMLHttpRequest\b|__require\("/.exec(text);
  if (leak) throw new Error(`fengari.mjs still reaches outside: ${text.slice(leak.index, leak.index + 60).split('\n', 1)[0]}`);
  const foreign = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
  if (foreign.length > 0) throw new Error(`fengari.mjs bundles ${foreign.join(', ')}`);
  mkdirSync(generated, { recursive: true });
  const whole = join(generated, `.fengari.${process.pid}`);
  writeFileSync(whole, `${banner(stamp)}\n${text}`);
  renameSync(whole, OUTPUT); // nobody reads half a file
}

/** @param {string} stamp */
const banner = (stamp) => `// Generated by src/script/engine/generate.mjs from fengari ${FENGARI_VERSION} (MIT). Do not edit. Inputs: ${stamp}`;

const stamp = stampOfInputs();
const upToDate = existsSync(OUTPUT) && readFileSync(OUTPUT, 'utf8').startsWith(`${banner(stamp)}\n`);
if (!upToDate) await generate(stamp);
