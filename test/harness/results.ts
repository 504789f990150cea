// The result of a test suite, as a file that passes between the processes of one run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SuiteResult {
  passed: number;
  failed: number;
  /** Full titles and messages of what failed. */
  failures: { title: string; message: string }[];
}

export const EMPTY_RESULT: Readonly<SuiteResult> = { passed: 0, failed: 0, failures: [] };

export function writeResult(file: string, result: SuiteResult): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result, null, 2));
}

/** Undefined when the suite never came to its end. */
export function readResult(file: string): SuiteResult | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SuiteResult) : undefined;
}

export function withFailure(result: SuiteResult, title: string, message: string): SuiteResult {
  return { ...result, failed: result.failed + 1, failures: [...result.failures, { title, message }] };
}
