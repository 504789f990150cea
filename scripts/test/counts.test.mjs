// A suite that did not run must never look like one that passed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countsOfCommand, countsOfHarness, countsOfVitest, sum } from './counts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'llmspell-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param {unknown} content */
function report(content) {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('counts of a test run', () => {
  it('counts a command as one', () => {
    expect(countsOfCommand(0)).toEqual({ passed: 1, failed: 0 });
    expect(countsOfCommand(2)).toEqual({ passed: 0, failed: 1 });
  });

  it('reads what vitest reports', () => {
    const file = report({ numPassedTests: 7, numFailedTests: 2, testResults: [{ status: 'failed', assertionResults: [{}] }] });
    expect(countsOfVitest(file, 1)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts a test file that cannot be loaded as a failure', () => {
    const file = report({ numPassedTests: 7, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(countsOfVitest(file, 1)).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a runner that fails with all tests passed as a failure', () => {
    expect(countsOfVitest(report({ numPassedTests: 7, numFailedTests: 0, testResults: [] }), 1)).toEqual({ passed: 7, failed: 1 });
    expect(countsOfHarness(report({ passed: 3, failed: 0 }), 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a suite without any test as a failure', () => {
    expect(countsOfVitest(report({ numPassedTests: 0, numFailedTests: 0, testResults: [] }), 0)).toEqual({ passed: 0, failed: 1 });
    expect(countsOfHarness(report({ passed: 0, failed: 0 }), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts a suite that left no report as a failure, whatever its exit code', () => {
    expect(countsOfVitest(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1 });
    expect(countsOfHarness(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('adds up', () => {
    expect(sum([{ passed: 1, failed: 0 }, { passed: 7, failed: 2 }])).toEqual({ passed: 8, failed: 2 });
  });
});
