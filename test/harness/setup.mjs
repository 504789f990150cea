// Makes VS Code available without a desktop: code-server from npm, and for tests Chromium from apt.
// Running it again does nothing when all is there. Uses only Node built-ins.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDebianPackages } from '../../scripts/lib/apt.mjs';
import { npm } from '../../scripts/lib/command.mjs';
import { installFromLock } from '../../scripts/lib/install.mjs';
import { say, step } from '../../scripts/lib/progress.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import { chromium, HARNESS, serverNode, VSCODE_SERVER } from './locations.mjs';

/** VS Code in the browser. */
export async function setUpServer() {
  await installFromLock(HARNESS, 'Installing VS Code for the browser (code-server, 380 MB on disk, once)');
  if (serverNode() === undefined) {
    throw new Error(`VS Code in the browser needs Node 24 or newer on ${process.platform}-${process.arch}: install it, or a desktop VS Code.`);
  }
  await installServerDependencies();
  standInFor('@vscode/spdlog', 'spdlog.cjs');
  standInFor('@vscode/native-watchdog', 'native-watchdog.cjs');
  standInFor('native-watchdog', 'native-watchdog.cjs'); // its name in older versions
}

/** VS Code in the browser, and a browser that tests can drive. */
export async function setUpTests() {
  await setUpServer();
  if (chromium() === undefined) await installDebianPackages({ chromium: 'the tests drive VS Code in it' });
  if (chromium() === undefined) throw new Error('No Chromium found: install one, or name it in LLMSPELL_CHROMIUM.');
}

/**
 * What VS Code's server itself requires. Not `npm ci`: the shrinkwrap file in the package does not match its package.json.
 * Native parts are prebuilt or optional, so no install script runs and no compiler is needed.
 */
async function installServerDependencies() {
  if (existsSync(join(VSCODE_SERVER, 'node_modules', '.package-lock.json'))) return;
  await step('Installing what the VS Code server needs', async () => {
    const { code, output } = await npm(['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], { cwd: VSCODE_SERVER, quiet: true });
    if (code !== 0) throw new Error(`npm install failed in ${VSCODE_SERVER}:\n${output.trim()}`);
  });
}

/**
 * Lets a package of the server that is C++ only be answered by a file of ours, so that nothing needs compiling.
 * @param {string} name @param {string} file in stand-ins/
 */
function standInFor(name, file) {
  const index = join(VSCODE_SERVER, 'node_modules', name, 'index.js');
  const code = `module.exports = require(${JSON.stringify(inRoot('test', 'harness', 'stand-ins', file))});\n`;
  if (existsSync(index) && readFileSync(index, 'utf8') !== code) writeFileSync(index, code);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUpTests();
  say('VS Code for tests is ready.');
}
