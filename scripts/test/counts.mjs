// How many tests passed and failed, read from what each kind of runner leaves behind.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{passed: number, failed: number}} Counts */

/** A command counts as one test. @param {number} exitCode @returns {Counts} */
export function countsOfCommand(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * vitest's JSON report. A file that could not even be loaded has no tests in it and counts as one failure.
 * @param {string} file @param {number} exitCode @returns {Counts}
 */
export function countsOfVitest(file, exitCode) {
  const report = readReport(file);
  if (report === undefined) return countsOfCommand(exitCode || 1);
  const unloaded = report.testResults.filter((/** @type {any} */ { status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  return agreeWith(exitCode, { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length });
}

/** The result file of the tests in VS Code (test/harness/results.ts). @param {string} file @param {number} exitCode @returns {Counts} */
export function countsOfHarness(file, exitCode) {
  const report = readReport(file);
  return report === undefined ? countsOfCommand(exitCode || 1) : agreeWith(exitCode, { passed: report.passed, failed: report.failed });
}

/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  return all.reduce((total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }), { passed: 0, failed: 0 });
}

/** A runner that failed without a failed test, or ran nothing, has failed itself. @param {number} exitCode @param {Counts} counts @returns {Counts} */
function agreeWith(exitCode, counts) {
  const silent = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}

/** Undefined when the runner left none. @param {string} file */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
