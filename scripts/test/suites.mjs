// The suites of `npm test`, in order: what runs, and how its result is counted.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { inRoot } from '../lib/root.mjs';
import { countsOfCommand, countsOfHarness, countsOfVitest } from './counts.mjs';
import { failuresOfCommand, failuresOfHarness, failuresOfVitest } from './failures.mjs';

const RESULTS = inRoot('out', 'results');
// Only ends what hangs.
const LIMIT_MS = 12 * 60_000;

/** @typedef {import('./counts.mjs').Counts & {failures: import('./failures.mjs').Failure[]}} Result */
/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {() => Promise<Result>} run
 */

/** @type {Suite[]} */
export const SUITES = [
  { name: 'build', title: 'Build', run: command(process.execPath, [inRoot('scripts/build.mjs')]) },
  { name: 'typecheck', title: 'Type check', run: command('npm', ['run', '--silent', 'typecheck']) },
  { name: 'lint', title: 'Lint', run: command('npm', ['run', '--silent', 'lint']) },
  { name: 'unit', title: 'Unit tests', run: () => vitest('unit') },
  { name: 'process', title: 'Tests across processes', run: () => vitest('process') },
  { name: 'package', title: 'Package the .vsix', run: command(process.execPath, [inRoot('scripts/package.mjs')]) },
  { name: 'vscode', title: 'Tests inside VS Code, on the .vsix', run: () => harness('run-vscode') },
  { name: 'ui', title: 'Tests of the VS Code window, on the .vsix', run: () => harness('run-ui') },
];

/** @param {string} project @returns {Promise<Result>} */
export async function vitest(project) {
  const file = resultFile(project);
  const { code } = await node('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
  return { ...countsOfVitest(file, code), failures: failuresOfVitest(file, code) };
}

/** @param {string} runner @param {string[]} args @returns {Promise<Result>} */
export async function harness(runner, ...args) {
  const file = resultFile(runner);
  const { code } = await node(`dist/test/harness/${runner}.mjs`, '--result', file, ...args);
  return { ...countsOfHarness(file, code), failures: failuresOfHarness(file, code) };
}

/** @param {string} file @param {string[]} args @returns {() => Promise<Result>} */
function command(file, args) {
  return async () => {
    const { code, output } = await run(file, args, { cwd: inRoot(), limitMs: LIMIT_MS, keep: true });
    return { ...countsOfCommand(code), failures: failuresOfCommand(code, output) };
  };
}

/** @param {string} script @param {string[]} args */
function node(script, ...args) {
  return run(process.execPath, [inRoot(script), ...args], { cwd: inRoot(), limitMs: LIMIT_MS });
}

/** A fresh name for a report: the one of an earlier run must not be taken for ours. @param {string} name */
function resultFile(name) {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
