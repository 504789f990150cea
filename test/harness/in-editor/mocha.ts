// Runs Mocha inside VS Code's extension host: loads the suites, prints as it goes, and leaves the result
// in the file that LLMSPELL_TEST_RESULT names. Used by test/vscode/index.ts.
import Mocha from 'mocha';
import { writeResult, type SuiteResult } from '../results.ts';
import { CannotGoOn } from './cannot-go-on.ts';

const TEST_LIMIT_MS = 60_000;

/**
 * @param suites each loads one file of suites (after Mocha has made `describe` and `it`)
 * @throws when a test failed: this is how VS Code learns the exit code
 */
export async function runSuites(suites: (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_LIMIT_MS, reporter: QuietReporter, forbidOnly: process.env.CI !== undefined });
  if (process.env.LLMSPELL_TEST_GREP) mocha.grep(new RegExp(process.env.LLMSPELL_TEST_GREP));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of suites) await load();

  const result = await new Promise<SuiteResult>((resolve) => {
    const collected: SuiteResult = { passed: 0, failed: 0, failures: [], unfinished: true };
    const runner = mocha.run(() => resolve(collected));
    let tests = 0;
    runner
      .on('test end', () => tests++)
      .on('pass', () => {
        collected.passed++;
        save(collected);
      })
      .on('fail', (test, error: unknown) => {
        collected.failed++;
        collected.failures.push({ title: test.fullTitle(), message: textOf(error) });
        if (error instanceof CannotGoOn) {
          console.log(`  - the suite ends here: ${runner.total - tests} tests were not run`);
          collected.failures.push({ title: 'the suite goes on', message: `${runner.total - tests} tests were not run after "${test.fullTitle()}"` });
          collected.failed++;
          runner.abort();
        }
        save(collected);
      });
  });
  delete result.unfinished;
  save(result);
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}

function save(result: SuiteResult): void {
  if (process.env.LLMSPELL_TEST_RESULT) writeResult(process.env.LLMSPELL_TEST_RESULT, result);
}

/** One whole line a test: the console of an extension host loses colours and format strings. */
class QuietReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => console.log(`  ✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => console.log(`  - ${test.fullTitle()}`));
    runner.on('fail', (test, error: unknown) => console.error(`  ✗ ${test.fullTitle()}\n${textOf(error)}`));
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
