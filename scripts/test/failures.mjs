// What failed, in few lines: read from what each kind of runner leaves behind, and said again at the end of `npm test`,
// because of a long log often only the end is kept.
import { stripVTControlCharacters } from 'node:util';
import { readReport } from './counts.mjs';

const MESSAGE_LINES = 8;
const OUTPUT_LINES = 20;
const LINE_LENGTH = 800;
const STACK_LINE = /^\s+at /;

/** @typedef {{title: string, message: string}} Failure */

/** @param {number} exitCode @param {string} output @returns {Failure[]} */
export function failuresOfCommand(exitCode, output) {
  if (exitCode === 0) return [];
  const lines = stripVTControlCharacters(output).trim().split('\n');
  return [{ title: `exit code ${exitCode}; its last lines:`, message: lines.slice(-OUTPUT_LINES).join('\n') }];
}

/** vitest's JSON report. @param {string} file @param {number} exitCode @returns {Failure[]} */
export function failuresOfVitest(file, exitCode) {
  const report = readReport(file);
  const failures = (report?.testResults ?? []).flatMap((/** @type {any} */ { name, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [{ title: name, message: compact(message ?? '') }];
    const failed = assertionResults.filter((/** @type {any} */ result) => result.status === 'failed');
    return failed.map((/** @type {any} */ { fullName, failureMessages }) => ({ title: fullName, message: compact(failureMessages[0] ?? '') }));
  });
  return orTheRunner(failures, report?.numPassedTests, exitCode);
}

/** The result file of the tests in VS Code. @param {string} file @param {number} exitCode @returns {Failure[]} */
export function failuresOfHarness(file, exitCode) {
  const report = readReport(file);
  const failures = (report?.failures ?? []).map((/** @type {Failure} */ { title, message }) => ({ title, message: compact(message) }));
  return orTheRunner(failures, report?.passed, exitCode);
}

/** @param {{title: string, failures: Failure[]}[]} results of all suites @returns {string[]} lines */
export function failureLines(results) {
  return results.flatMap(({ title: suite, failures }) => failures.flatMap(({ title, message }) => [`✗ ${suite}: ${title}`, ...indented(message)]));
}

/** A runner that fails, or runs nothing, without a failed test. @param {Failure[]} failures @param {number | undefined} passed @param {number} exitCode */
function orTheRunner(failures, passed, exitCode) {
  if (failures.length > 0 || (exitCode === 0 && passed)) return failures;
  return [{ title: 'the runner', message: `ended with exit code ${exitCode}, ${passed === undefined ? 'left no report' : `passed ${passed} tests`} and names no failed one` }];
}

/** The message, and the first line of the stack: the first of our own, when it has one. @param {string} text */
function compact(text) {
  const lines = stripVTControlCharacters(text).split('\n').filter((line) => line.trim() !== '');
  const stack = lines.filter((line) => STACK_LINE.test(line));
  const at = stack.find((line) => !/node:|node_modules/.test(line)) ?? stack[0];
  const message = lines.filter((line) => !STACK_LINE.test(line)).slice(0, MESSAGE_LINES);
  return [...message, ...(at === undefined ? [] : [at.trim()])].join('\n');
}

/** @param {string} text */
function indented(text) {
  return text.split('\n').map((line) => `    ${line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line}`);
}
