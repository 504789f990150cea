// The result of a test suite, as a file that passes between the processes of one run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SuiteResult {
  passed: number;
  failed: number;
  /** Full titles and messages of what failed. */
  failures: { title: string; message: string }[];
  /** Written after each test, so that a suite without an end leaves what it has found. */
  unfinished?: boolean;
}

export const EMPTY_RESULT: Readonly<SuiteResult> = { passed: 0, failed: 0, failures: [] };

export function writeResult(file: string, result: SuiteResult): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result, null, 2));
}

/** @param how what is known of the end of the suite: a failure, when it never came to its own */
export function readResult(file: string, how: string): SuiteResult {
  if (!existsSync(file)) return withFailure(EMPTY_RESULT, 'VS Code runs the suite', how);
  const { unfinished, ...result } = JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
  return unfinished ? withFailure(result, 'the suite comes to its end', how) : result;
}

export function withFailure(result: SuiteResult, title: string, message: string): SuiteResult {
  return { ...result, failed: result.failed + 1, failures: [...result.failures, { title, message }] };
}
