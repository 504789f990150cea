// Installs npm packages from a lock file when they are missing or differ from it. Uses only Node built-ins:
// it runs before anything is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './command.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';

const OLDEST_NODE = 20;

/** The packages of this checkout. */
export async function installPackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) throw new Error(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer and run this again.`);
  await installFromLock(inRoot(), 'Installing npm packages (1 minute at most, once)');
}

/**
 * `npm ci`, unless everything in the lock file is installed already.
 * Install scripts do not run: every native package here comes prebuilt.
 * @param {string} folder @param {string} title
 */
export async function installFromLock(folder, title) {
  if (isInstalled(folder)) return;
  await step(title, async () => {
    const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
    if (code !== 0) throw new Error(`npm ci failed in ${folder}:\n${output.trim()}\nCheck the network and the npm registry (npm ping), then run this again.`);
  });
}

/** Does node_modules hold what the lock file asks for? npm keeps its own account of it there. @param {string} folder */
export function isInstalled(folder) {
  try {
    const wanted = packagesOf(join(folder, 'package-lock.json'));
    const present = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/** @param {string} lockFile @returns {Record<string, {version?: string, optional?: boolean}>} */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
