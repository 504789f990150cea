// The end of a log must tell what failed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failureLines, failuresOfCommand, failuresOfHarness, failuresOfVitest } from './failures.mjs';

const folder = mkdtempSync(join(tmpdir(), 'llmspell-failures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param {unknown} content */
function report(content) {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('failures of a test run', () => {
  it('are a test, its message, and the first line of its own stack', () => {
    const message = 'Error: no stop came\n    at next (node:internal/x:1:1)\n    at wait (test/a.ts:3:1)\n    at run (test/b.ts:4:1)';
    const assertionResults = [{ status: 'passed', fullName: 'adds' }, { status: 'failed', fullName: 'stops', failureMessages: [message] }];
    const failures = failuresOfVitest(report({ numPassedTests: 1, testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults }] }), 1);
    expect(failureLines([{ title: 'Unit tests', failures }])).toEqual(['✗ Unit tests: stops', '    Error: no stop came', '    at wait (test/a.ts:3:1)']);
  });

  it('are also files that cannot be loaded', () => {
    const testResults = [{ name: 'b.test.ts', status: 'failed', message: 'Cannot find module "c"', assertionResults: [] }];
    expect(failuresOfVitest(report({ numPassedTests: 0, testResults }), 1)).toEqual([{ title: 'b.test.ts', message: 'Cannot find module "c"' }]);
  });

  it('of VS Code keep what a message says beyond its first line', () => {
    const failures = [{ title: 'values can be set', message: 'Error: the end did not come\nDebug sessions:\n  "a.lua": → terminate\n\tat end (index.cjs:1:1)' }];
    expect(failuresOfHarness(report({ passed: 1, failed: 1, failures }), 1)).toEqual([
      { title: 'values can be set', message: 'Error: the end did not come\nDebug sessions:\n  "a.lua": → terminate\nat end (index.cjs:1:1)' },
    ]);
  });

  it('of a command are the end of what it said, without colours', () => {
    const output = `${'noise\n'.repeat(100)}\u001b[31mx.ts(1,1): error TS1\u001b[39m\n`;
    const [failure] = failuresOfCommand(2, output);
    expect(failure?.message.split('\n')).toHaveLength(20);
    expect(failure?.message).toMatch(/\nx\.ts\(1,1\): error TS1$/);
    expect(failuresOfCommand(0, output)).toEqual([]);
  });

  it('name the runner when it names no test', () => {
    expect(failuresOfHarness(join(folder, 'missing.json'), 1)).toEqual([{ title: 'the runner', message: 'ended with exit code 1, left no report and names no failed one' }]);
    expect(failuresOfVitest(report({ numPassedTests: 7, testResults: [] }), 1)).toHaveLength(1);
    expect(failuresOfHarness(report({ passed: 0, failed: 0, failures: [] }), 0)).toHaveLength(1);
    expect(failuresOfHarness(report({ passed: 3, failed: 0, failures: [] }), 0)).toEqual([]);
  });

  it('are cut where a line has no end', () => {
    const lines = failureLines([{ title: 'Lint', failures: [{ title: 'long', message: 'x'.repeat(5000) }] }]);
    expect(lines[1]?.length).toBeLessThan(1000);
  });
});
